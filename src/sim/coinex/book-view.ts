import { scaleOf } from '../../core/index.ts'
import { crc32 } from '../../wire/index.ts'
import type { BookLevels } from '../change-log.ts'
import { toScaled } from '../fixed-text.ts'
import type { SimInstrument } from '../sim-instrument.ts'
import { priceText, sizeText } from './wire-text.ts'

type Side = BookLevels['bids']

/** How a client wants to see a book. */
export interface BookPlan {
  /** Levels a side: 5, 10, 20 or 50. */
  readonly limit: number
  /** What prices are merged by; `0` for not at all. */
  readonly interval: string
}

/** A whole book with prices merged as asked, uncut: bids downwards, asks upwards, so that it never crosses. */
export function mergedBook(spec: SimInstrument, book: BookLevels, interval: string): BookLevels {
  const digits = scaleOf(interval) ?? 0
  // Finer than the market's own steps, or not at all.
  if (Number(interval) === 0 || digits > spec.priceScale) return book
  const step = toScaled(interval, spec.priceScale)
  return {
    bids: merged(book.bids, (price) => Math.floor(price / step) * step),
    asks: merged(book.asks, (price) => Math.ceil(price / step) * step),
  }
}

function merged(side: Side, placeOf: (price: number) => number): Side {
  const sums = new Map<number, number>()
  for (const [price, size] of side) {
    const place = placeOf(price)
    sums.set(place, (sums.get(place) ?? 0) + size)
  }
  return [...sums]
}

/** The best levels of a book. */
export function cutBook({ bids, asks }: BookLevels, limit: number): BookLevels {
  return { bids: bids.slice(0, limit), asks: asks.slice(0, limit) }
}

/** What a client that holds `before` and cuts its sides after each change must be told to hold `after`. */
export function changesOf(before: BookLevels, after: BookLevels, whole: BookLevels): BookLevels {
  return {
    bids: sideChanges(before.bids, after.bids, whole.bids),
    asks: sideChanges(before.asks, after.asks, whole.asks),
  }
}

/** Levels that others pushed out of view still exist, and are not told: who listens cuts to the depth. */
function sideChanges(before: Side, after: Side, whole: Side): Side {
  const held = new Map(before)
  const exists = new Set(whole.map(([price]) => price))
  const gone = before.filter(([price]) => !exists.has(price))
  const changed = after.filter(([price, size]) => held.get(price) !== size)
  return [...gone.map(([price]) => [price, 0] as const), ...changed]
}

/** The rows of one side as the wire has them. */
export function levelRows(spec: SimInstrument, side: Side): readonly (readonly [string, string])[] {
  return side.map(([price, size]) => [priceText(spec, price), sizeText(spec, size)])
}

/** CRC-32 of `price:size:price:size…`, all bids best first, then all asks best first, as they are written. */
export function checksumOf(spec: SimInstrument, { bids, asks }: BookLevels): number {
  const rows = [...levelRows(spec, bids), ...levelRows(spec, asks)]
  return crc32(rows.map((row) => row.join(':')).join(':'))
}
