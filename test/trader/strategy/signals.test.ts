import { describe, expect, test } from 'vitest'
import type { HostIntent, Signal } from '../../../src/trader/index.ts'
import { kindOf, run, toyHost } from './support/toy-host.ts'
import { A, B, dec, legOf, PERPETUAL, SPOT, ToyWorld, terms } from './support/toy-world.ts'

/** What a signal becomes in a world, of a strategy of one instrument. */
function intentsOf(signal: Signal, world = new ToyWorld(), of = SPOT): readonly HostIntent[] {
  const host = toyHost([kindOf('signal', () => ({ evaluate: () => signal }))], { world })
  return run(host, 'signal', { legs: [legOf(of)] }).intents
}

const reason = 'why'
const placed = (overrides: object) => ({
  type: 'place',
  strategy: A,
  reason,
  terms: { ...terms(), ...overrides },
})
const { price: _, ...market } = terms({ type: 'market', timeInForce: 'ioc' })
const placedAtMarket = (overrides: object) => ({
  type: 'place',
  strategy: A,
  reason,
  terms: { ...market, ...overrides },
})

describe('A signal', () => {
  test.each<readonly [string, Signal, readonly unknown[]]>([
    ['none asks for nothing', { type: 'none' }, []],
    [
      'to buy at a price is a limit order, rounded to the passive side',
      { type: 'buy', price: '100.19', amount: '1.019', reason },
      [placed({ side: 'buy', price: dec('100.1'), quantity: dec('1.01') })],
    ],
    [
      'to sell at a price is a limit order, rounded to the passive side',
      { type: 'sell', price: dec('100.11'), amount: dec('1.019'), reason },
      [placed({ side: 'sell', price: dec('100.2'), quantity: dec('1.01') })],
    ],
    [
      'to buy without a price is a market order',
      { type: 'buy', amount: '2', reason },
      [placedAtMarket({ side: 'buy', quantity: dec(2) })],
    ],
    ['to close asks for nothing where nothing is held', { type: 'close', reason }, []],
  ])('%s', (_title, signal, intents) => {
    expect(intentsOf(signal)).toEqual(intents)
  })

  test('without an amount takes that of the setup', () => {
    const signal: Signal = { type: 'buy', reason }
    const host = toyHost([kindOf('signal', () => ({ evaluate: () => signal }))])
    const { intents } = run(host, 'signal', { signalAmount: '0.5' })
    expect(intents).toMatchObject([{ terms: { quantity: dec('0.5') } }])
  })

  test('of a strategy of two instruments is refused: nobody knows which is meant', () => {
    const host = toyHost([kindOf('signal', () => ({ evaluate: () => ({ type: 'none' }) }))])
    expect(run(host, 'signal').alerts).toEqual([])
    const two = toyHost([kindOf('signal', () => ({ evaluate: () => ({ type: 'buy', reason }) }))])
    const { alerts } = run(two, 'signal', { legs: [legOf(SPOT), legOf(PERPETUAL)] })
    expect(alerts).toMatchObject([{ code: 'INVALID_DECISION' }])
  })
})

describe('To close', () => {
  test.each([
    ['sells what is long', '3', 'sell', '3'],
    ['buys what is short', '-3', 'buy', '3'],
    ['takes what is off the lot down to it', '3.019', 'sell', '3.01'],
  ] as const)('%s', (_title, held, side, quantity) => {
    const world = new ToyWorld()
    world.hold(A, SPOT, held)
    expect(intentsOf({ type: 'close', reason }, world)).toEqual([
      placedAtMarket({ side, quantity: dec(quantity) }),
    ])
  })

  test('may only reduce where the venue can see to it: on futures', () => {
    const world = new ToyWorld()
    world.hold(A, PERPETUAL, '3')
    expect(intentsOf({ type: 'close', price: '99', reason }, world, PERPETUAL)).toEqual([
      placed({
        instrument: PERPETUAL,
        side: 'sell',
        price: dec(99),
        quantity: dec(3),
        reduceOnly: true,
      }),
    ])
  })

  test('counts what own working orders close already, and cancels what would add', () => {
    const world = new ToyWorld()
    world.hold(A, SPOT, '3')
    world.open(A, { side: 'sell', quantity: dec(2) }, '0.5')
    const { clientOrderId } = world.open(A, { side: 'buy' })
    world.open(B, { side: 'sell', quantity: dec(2) })
    world.open(B, { side: 'buy' })
    expect(intentsOf({ type: 'close', reason }, world)).toEqual([
      { type: 'cancel', strategy: A, clientOrderId },
      placedAtMarket({ side: 'sell', quantity: dec('1.5') }),
    ])
  })

  test('asks for nothing more while it is under way, however often it is repeated', () => {
    const world = new ToyWorld()
    world.hold(A, SPOT, '3')
    world.open(A, { side: 'sell', quantity: dec(3) })
    expect(intentsOf({ type: 'close', reason }, world)).toEqual([])
  })

  test('cancels everything once nothing is held', () => {
    const world = new ToyWorld()
    const ids = (['buy', 'sell'] as const).map((side) => world.open(A, { side }).clientOrderId)
    expect(intentsOf({ type: 'close', reason }, world)).toEqual(
      ids.map((clientOrderId) => ({ type: 'cancel', strategy: A, clientOrderId })),
    )
  })
})
