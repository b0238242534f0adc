import { describe, expect, it } from 'vitest'
import {
  Atr,
  BollingerBands,
  Ema,
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
  type Bar,
  exact,
  naiveAtr,
  naiveDeviation,
  naiveEma,
  naiveMean,
  naiveOrderFlow,
  naiveReturns,
  naiveRsi,
  naiveTradeFlow,
  naiveVwap,
  type Print,
  type Quote,
} from '../../reference/naive-indicators.ts'
import { expectClose } from './close-to.ts'
import { bestLevels } from './indicator-cases.ts'

const UPDATES = 1_000_000
const PERIOD = 40
/** So far back that what an average started from has decayed below every digit. */
const MEMORY = 1_200

/** A small generator of the test's own, always the same. */
function seeded(): () => number {
  let state = 7
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

/**
 * Prices in ticks of 0.01 around 600, for 300 updates in 20,000 a million times as much; in one stretch of 10 they stand
 * still.
 */
const prices = (() => {
  const random = seeded()
  let ticks = 60_000
  return Float64Array.from({ length: UPDATES }, (_, i) => {
    if (i % 1_000 >= 100) ticks = Math.max(20_000, ticks + Math.floor(random() * 11) - 5)
    return i % 20_000 >= 19_700 ? ticks * 1e4 : ticks / 100
  })
})()

/** Places to compare at: spread over the run, the last of all, and around the ends of jumps. */
function checkpoints(count: number): ReadonlySet<number> {
  const places = [UPDATES - 1]
  for (let i = 1; i <= count; i += 1) {
    const end = Math.floor((i * 50) / count) * 20_000
    places.push(Math.floor((i * UPDATES) / count) - 1, end - 250, end + 20, end + PERIOD + i)
  }
  return new Set(places.filter((place) => place > MEMORY && place < UPDATES))
}

/** Feeds the million, and compares at the checkpoints. */
function run(count: number, update: (i: number) => boolean, compare: (at: number) => void): void {
  const places = checkpoints(count)
  let taken = 0
  for (let i = 0; i < UPDATES; i += 1) {
    if (update(i)) taken += 1
    if (places.has(i)) compare(i)
  }
  expect(taken).toBe(UPDATES)
}

const last = (at: number, count: number): number[] => [...prices.slice(at + 1 - count, at + 1)]

const printAt = (i: number): Print => ({
  priceNumber: prices[i] ?? 0,
  sizeNumber: ((i * 7) % 13) / 1_000,
  takerSide: (i * 5) % 9 < 4 ? 'buy' : 'sell',
})

const places = (at: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => at + 1 - count + k)

describe('after a million updates, with jumps to a million times and back, it is within 10^-12: ', () => {
  it('Sma', () => {
    const average = new Sma(PERIOD)
    run(
      100,
      (i) => average.update(prices[i] ?? 0),
      (at) => expectClose(average.value, naiveMean(last(at, PERIOD), PERIOD)),
    )
  })

  it('BollingerBands', () => {
    const bands = new BollingerBands({ period: PERIOD })
    run(
      100,
      (i) => bands.update(prices[i] ?? 0),
      (at) => {
        const window = last(at, PERIOD)
        expectClose(bands.value?.middle, naiveMean(window, PERIOD))
        expectClose(bands.value?.deviation, naiveDeviation(window.map(exact), PERIOD, PERIOD))
      },
    )
  })

  it('Ema', () => {
    const average = new Ema(PERIOD)
    run(
      4,
      (i) => average.update(prices[i] ?? 0),
      (at) => expectClose(average.value, naiveEma(last(at, MEMORY), PERIOD, 'average')),
    )
  })

  it('Rsi', () => {
    const strength = new Rsi(14)
    run(
      4,
      (i) => strength.update(prices[i] ?? 0),
      (at) => expectClose(strength.value, naiveRsi(last(at, MEMORY), 14)),
    )
  })

  it('Atr', () => {
    const range = new Atr(14)
    const barAt = (i: number): Bar => {
      const close = prices[i] ?? 0
      return { high: close + 0.5, low: close - 0.25, close }
    }
    run(
      4,
      (i) => range.update(barAt(i)),
      (at) => expectClose(range.value, naiveAtr(places(at, MEMORY).map(barAt), 14)),
    )
  })

  it('RollingVwap', () => {
    const average = new RollingVwap(PERIOD)
    run(
      100,
      (i) => average.update(printAt(i)),
      (at) => expectClose(average.value, naiveVwap(places(at, PERIOD).map(printAt))),
    )
  })

  it('SessionVwap', () => {
    const average = new SessionVwap()
    // Prices of hundredths and sizes of thousandths: the exact sums are integers.
    let value = 0n
    let size = 0n
    for (let i = 0; i < UPDATES; i += 1) {
      const print = printAt(i)
      average.update(print)
      const thousandths = BigInt(Math.round(print.sizeNumber * 1_000))
      value += BigInt(Math.round(print.priceNumber * 100)) * thousandths
      size += thousandths
    }
    expectClose(average.value, new Decimal(value.toString()).div(size.toString()).div(100))
  })

  it('Volatility', () => {
    const volatility = new Volatility({ period: PERIOD })
    run(
      5,
      (i) => volatility.update(prices[i] ?? 0),
      (at) => {
        const returns = naiveReturns(last(at, PERIOD + 1))
        expectClose(volatility.value, naiveDeviation(returns, PERIOD, PERIOD - 1))
      },
    )
  })

  it('OrderFlowImbalance', () => {
    const flow = new OrderFlowImbalance(PERIOD)
    const quoteAt = (i: number): Quote => {
      const bid = Math.round((prices[i] ?? 0) * 100)
      return [bid, (i * 7) % 13, bid + 1 + (i % 3), (i * 5) % 11]
    }
    run(
      100,
      (i) => flow.update(bestLevels(quoteAt(i))),
      (at) => {
        const sum = naiveOrderFlow(places(at, PERIOD + 1).map(quoteAt), PERIOD)
        expect(flow.value).toBe(Number(sum) / 1_000)
      },
    )
  })

  it('TradeFlowImbalance', () => {
    const flow = new TradeFlowImbalance(PERIOD)
    run(
      100,
      (i) => flow.update(printAt(i)),
      (at) => expectClose(flow.value, naiveTradeFlow(places(at, PERIOD).map(printAt)), 1),
    )
  })
})
