import { Decimal as ForeignDecimal } from 'decimal.js'
import { describe, expect, test } from 'vitest'
import type { StrategyFault } from '../../../src/trader/index.ts'
import { type AnyStrategy, bookOf, kindOf, NOON_US, run, toyHost } from './support/toy-host.ts'
import { B, dec, MAIN, PERPETUAL, SPOT, ToyWorld, terms } from './support/toy-world.ts'

const place = (overrides: object = {}) => ({ type: 'place', terms: { ...terms(), ...overrides } })
const hostile = {
  get type(): string {
    throw new Error('looked at')
  },
}

const BREACHES: readonly [title: string, decision: unknown, code: StrategyFault][] = [
  ['undefined', undefined, 'INVALID_DECISION'],
  ['a number', 7, 'INVALID_DECISION'],
  ['a signal of an unknown type', { type: 'hold', reason: 'x' }, 'INVALID_DECISION'],
  ['a signal without a reason', { type: 'buy', amount: '1' }, 'INVALID_DECISION'],
  ['a signal with a number', { type: 'buy', amount: 1, reason: 'x' }, 'INEXACT_NUMBER'],
  ['a signal without an amount', { type: 'buy', reason: 'x' }, 'INEXACT_NUMBER'],
  ['a signal with NaN', { type: 'buy', amount: Number.NaN, reason: 'x' }, 'INEXACT_NUMBER'],
  ['a signal with text', { type: 'buy', amount: 'much', reason: 'x' }, 'INEXACT_NUMBER'],
  ['a signal of 70 digits', { type: 'buy', amount: '1'.repeat(70), reason: 'x' }, 'INEXACT_NUMBER'],
  ['an intent of no type', [{}], 'INVALID_DECISION'],
  ['an intent of a typo', [{ ...place(), type: 'plase' }], 'INVALID_DECISION'],
  ['an intent without terms', [{ type: 'place' }], 'INVALID_DECISION'],
  ['a side that is none', [place({ side: 'long' })], 'INVALID_DECISION'],
  ['a flag that is none', [place({ postOnly: 'yes' })], 'INVALID_DECISION'],
  ['a quantity as a number', [place({ quantity: 1 })], 'INEXACT_NUMBER'],
  ['a quantity as text', [place({ quantity: '1' })], 'INEXACT_NUMBER'],
  ['a price of NaN', [place({ price: Number.NaN })], 'INEXACT_NUMBER'],
  ['a Decimal of another library', [place({ price: new ForeignDecimal(1) })], 'INEXACT_NUMBER'],
  ['an intent of another strategy', [{ ...place(), strategy: B }], 'FOREIGN_STRATEGY'],
  ['an instrument beside its own', [place({ instrument: PERPETUAL })], 'FOREIGN_LEG'],
  ['another account', [place({ account: 'savings' })], 'FOREIGN_LEG'],
  ['a timer at no time', [{ type: 'timer', name: 'x', atUs: Number.NaN }], 'INVALID_DECISION'],
  ['a timer without a name', [{ type: 'timer', name: '', atUs: 1 }], 'INVALID_DECISION'],
  ['an order id that is a number', [{ type: 'cancel', clientOrderId: 7 }], 'INVALID_DECISION'],
  ['more intents than are taken', Array(101).fill(place()), 'TOO_MANY_INTENTS'],
  ['a value that throws when it is read', hostile, 'THREW'],
  ['a good intent before a bad one', [place(), place({ side: 'long' })], 'INVALID_DECISION'],
]

describe('A strategy that breaks the contract', () => {
  test.each(BREACHES)('is stopped for %s', (_title, decision, code) => {
    const host = toyHost([kindOf('bad', () => ({ evaluate: () => decision }))])
    const { intents, alerts } = run(host, 'bad')
    expect(alerts).toEqual([
      { type: 'strategyFaulted', strategy: 'a', code, found: expect.any(String) },
    ])
    expect(intents).toEqual([{ type: 'cancelAll', strategy: 'a' }])
    expect(host.status()).toMatchObject([{ state: 'faulted' }])
  })

  test.each(['evaluate', 'onFill', 'onOrder', 'onTimer'] as const)('may throw in %s', (name) => {
    const asks = [{ type: 'timer', name: 'soon', atUs: NOON_US }]
    let isCalm = true
    const fail = () => {
      if (isCalm) return asks
      throw new Error('no')
    }
    const bad: Partial<AnyStrategy> = { evaluate: () => asks, [name]: fail }
    const world = new ToyWorld()
    const host = toyHost([kindOf('bad', () => bad)], { world })
    run(host, 'bad')
    isCalm = false
    const order = world.open('a' as never, { side: 'buy' })
    const alerts = [
      host.handle({ type: 'time' }, NOON_US + 1),
      host.handle({ type: 'order', order }, NOON_US + 2),
      host.handle({ type: 'fill', strategy: 'a' as never } as never, NOON_US + 3),
      host.handle(bookOf(), NOON_US + 4),
    ].flatMap((output) => output.alerts)
    expect(alerts).toMatchObject([{ type: 'strategyFaulted', code: 'THREW', found: 'no' }])
  })

  test('is not asked again until somebody starts it, and then is made anew', () => {
    let made = 0
    const definition = kindOf('bad', () => {
      made += 1
      let calls = 0
      return {
        evaluate: () => {
          calls += 1
          if (calls === 2) throw new Error('second')
          return []
        },
      }
    })
    const host = toyHost([definition])
    run(host, 'bad')
    expect(host.handle(bookOf(), NOON_US).alerts).toHaveLength(1)
    expect(host.handle(bookOf(), NOON_US).alerts).toHaveLength(0)
    expect(
      host.handle({ type: 'startStrategy', strategy: 'a' as never, by: 'x' }, NOON_US),
    ).toEqual({ intents: [], alerts: [], commands: [] })
    expect([made, host.status()[0]?.state]).toEqual([2, 'running'])
  })

  test('may be asynchronous: what its promise fails with does not end the process', () => {
    const evaluate = async () => {
      throw new Error('later')
    }
    const host = toyHost([kindOf('late', () => ({ evaluate }))])
    expect(run(host, 'late').alerts).toMatchObject([
      { code: 'INVALID_DECISION', found: expect.stringContaining('promise') },
    ])
  })

  test('keeps its orders where the host is told so', () => {
    const definition = kindOf('bad', () => ({ evaluate: () => 7 }))
    const host = toyHost([definition], { ordersOfFaulted: 'keep' })
    expect(run(host, 'bad').intents).toEqual([])
  })
})

describe('What a good strategy asks for', () => {
  test('is a copy with its name and the instrument as listed now', () => {
    const world = new ToyWorld()
    const now = { ...SPOT, tickSize: '0.5' as never }
    world.listings.set(SPOT, now)
    const kept = { type: 'place', reason: 'why', terms: { ...terms(), extra: 1 } }
    const host = toyHost([kindOf('good', () => ({ evaluate: () => [kept] }))], { world })
    const [intent] = run(host, 'good').intents
    expect(intent).toEqual({
      type: 'place',
      strategy: 'a',
      reason: 'why',
      terms: { ...terms(), instrument: now, account: MAIN },
    })
    expect(intent).not.toBe(kept)
  })

  test('is left out where it is about an order of another strategy, and the rest is kept', () => {
    const world = new ToyWorld()
    const { clientOrderId } = world.open(B, { side: 'sell' })
    const own = world.open('a' as never, { side: 'buy' })
    const asks = [
      { type: 'cancel', clientOrderId },
      { type: 'amend', clientOrderId, price: dec(5) },
      { type: 'cancel', clientOrderId: own.clientOrderId },
      { type: 'cancel', clientOrderId: '77' },
    ]
    const host = toyHost([kindOf('nosy', () => ({ evaluate: () => asks }))], { world })
    const { intents, alerts } = run(host, 'nosy')
    expect(alerts).toMatchObject([
      { type: 'intentRefused', owner: 'b', intent: { type: 'cancel' } },
      { type: 'intentRefused', owner: 'b', intent: { type: 'amend' } },
    ])
    expect(intents).toMatchObject([{ clientOrderId: own.clientOrderId }, { clientOrderId: '77' }])
    expect(host.status()).toMatchObject([{ state: 'running' }])
  })
})
