import { Ring } from '../runtime/ring.ts'
import type { SimTrade } from './sim-trade.ts'

/** The intervals that every simulated instrument keeps bars of, in the spelling of most venues. */
export const CANDLE_INTERVALS = [
  '1s',
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '3d',
  '1w',
  '1M',
] as const

/** One of {@link CANDLE_INTERVALS}. */
export type SimInterval = (typeof CANDLE_INTERVALS)[number]

/** A bar: made of the trades of its span, all numbers scaled integers. */
export interface SimCandle {
  /** First moment, epoch µs. */
  readonly openTimeUs: number
  /** First moment after it, epoch µs. */
  readonly endTimeUs: number
  /** First price. */
  open: number
  /** Highest price. */
  high: number
  /** Lowest price. */
  low: number
  /** Last price. */
  close: number
  /** Size traded. */
  volume: bigint
  /** Value traded, at the instrument's value scale. */
  value: bigint
  /** Size that takers bought. */
  buyVolume: bigint
  /** Value that takers bought. */
  buyValue: bigint
  /** First trade id; -1 in a flat bar. */
  readonly firstTradeId: number
  /** Last trade id; -1 in a flat bar. */
  lastTradeId: number
  /** Number of trades. */
  count: number
}

const DAY_MS = 86_400_000
const NO_TRADE = -1
const UNITS_MS = { s: 1000, m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS, M: 0 } as const
// Epoch day 0 was a Thursday; weeks open on Monday.
const WEEK_SHIFT_MS = 4 * DAY_MS

/**
 * The bars of one instrument and interval, without holes: a span in which nothing traded is a flat bar of no volume. It
 * appears with the next trade.
 */
export class CandleSeries {
  /** Its interval. */
  readonly interval: SimInterval
  readonly #bars: Ring<SimCandle>
  readonly #capacity: number

  /** An empty series that keeps the newest `capacity` bars. */
  constructor(interval: SimInterval, capacity: number) {
    this.interval = interval
    this.#bars = new Ring(capacity)
    this.#capacity = capacity
  }

  /** Adds a trade to its bar. */
  add(trade: SimTrade): void {
    const { price, size, value } = trade
    let bar = this.#bars.at(-1)
    if (bar === undefined || trade.timeUs >= bar.endTimeUs) {
      if (bar !== undefined) this.#fill(bar, trade.timeUs)
      bar = openBar(trade.timeUs, trade.price, trade.id, this.interval)
      this.#bars.push(bar)
    }
    bar.high = Math.max(bar.high, price)
    bar.low = Math.min(bar.low, price)
    bar.close = price
    bar.volume += BigInt(size)
    bar.value += value
    if (trade.takerSide === 'buy') {
      bar.buyVolume += BigInt(size)
      bar.buyValue += value
    }
    bar.lastTradeId = trade.id
    bar.count += 1
  }

  #fill(last: SimCandle, untilUs: number): void {
    const lengthUs = last.endTimeUs - last.openTimeUs
    // A market that slept for longer than the bars kept has nothing to fill.
    if (untilUs - last.endTimeUs > lengthUs * this.#capacity) return
    let atUs = last.endTimeUs
    for (;;) {
      const flat = openBar(atUs, last.close, NO_TRADE, this.interval)
      if (flat.endTimeUs > untilUs) return
      this.#bars.push(flat)
      atUs = flat.endTimeUs
    }
  }

  /** The newest bar, open or not. */
  newest(): Readonly<SimCandle> | undefined {
    return this.#bars.at(-1)
  }

  /** Every bar kept, oldest first. */
  all(): readonly Readonly<SimCandle>[] {
    return this.#bars.toArray()
  }
}

/** First moment of the bar that a moment belongs to, and first moment after it, epoch ms. */
export function barSpan(
  interval: SimInterval,
  timeMs: number,
): readonly [openMs: number, endMs: number] {
  if (interval === '1M') return monthSpan(timeMs)
  const unit = interval.slice(-1)
  const lengthMs = Number(interval.slice(0, -1)) * (isUnit(unit) ? UNITS_MS[unit] : 0)
  const shiftMs = unit === 'w' ? WEEK_SHIFT_MS : 0
  const openMs = Math.floor((timeMs - shiftMs) / lengthMs) * lengthMs + shiftMs
  return [openMs, openMs + lengthMs]
}

function isUnit(text: string): text is keyof typeof UNITS_MS {
  return text in UNITS_MS
}

function openBar(timeUs: number, price: number, tradeId: number, interval: SimInterval): SimCandle {
  const [openMs, endMs] = barSpan(interval, Math.floor(timeUs / 1000))
  return {
    openTimeUs: openMs * 1000,
    endTimeUs: endMs * 1000,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 0n,
    value: 0n,
    buyVolume: 0n,
    buyValue: 0n,
    firstTradeId: tradeId,
    lastTradeId: tradeId,
    count: 0,
  }
}

// Months by counting days, because the calendar of the platform belongs to its clock.
function monthSpan(timeMs: number): readonly [number, number] {
  const day = Math.floor(timeMs / DAY_MS)
  let first = 0
  for (let year = 1970, month = 0; ; month += 1) {
    if (month === 12) {
      year += 1
      month = 0
    }
    const next = first + daysIn(year, month)
    if (day < next) return [first * DAY_MS, next * DAY_MS]
    first = next
  }
}

function daysIn(year: number, month: number): number {
  if (month === 1) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 3 || month === 5 || month === 8 || month === 10 ? 30 : 31
}
