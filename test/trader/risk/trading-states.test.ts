import { describe, expect, test } from 'vitest'
import { strategyId } from '../../../src/core/index.ts'
import { instrumentKey, RiskManager, type RiskScope } from '../../../src/trader/index.ts'
import {
  dec,
  LINEAR,
  MAIN,
  MAKER,
  NOON_US,
  place,
  RiskWorld,
  reason,
  SPOT,
  TOY,
  terms,
  verdict,
} from './support/risk-world.ts'

const GLOBAL: RiskScope = { type: 'global' }
const ANN = { by: 'ann', why: 'a fire' } as const
const SCOPES: readonly RiskScope[] = [
  GLOBAL,
  { type: 'venue', venue: TOY },
  { type: 'account', account: MAIN },
  { type: 'instrument', instrument: instrumentKey(LINEAR) },
  { type: 'strategy', strategy: MAKER },
]
const plain = place(terms({ instrument: LINEAR }))
const reducing = place(terms({ instrument: LINEAR, side: 'sell', reduceOnly: true }))

function world(): RiskWorld {
  const made = new RiskWorld()
  made.kept.setPosition(MAIN, LINEAR, dec(10))
  return made
}

describe.each(SCOPES)('for a scope of $type', (scope) => {
  test('reduceOnly lets only reducing orders pass, halted none, active all', () => {
    const risk = new RiskManager()
    const said = (value: 'active' | 'reduceOnly' | 'halted', nowUs: number) => {
      const record = risk.setTradingState(value, { scope, ...ANN, nowUs })
      return [record.old, verdict(risk, world(), plain), verdict(risk, world(), reducing)]
    }
    const key = scope.type === 'global' ? 'global' : `${scope.type} ${Object.values(scope)[1]}`
    expect(said('reduceOnly', 1)).toEqual([
      'active',
      `REDUCE_ONLY not reduceOnly > reduceOnly for ${key}`,
      'approved',
    ])
    const halted = `TRADING_HALTED halted for ${key} > active`
    expect(said('halted', 2)).toEqual(['reduceOnly', halted, halted])
    expect(said('active', 3)).toEqual(['halted', 'approved', 'approved'])
  })

  test('the kill switch cancels what is live there, and stops all that is new', () => {
    const of = world()
    const inside = of.goLive(plain.terms)
    const changed = of.goLive({ ...plain.terms, reduceOnly: true })
    const outside = of.goLive(terms(), strategyId('other'))
    const risk = new RiskManager()
    const { record, cancels } = risk.kill(of, { scope, ...ANN })
    expect(record).toEqual({
      type: 'killSwitchChanged',
      scope,
      isPulled: true,
      ...ANN,
      timeUs: NOON_US,
    })
    const isWide = scope.type !== 'instrument' && scope.type !== 'strategy'
    expect(cancels.map(({ clientOrderId, strategy }) => [clientOrderId, strategy])).toEqual([
      [inside.clientOrderId, MAKER],
      [changed.clientOrderId, MAKER],
      ...(isWide ? [[outside.clientOrderId, 'other']] : []),
    ])
    const { clientOrderId } = inside
    const amend = { type: 'amend', strategy: MAKER, clientOrderId, quantity: dec('0.5') } as const
    const cancel = { type: 'cancel', strategy: MAKER, clientOrderId } as const
    for (const intent of [plain, reducing, amend])
      expect(reason(risk, of, intent)).toBe('KILL_SWITCH')
    expect(reason(risk, of, cancel)).toBe('approved')
    expect(reason(risk, of, { type: 'cancelAll', strategy: MAKER })).toBe('approved')
    const other = place(terms(), strategyId('other'))
    expect(reason(risk, of, other)).toBe(isWide ? 'KILL_SWITCH' : 'approved')
  })
})

describe('the kill switch', () => {
  test('is released by somebody, with a reason, for the very scope it was pulled for', () => {
    const risk = new RiskManager()
    const of = world()
    risk.kill(of, { scope: GLOBAL, ...ANN })
    const release = { by: 'bob', why: 'it was a drill', nowUs: NOON_US + 1 }
    expect(() => risk.release({ scope: GLOBAL, ...release, why: '' })).toThrow(/why: expected/)
    expect(() => risk.release({ scope: GLOBAL, ...release, by: '' })).toThrow(/by: expected/)
    expect(risk.release({ scope: { type: 'venue', venue: TOY }, ...release })).toBeUndefined()
    expect(reason(risk, of, plain)).toBe('KILL_SWITCH')
    expect(risk.release({ scope: GLOBAL, ...release })).toEqual({
      type: 'killSwitchChanged',
      scope: GLOBAL,
      isPulled: false,
      by: 'bob',
      why: 'it was a drill',
      timeUs: NOON_US + 1,
    })
    expect(reason(risk, of, plain)).toBe('approved')
    expect(risk.killedOrders(of)).toEqual([])
  })

  test('is pulled by somebody, with a reason', () => {
    const risk = new RiskManager()
    expect(() => risk.kill(world(), { scope: GLOBAL, by: '', why: ' ' })).toThrow(/by: .*why: /)
    expect(() => risk.kill(world(), { scope: {} as never, ...ANN })).toThrow(/scope.type/)
    expect(risk.pulled()).toEqual([])
  })

  test('survives a restart, and cancels again what is live then', () => {
    const of = world()
    const before = new RiskManager()
    before.kill(of, { scope: GLOBAL, ...ANN })
    const risk = RiskManager.restore(JSON.parse(JSON.stringify(before.snapshot())))
    expect(risk.pulled()).toEqual([{ scope: GLOBAL, ...ANN, timeUs: NOON_US }])
    expect(reason(risk, of, plain)).toBe('KILL_SWITCH')
    const { clientOrderId } = of.goLive(plain.terms)
    expect(risk.killedOrders(of)).toEqual([{ type: 'cancel', strategy: MAKER, clientOrderId }])
  })
})

test('the strictest of all scopes holds', () => {
  const risk = new RiskManager()
  const subject = { strategy: MAKER, venue: TOY }
  const set = (value: 'active' | 'reduceOnly' | 'halted', scope: RiskScope) =>
    risk.setTradingState(value, { scope, ...ANN, nowUs: 1 })
  expect(risk.tradingState(subject)).toBe('active')
  set('halted', GLOBAL)
  set('reduceOnly', { type: 'strategy', strategy: MAKER })
  expect(risk.tradingState(subject)).toBe('halted')
  expect(reason(risk, world(), reducing)).toBe('TRADING_HALTED')
  set('active', GLOBAL)
  expect(risk.tradingState(subject)).toBe('reduceOnly')
  expect(risk.tradingState({ venue: TOY })).toBe('active')
})

test('a trading state is set by somebody, with a reason', () => {
  const risk = new RiskManager()
  const command = { scope: GLOBAL, by: '', why: '', nowUs: 1 }
  expect(() => risk.setTradingState('halted', command)).toThrow(/by: .*why: /)
  expect(risk.tradingState({})).toBe('active')
  expect(reason(risk, world(), place(terms({ instrument: SPOT })))).toBe('approved')
})
