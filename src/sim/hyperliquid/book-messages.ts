import type { BookLevels } from '../change-log.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { priceText, sizeText } from './wire-text.ts'

/** How a book is asked for. */
export interface BookPlan {
  /** Five levels instead of twenty. */
  readonly fast: boolean
  /** Significant figures that prices are rounded to; `null`: none are. */
  readonly nSigFigs: number | null
  /** Step of the last of five figures; `null`: 1. */
  readonly mantissa: number | null
}

/** Levels a side. */
const SLOW_LEVELS = 20
const FAST_LEVELS = 5

const NO_LEVELS: BookLevels = { bids: [], asks: [] }

type Side = BookLevels['bids']

/** A message of a channel, as text. */
export function push(channel: string, data: unknown): string {
  return JSON.stringify({ channel, data })
}

/** One level; here every level is one order. */
function levelRows(live: LiveInstrument, side: Side): readonly unknown[] {
  return side.map(([price, size]) => ({
    px: priceText(live.spec, price),
    sz: sizeText(live.spec, size),
    n: 1,
  }))
}

/** A whole book as data of a message, or as REST answers it. */
export function bookData(
  live: LiveInstrument,
  book: BookLevels,
  plan: BookPlan,
  timeMs: number,
): unknown {
  const shown = plan.fast ? FAST_LEVELS : SLOW_LEVELS
  const { bids, asks } = plan.nSigFigs === null ? book : aggregated(live, book, plan)
  const levels = [bids.slice(0, shown), asks.slice(0, shown)].map((side) => levelRows(live, side))
  const [bid, ask] = [bids[0], asks[0]]
  const spread =
    plan.nSigFigs === null || bid === undefined || ask === undefined
      ? {}
      : { spread: priceText(live.spec, Math.max(0, ask[0] - bid[0])) }
  const data = { coin: live.spec.symbol, time: timeMs, levels, ...spread }
  return plan.fast ? { ...data, fast: true } : data
}

/** The book of now; none of an instrument that is out of trading. */
export function bookOf(live: LiveInstrument, isDelisted: boolean): BookLevels {
  return isDelisted ? NO_LEVELS : live.book()
}

/** Levels in buckets of a price step: bids rounded down, asks up. */
function aggregated(live: LiveInstrument, book: BookLevels, plan: BookPlan): BookLevels {
  const best = book.bids[0]?.[0] ?? book.asks[0]?.[0] ?? live.spec.start
  const figures = String(best).length
  const step = Math.max(1, 10 ** (figures - (plan.nSigFigs ?? figures)) * (plan.mantissa ?? 1))
  return {
    bids: buckets(book.bids, (price) => Math.floor(price / step) * step),
    asks: buckets(book.asks, (price) => Math.ceil(price / step) * step),
  }
}

function buckets(side: Side, bucketOf: (price: number) => number): Side {
  const sums = new Map<number, number>()
  for (const [price, size] of side) {
    const bucket = bucketOf(price)
    sums.set(bucket, (sums.get(bucket) ?? 0) + size)
  }
  return [...sums]
}

/** The best bid and ask, as text; a side without orders is `null`. */
export function bboMessage(live: LiveInstrument, isDelisted: boolean, timeMs: number): string {
  const { bids, asks } = isDelisted ? NO_LEVELS : live.book(1)
  const bbo = [bids, asks].map((side) => levelRows(live, side)[0] ?? null)
  return push('bbo', { coin: live.spec.symbol, time: timeMs, bbo })
}
