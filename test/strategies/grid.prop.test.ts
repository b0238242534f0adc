import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { Decimal, type Instrument } from '../../src/core/index.ts'
import { grid } from '../../src/strategies/index.ts'
import type { OwnOrder, StrategyCommand, StrategyDefinition } from '../../src/trader/index.ts'
import { CALM, ROUGH } from './support/paper-market.ts'
import { FIRST, OWN, PaperRun, spotOf } from './support/paper-run.ts'

/** Lines at 98, 99 … 102: four cells of 0.5. */
const LINES = { lower: '98', upper: '102', levels: 5, amount: '0.5' }
const by = { strategy: OWN, by: 'test' } as const
const START: StrategyCommand = { type: 'startStrategy', ...by }
const STOP: StrategyCommand = { type: 'stopStrategy', ...by, why: 'enough' }
const PAUSE: StrategyCommand = { type: 'pauseStrategy', ...by }

/** What happens to a grid: steps of a rough market, commands, a jump of the market, a restart. */
type Happening = number | StrategyCommand | { readonly jumpTo: number } | 'restart'

const happenings = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }) },
    { weight: 3, arbitrary: fc.constantFrom(START, STOP, PAUSE) },
    { weight: 2, arbitrary: fc.integer({ min: 930, max: 1_070 }).map((jumpTo) => ({ jumpTo })) },
    { weight: 1, arbitrary: fc.constant('restart' as const) },
  ),
  { maxLength: 40 },
)

/** The cell that an order is of: the number of the line below it. */
const cellOf = ({ terms: { side, price } }: OwnOrder): number =>
  (price?.minus(98).toNumber() ?? Number.NaN) - (side === 'sell' ? 1 : 0)

const isLive = ({ status }: OwnOrder): boolean => status === 'inFlight' || status === 'open'

const KINDS: readonly (readonly [string, Instrument, object, readonly [number, number]])[] = [
  ['on futures', FIRST, {}, [0, 2]],
  ['on futures that starts with sells', FIRST, { startsWithSells: true }, [-1, 2]],
  ['on spot with enough to pay', spotOf(FIRST), {}, [0, 2]],
]

describe.each(KINDS)('A grid %s', (_, leg, over, [least, most]) => {
  function run(seed: number, demand: (run: PaperRun) => void): PaperRun {
    const made = new PaperRun(seed, grid as StrategyDefinition, {
      params: { ...LINES, ...over },
      legs: [leg],
      funds: { BTC: '0', USDT: '10000' },
    })
    made.market.roughness = ROUGH
    made.check = () => demand(made)
    return made
  }

  function happen(to: PaperRun, what: readonly Happening[]): void {
    for (const each of what)
      if (typeof each === 'number') to.walk(each)
      else if (each === 'restart') to.restart()
      else if ('jumpTo' in each) to.tell(to.market.move(leg, each.jumpTo))
      else to.tell(each)
  }

  const held = (of: PaperRun): Decimal =>
    of.market.position(OWN, { instrument: leg, account: 'main' as never }).quantity

  test.prop([fc.nat(), happenings], { numRuns: 100 })(
    'has one live order at most in each cell, and never more than its cells hold',
    (seed, what) => {
      happen(
        run(seed, (made) => {
          const live = made.market.orders(OWN).filter(isLive)
          const cells = live.map(cellOf)
          expect(new Set(cells).size, `cells ${cells.join(' ')}`).toBe(cells.length)
          const leaves = (side: 'buy' | 'sell'): Decimal =>
            live
              .filter(({ terms }) => terms.side === side)
              .reduce(
                (sum, o) => sum.plus(o.terms.quantity).minus(o.filledQuantity),
                new Decimal(0),
              )
          expect(held(made).plus(leaves('buy')).lte(most), `${held(made).toFixed()}`).toBe(true)
          expect(held(made).minus(leaves('sell')).gte(least), `${held(made).toFixed()}`).toBe(true)
          expect(made.alerts.filter(({ type }) => type !== 'commandRefused')).toEqual([])
        }),
        what,
      )
    },
  )

  test.prop([fc.nat(), happenings], { numRuns: 100 })(
    'has no order once it is stopped and all was told, and still knows what it holds',
    (seed, what) => {
      const made = run(seed, () => undefined)
      happen(made, what)
      made.tell(STOP)
      made.market.roughness = CALM
      for (let round = 0; round < 3; round += 1) {
        made.market.settle()
        made.tell(made.market.move(leg, 1_000))
      }
      expect(made.market.orders(OWN)).toEqual([])
      // Below all lines it offers all that it has, and nothing is bought; above them all of it is sold.
      made.market.move(leg, 970)
      made.tell(START)
      for (const midTicks of [970, 970, 1_050, 1_050]) {
        made.market.settle()
        made.tell(made.market.move(leg, midTicks))
      }
      // But for what buys that are not filled whole have bought.
      const begun = made.market
        .orders(OWN)
        .map(({ terms, filledQuantity }) => terms.quantity.minus(filledQuantity))
        .reduce((sum, leaves) => sum.plus(0.5).minus(leaves), new Decimal(least))
      expect(held(made).toFixed()).toBe(begun.toFixed())
    },
  )
})
