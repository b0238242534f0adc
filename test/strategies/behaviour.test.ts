import { describe, expect, test } from 'vitest'
import type { Instrument } from '../../src/core/index.ts'
import { arbitrage, grid, marketMaking, statArb } from '../../src/strategies/index.ts'
import type { StrategyDefinition } from '../../src/trader/index.ts'
import { CALM } from './support/paper-market.ts'
import { FIRST, OWN, PaperRun, SECOND, spotOf } from './support/paper-run.ts'

/** What is working, oldest first: `buy 0.5 at 99.8`. */
const working = (run: PaperRun, of: Instrument = FIRST) =>
  run.market
    .orders(OWN)
    .filter(({ terms }) => terms.instrument.symbol === of.symbol)
    .map(
      ({ terms: { side, quantity, price } }) =>
        `${side} ${quantity.toFixed()} at ${price?.toFixed()}`,
    )

const held = (run: PaperRun, of: Instrument = FIRST) =>
  run.market.position(OWN, { instrument: of, account: 'main' as never }).quantity.toFixed()

function calm<Params>(
  definition: StrategyDefinition<Params>,
  setup: {
    params: unknown
    legs?: readonly Instrument[]
    funds?: Readonly<Record<string, string>>
  },
): PaperRun {
  const run = new PaperRun(1, definition as StrategyDefinition, setup)
  run.market.roughness = CALM
  return run
}

/** The book is there, and what was sent before has arrived. */
function moveTo(run: PaperRun, midTicks: number, of: Instrument = FIRST): void {
  run.market.settle()
  run.tell(run.market.move(of, midTicks))
  run.market.settle()
  run.tell(run.market.move(of, midTicks))
}

describe('A grid', () => {
  const params = { lower: '99', upper: '101', levels: 5, amount: '0.5' }

  test('buys below the market, and sells a level higher what was bought', () => {
    const run = calm(grid, { params })
    moveTo(run, 1_002)
    expect(working(run)).toEqual(['buy 0.5 at 99', 'buy 0.5 at 99.5', 'buy 0.5 at 100'])
    moveTo(run, 999)
    expect(working(run)).toEqual(['buy 0.5 at 99', 'buy 0.5 at 99.5', 'sell 0.5 at 100.5'])
    moveTo(run, 1_006)
    expect([working(run), held(run)]).toEqual([
      ['buy 0.5 at 99', 'buy 0.5 at 99.5', 'buy 0.5 at 100', 'buy 0.5 at 100.5'],
      '0',
    ])
  })

  test('finer than the tick is refused as what it is', () => {
    const run = calm(grid, { params: { ...params, levels: 200 } })
    expect(run.alerts).toMatchObject([
      { code: 'THREW', found: expect.stringContaining('a tick apart') },
    ])
  })

  test('of other lines is not handed the old cells', () => {
    const run = calm(grid, { params })
    run.tell({
      type: 'configureStrategy',
      strategy: OWN,
      by: 'test',
      params: { ...params, levels: 3 },
    })
    expect(run.alerts).toMatchObject([
      { type: 'commandRefused', why: expect.stringContaining('5 levels') },
    ])
  })
})

describe('Arbitrage', () => {
  const legs = [FIRST, { ...SECOND, base: FIRST.base }]
  const params = { amount: '1', maxPosition: '3', feesBps: [5, 5], minEdgeBps: 5 }

  test('takes both legs where more than fees and edge is left, and nothing where it is not', () => {
    const run = calm(arbitrage, { params, legs })
    // Bid 100.2 against ask 100.1 is 10 bps: both fees eat it.
    run.tell(run.market.move(SECOND, 1_003))
    expect(run.asked).toEqual([])
    // Bid 100.4 against ask 100.1 leaves 20 bps after them.
    run.tell(run.market.move(SECOND, 1_005))
    expect(run.asked.map((intent) => intent.type === 'place' && intent.terms.side)).toEqual([
      'buy',
      'sell',
    ])
    run.market.settle()
    run.tell({ type: 'time' })
    const [first, second] = [held(run), held(run, SECOND)]
    expect([Number(first) > 0, Number(first) + Number(second)]).toEqual([true, 0])
  })

  const spot = legs.map(spotOf)
  const [first = FIRST, second = SECOND] = spot

  test.each([
    ['takes both legs where there is just enough for the price and the fee', '100.15005', 2],
    ['takes neither where there is enough for the price alone', '100.15', 0],
  ])('%s', (_, free, expected) => {
    const run = calm(arbitrage, { params, legs: spot })
    run.market.funds.set('USDT', free)
    run.tell(run.market.move(second, 1_005))
    expect(run.asked.length).toBe(expected)
  })

  test('takes neither leg where there is too little to sell', () => {
    const run = calm(arbitrage, { params, legs: spot })
    run.market.funds.set('BTC', '0.5')
    run.tell(run.market.move(second, 1_005))
    expect(run.asked).toEqual([])
  })

  test('hedges once there is enough for the worst price that the hedge accepts, and the fee', () => {
    const run = calm(arbitrage, { params: { ...params, maxPosition: '1' }, legs: spot })
    run.market.funds.set('USDT', '101')
    run.tell(run.market.move(second, 1_005))
    // What is bought runs away, what is sold does not.
    run.market.move(first, 1_050)
    run.market.settle()
    // At 100.5 it may cost 100.7 (20 bps, on the tick) and 5 bps of that: 100.75035. What was sold brought 100.4.
    run.market.funds.set('USDT', '0.35034')
    for (const one of [first, second]) run.tell(run.market.move(one, 1_004))
    expect(held(run, second)).toBe('-1')
    expect(run.asked.length).toBe(2)
    run.asked.length = 0
    run.market.funds.set('USDT', '0.35035')
    run.tell(run.market.move(first, 1_004))
    expect(run.asked).toMatchObject([{ type: 'place', terms: { side: 'buy' } }])
  })

  test('of legs that count differently is refused as what it is', () => {
    const run = calm(arbitrage, { params, legs: [FIRST, { ...SECOND, base: 'ETH' as never }] })
    expect(run.alerts).toMatchObject([
      { code: 'THREW', found: expect.stringContaining('count the same') },
    ])
  })
})

describe('Statistical arbitrage', () => {
  const params = { amount: '1', hedgeRatio: '0.5', sampleMs: 1_000, period: 5, entryZ: 1.5 }

  test('sells the spread where it is wide, and closes both legs once it is back', () => {
    const run = calm(statArb, { params, legs: [FIRST, SECOND] })
    const sample = (midTicks: number) => moveTo(run, midTicks)
    for (const midTicks of [1_000, 1_002, 1_000, 1_002, 1_000]) sample(midTicks)
    expect([held(run), held(run, SECOND)]).toEqual(['0', '0'])
    sample(1_020)
    expect([held(run), held(run, SECOND)]).toEqual(['-1', '0.5'])
    for (const midTicks of [1_000, 1_001, 1_000]) sample(midTicks)
    expect([held(run), held(run, SECOND)]).toEqual(['0', '0'])
  })

  const spot = [FIRST, { ...SECOND, base: 'ETH' as never }].map(spotOf)
  const [first = FIRST, second = SECOND] = spot
  const wide = (run: PaperRun): void => {
    for (const midTicks of [1_000, 1_002, 1_000, 1_002, 1_000, 1_020]) moveTo(run, midTicks, first)
  }

  test.each<readonly [string, asset: string, free: string, feeBps: number]>([
    ['too little of what it sells', 'BTC', '0.99', 0],
    ['too little for what it buys, at the worst price accepted', 'USDT', '50.05', 0],
    ['too little for the fee on top of that', 'USDT', '50.1', 10],
  ])('opens neither leg on spot where there is %s', (_, asset, free, feeBps) => {
    const run = calm(statArb, { params: { ...params, feeBps }, legs: spot })
    run.market.funds.set(asset, free)
    wide(run)
    expect([run.asked, held(run, first), held(run, second)]).toEqual([[], '0', '0'])
  })

  test.each([
    ['an order', { minNotional: '60' }],
    ['a lot', { lotSize: '1' }],
  ])('opens neither leg where one is too small for %s', (_, rules) => {
    const run = calm(statArb, { params, legs: [first, { ...second, ...(rules as object) }] })
    wide(run)
    expect(run.asked).toEqual([])
  })

  test('opens both where there is just enough, and closes with what there is', () => {
    const run = calm(statArb, { params, legs: spot })
    run.market.funds.set('BTC', '1')
    run.market.funds.set('USDT', '50.1')
    wide(run)
    expect([held(run, first), held(run, second)]).toEqual(['-1', '0.5'])
    // Somebody else spent some of it.
    run.market.funds.set('ETH', '-0.2')
    for (const midTicks of [1_000, 1_001, 1_000]) moveTo(run, midTicks, first)
    expect([held(run, first), held(run, second)]).toEqual(['0', '0.2'])
    expect(run.market.orders(OWN)).toEqual([])
  })
})

describe('Market making on spot', () => {
  type Funds = Readonly<Record<string, string>>
  const params = { amount: '1', maxPosition: '2', halfSpreadBps: 20 }

  test.each<readonly [string, Funds, readonly string[], feeBps: number]>([
    ['nothing to sell: it bids alone', { BTC: '0' }, ['buy 1 at 99.8'], 0],
    ['less than a quote to sell', { BTC: '0.255' }, ['buy 1 at 99.8', 'sell 0.25 at 100.2'], 0],
    ['less than a bid costs', { USDT: '49.9' }, ['buy 0.5 at 99.8', 'sell 1 at 100.2'], 0],
    [
      'just enough for a bid and its fee',
      { USDT: '99.8998' },
      ['buy 1 at 99.8', 'sell 1 at 100.2'],
      10,
    ],
    [
      'enough for a bid alone, which its fee comes on top of',
      { USDT: '99.8' },
      ['buy 0.99 at 99.8', 'sell 1 at 100.2'],
      10,
    ],
  ])('with %s', (_, funds, expected, feeBps) => {
    const spot = spotOf(FIRST)
    const run = calm(marketMaking, { params: { ...params, feeBps }, legs: [spot], funds })
    moveTo(run, 1_000, spot)
    moveTo(run, 1_000, spot)
    expect(working(run, spot)).toEqual(expected)
    expect(run.asked.length).toBe(expected.length)
  })
})
