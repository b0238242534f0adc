import type { BookUpdate, LevelBuffer } from '../../core/index.ts'

/** Bits 0 and 1 of a row's first number are its kind; these are the others. */
export const FLAGS: Readonly<
  Record<'hasVenueTime' | 'hasId' | 'isInMs' | 'hasScales' | 'isVerbatim' | 'isWide', number>
> = Object.freeze({
  /** The venue sent a time. */
  hasVenueTime: 4,
  /** The venue sent an id. */
  hasId: 8,
  /** The venue's time is told in ms. */
  isInMs: 16,
  /** Scales follow: they are not those of the row before. */
  hasScales: 32,
  /** All stands as it is: it has values that are too large for differences. */
  isVerbatim: 64,
  /** Levels are big integers. */
  isWide: 128,
})

/** The bits of the kind. */
export const KIND_MASK = 3

/** Levels that a row of each kind has, bids and asks. */
export type RowShapes = readonly (readonly [bids: number, asks: number])[]

/** A difference of two prices up to this, doubled twice, stays below 2^53. */
const MOST_PRICE = 2 ** 49
/** Likewise of two times or ids, doubled once. In µs: the year 2112. */
const MOST_TIME = 2 ** 52 - 2 ** 41

/** What lies between two venue times lets expect the arrival, unless it is longer than 12 days. */
export const MOST_EXPECTED_US: number = 2 ** 40

/** Whether everything in a row can be told by differences. */
export function isPlainRow({ localTimeUs, venueUs, last, bids, asks }: BookUpdate): boolean {
  return (
    isWhole(localTimeUs) &&
    (Number.isNaN(venueUs) || isWhole(venueUs)) &&
    (Number.isNaN(last) || isWhole(last)) &&
    isPlainSide(bids) &&
    isPlainSide(asks)
  )
}

function isWhole(value: number): boolean {
  return value >= 0 && value <= MOST_TIME && Math.floor(value) === value
}

function isPlainSide({ prices, sizes, count, isWide }: LevelBuffer): boolean {
  if (isWide) return false
  for (let i = 0; i < count; i += 1) {
    const price = prices[i] as number
    // Written so that NaN fails.
    if (!(price <= MOST_PRICE && price >= -MOST_PRICE && (sizes[i] as number) >= 0)) return false
  }
  return true
}
