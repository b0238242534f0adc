import { describe, expect, test } from 'vitest'
import type { Instrument } from '../../src/core/index.ts'
import { arbitrage, grid, statArb } from '../../src/strategies/index.ts'
import type { StrategyDefinition } from '../../src/trader/index.ts'
import { CALM } from './support/paper-market.ts'
import { FIRST, OWN, PaperRun, SECOND } from './support/paper-run.ts'

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
  setup: { params: unknown; legs?: readonly Instrument[] },
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
      ['buy 0.5 at 99', 'buy 0.5 at 99.5', 'buy 0.5 at 100.5', 'buy 0.5 at 100'],
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
})
