import type { Side } from '../../src/core/index.ts'
import { NaiveDecimal as Decimal } from './naive-decimal.ts'

/** What indicators must say, of a whole history, by the definition and in decimals of 60 digits. `undefined`: not yet. */

type Maybe<T = Decimal> = T | undefined

const sum = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), new Decimal(0))

/** A double as the binary fraction that it is; `new Decimal` takes the shortest text that stands for it. */
export function exact(value: number): Decimal {
  let [whole, divisor] = [value, 1]
  while (!Number.isInteger(whole)) {
    whole *= 2
    divisor *= 2
  }
  return new Decimal(BigInt(whole).toString()).div(divisor)
}

const decimals = (values: readonly number[]): Decimal[] => values.map(exact)

/** The mean of the last `period`. */
export function naiveMean(values: readonly number[], period: number): Maybe {
  if (values.length < period) return undefined
  return sum(decimals(values.slice(-period))).div(period)
}

/** √(Σ(x − mean)² ÷ divisor) of the last `period`. */
export function naiveDeviation(values: readonly Decimal[], period: number, divisor: number): Maybe {
  if (values.length < period) return undefined
  const window = values.slice(-period)
  const mean = sum(window).div(period)
  return sum(window.map((value) => value.minus(mean).pow(2)))
    .div(divisor)
    .sqrt()
}

/** `value + weight × (x − value)` from a start; the values from when there are `period` of them. */
function naiveSmoothed(
  values: readonly Decimal[],
  period: number,
  weight: Decimal,
  seed: 'average' | 'first',
): Decimal[] {
  if (values.length < period) return []
  const [first] = values
  const used = seed === 'average' ? period : 1
  let value = seed === 'average' ? sum(values.slice(0, period)).div(period) : first
  if (value === undefined) return []
  const all = [value]
  for (const x of values.slice(used)) {
    value = value.plus(weight.times(x.minus(value)))
    all.push(value)
  }
  return all.slice(period - used)
}

const emaWeight = (period: number): Decimal => new Decimal(2).div(period + 1)

/** An EMA. */
export function naiveEma(
  values: readonly number[],
  period: number,
  seed: 'average' | 'first',
): Maybe {
  return naiveSmoothed(decimals(values), period, emaWeight(period), seed).at(-1)
}

/** MACD line, signal line, and their distance. */
export function naiveMacd(
  values: readonly number[],
  [fast, slow, signal]: readonly [number, number, number],
  seed: 'average' | 'first',
): Maybe<readonly [Decimal, Decimal, Decimal]> {
  const slows = naiveSmoothed(decimals(values), slow, emaWeight(slow), seed)
  const fasts = naiveSmoothed(decimals(values), fast, emaWeight(fast), seed).slice(slow - fast)
  const lines = slows.map((value, i) => (fasts[i] ?? value).minus(value))
  const line = lines.at(-1)
  const smoothed = naiveSmoothed(lines, signal, emaWeight(signal), seed).at(-1)
  return line && smoothed && [line, smoothed, line.minus(smoothed)]
}

/** The RSI of Wilder. */
export function naiveRsi(values: readonly number[], period: number): Maybe {
  const all = decimals(values)
  const changes = all.slice(1).map((value, i) => value.minus(all[i] ?? value))
  const average = (side: (change: Decimal) => Decimal) =>
    naiveSmoothed(changes.map(side), period, new Decimal(1).div(period), 'average').at(-1)
  const gain = average((change) => Decimal.max(change, 0))
  const loss = average((change) => Decimal.max(change.negated(), 0))
  if (gain === undefined || loss === undefined) return undefined
  return gain.plus(loss).isZero() ? new Decimal(50) : gain.times(100).div(gain.plus(loss))
}

/** Prices of a bar. */
export interface Bar {
  readonly high: number
  readonly low: number
  readonly close: number
}

/** The ATR of Wilder. */
export function naiveAtr(bars: readonly Bar[], period: number): Maybe {
  const ranges = bars.map(({ high, low }, i) => {
    const before = bars[i - 1]?.close
    const range = exact(high).minus(exact(low))
    if (before === undefined) return range
    const fromClose = [high, low].map((price) => exact(price).minus(exact(before)).abs())
    return Decimal.max(range, ...fromClose)
  })
  return naiveSmoothed(ranges, period, new Decimal(1).div(period), 'average').at(-1)
}

/** Price and size of a trade. */
export interface Print {
  readonly priceNumber: number
  readonly sizeNumber: number
  readonly takerSide: Side
}

/** The VWAP of all. */
export function naiveVwap(prints: readonly Pick<Print, 'priceNumber' | 'sizeNumber'>[]): Maybe {
  const size = sum(decimals(prints.map(({ sizeNumber }) => sizeNumber)))
  if (size.isZero()) return undefined
  const value = prints.map((each) => exact(each.priceNumber).times(exact(each.sizeNumber)))
  return sum(value).div(size)
}

/** (bought − sold) ÷ (bought + sold) of all. */
export function naiveTradeFlow(prints: readonly Pick<Print, 'takerSide' | 'sizeNumber'>[]): Maybe {
  const taken = (side: Side) =>
    sum(
      decimals(
        prints.filter(({ takerSide }) => takerSide === side).map(({ sizeNumber }) => sizeNumber),
      ),
    )
  const [bought, sold] = [taken('buy'), taken('sell')]
  const all = bought.plus(sold)
  return all.isZero() ? undefined : bought.minus(sold).div(all)
}

/** Log returns. */
export function naiveReturns(prices: readonly number[]): Decimal[] {
  const all = decimals(prices)
  return all.slice(1).map((price, i) => price.div(all[i] ?? price).ln())
}

/** Best levels as decimals: bid, its size, ask, its size. */
export type Quote = readonly [number, number, number, number]

/** Σ of what each change added, over the last `period` changes; scaled integers in, a scaled integer out. */
export function naiveOrderFlow(quotes: readonly Quote[], period: number): bigint | undefined {
  if (quotes.length <= period) return undefined
  const events = quotes.slice(1).map(([bid, bidSize, ask, askSize], i) => {
    const [bid0 = 0, bidSize0 = 0, ask0 = 0, askSize0 = 0] = quotes[i] ?? []
    const demand = bid > bid0 ? bidSize : bid < bid0 ? -bidSize0 : bidSize - bidSize0
    const supply = ask < ask0 ? askSize : ask > ask0 ? -askSize0 : askSize - askSize0
    return BigInt(demand) - BigInt(supply)
  })
  return events.slice(-period).reduce((total, event) => total + event, 0n)
}
