import fc from 'fast-check'
import { describe, it } from 'vitest'
import {
  Atr,
  BollingerBands,
  Ema,
  type Indicator,
  Macd,
  OrderFlowImbalance,
  RollingVwap,
  Rsi,
  SessionVwap,
  Sma,
  TradeFlowImbalance,
  Volatility,
} from '../../../src/market/index.ts'
import { NaiveDecimal as Decimal } from '../../reference/naive-decimal.ts'
import {
  exact,
  naiveAtr,
  naiveDeviation,
  naiveEma,
  naiveMacd,
  naiveMean,
  naiveOrderFlow,
  naiveReturns,
  naiveRsi,
  naiveTradeFlow,
  naiveVwap,
} from '../../reference/naive-indicators.ts'
import { expectClose } from './close-to.ts'
import { bars, bestLevels, prices, prints, quotes } from './indicator-cases.ts'

const period = fc.integer({ min: 1, max: 12 })
const RUNS = { numRuns: 60 }

/** Feeds input by input; after each, `check` gets all so far. */
function follow<Input>(
  indicator: Indicator<Input, unknown>,
  inputs: readonly Input[],
  check: (sofar: readonly Input[]) => void,
): void {
  for (const [i, input] of inputs.entries()) {
    indicator.update(input)
    check(inputs.slice(0, i + 1))
  }
}

const series = <Input>(input: fc.Arbitrary<Input>) => fc.array(input, { maxLength: 50 })

describe('what a twin computes of the whole history, in decimals, is what it says: ', () => {
  it('Sma', () => {
    fc.assert(
      fc.property(period, series(prices), (n, inputs) => {
        const average = new Sma(n)
        follow(average, inputs, (all) => expectClose(average.value, naiveMean(all, n)))
      }),
      RUNS,
    )
  })

  it('Ema', () => {
    fc.assert(
      fc.property(
        period,
        fc.constantFrom('average' as const, 'first' as const),
        series(prices),
        (n, seed, inputs) => {
          const average = new Ema(n, { seed })
          follow(average, inputs, (all) => expectClose(average.value, naiveEma(all, n, seed)))
        },
      ),
      RUNS,
    )
  })

  it('Rsi', () => {
    fc.assert(
      fc.property(period, series(prices), (n, inputs) => {
        const strength = new Rsi(n)
        follow(strength, inputs, (all) => expectClose(strength.value, naiveRsi(all, n)))
      }),
      RUNS,
    )
  })

  it('Macd, relative to the price', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 5, max: 9 }),
        period,
        fc.constantFrom('average' as const, 'first' as const),
        series(prices),
        (fast, slow, signal, seed, inputs) => {
          const trend = new Macd({ fast, slow, signal, seed })
          follow(trend, inputs, (all) => {
            const expected = naiveMacd(all, [fast, slow, signal], seed)
            const scale = Math.max(...all)
            expectClose(trend.value?.macd, expected?.[0], scale)
            expectClose(trend.value?.signal, expected?.[1], scale)
            expectClose(trend.value?.histogram, expected?.[2], scale)
          })
        },
      ),
      RUNS,
    )
  })

  it('BollingerBands', () => {
    fc.assert(
      fc.property(period, series(prices), (n, inputs) => {
        const bands = new BollingerBands({ period: n, width: 2.5 })
        follow(bands, inputs, (all) => {
          const middle = naiveMean(all, n)
          const deviation = naiveDeviation(all.map(exact), n, n)
          const { value } = bands
          expectClose(value?.middle, middle)
          expectClose(value?.deviation, deviation)
          if (middle === undefined || deviation === undefined) return
          expectClose(value?.upper, middle.plus(deviation.times(2.5)))
          expectClose(value?.lower, middle.minus(deviation.times(2.5)), middle)
        })
      }),
      RUNS,
    )
  })

  it('Atr', () => {
    fc.assert(
      fc.property(period, series(bars), (n, inputs) => {
        const range = new Atr(n)
        follow(range, inputs, (all) => expectClose(range.value, naiveAtr(all, n)))
      }),
      RUNS,
    )
  })

  it('SessionVwap', () => {
    fc.assert(
      fc.property(series(prints), (inputs) => {
        const average = new SessionVwap()
        follow(average, inputs, (all) => expectClose(average.value, naiveVwap(all)))
      }),
      RUNS,
    )
  })

  it('RollingVwap', () => {
    fc.assert(
      fc.property(period, series(prints), (n, inputs) => {
        const average = new RollingVwap(n)
        follow(average, inputs, (all) => {
          expectClose(average.value, all.length < n ? undefined : naiveVwap(all.slice(-n)))
        })
      }),
      RUNS,
    )
  })

  it('Volatility', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.constantFrom('sample' as const, 'population' as const),
        fc.array(prices, { maxLength: 30 }),
        (n, deviation, inputs) => {
          const volatility = new Volatility({ period: n, deviation, periodsPerYear: 365 })
          const returns = naiveReturns(inputs)
          const divisor = deviation === 'sample' ? n - 1 : n
          follow(volatility, inputs, (all) => {
            const known = returns.slice(0, all.length - 1)
            const expected = naiveDeviation(known, n, divisor)?.times(new Decimal(365).sqrt())
            // Returns are doubles: what equal ones differ by in their last digits is no volatility.
            const largest = Decimal.max(0, ...known.slice(-n).map((value) => value.abs()))
            expectClose(volatility.value, expected, expected && Decimal.max(expected, largest))
          })
        },
      ),
      RUNS,
    )
  })

  it('OrderFlowImbalance, exactly', () => {
    fc.assert(
      fc.property(period, series(quotes), (n, inputs) => {
        const flow = new OrderFlowImbalance(n)
        for (const [i, quote] of inputs.entries()) {
          flow.update(bestLevels(quote, 2, 3))
          const expected = naiveOrderFlow(inputs.slice(0, i + 1), n)
          // The nearest double of the exact sum.
          const nearest = expected === undefined ? undefined : Number(expected) / 1000
          if (flow.value !== nearest) throw new Error(`${flow.value} is not ${nearest}`)
        }
      }),
      RUNS,
    )
  })

  it('TradeFlowImbalance', () => {
    fc.assert(
      fc.property(period, series(prints), (n, inputs) => {
        const flow = new TradeFlowImbalance(n)
        follow(flow, inputs, (all) => {
          const expected = all.length < n ? undefined : naiveTradeFlow(all.slice(-n))
          expectClose(flow.value, expected, expected && 1)
        })
      }),
      RUNS,
    )
  })
})
