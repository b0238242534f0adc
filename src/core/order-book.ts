import type { Instrument } from './instrument.ts'
import type { Levels } from './levels.ts'
import type { Revision } from './revision.ts'

/**
 * What a reader may think of a book.
 *
 * - `syncing`: no snapshot was joined yet
 * - `live`: every change up to the last frame was applied in the venue's order
 * - `stale`: a gap, a lost connection or an unreadable frame; it is being rebuilt
 * - `corrupt`: its own evidence contradicts it (checksum, crossed sides); it is being rebuilt
 * - `closed`: nobody feeds it any more
 */
export type BookState = 'syncing' | 'live' | 'stale' | 'corrupt' | 'closed'

interface BookHead {
  /** The instrument. */
  readonly instrument: Instrument
  /** The venue's feed that the book is built from. */
  readonly feed: string
  /** Levels a side that the feed keeps; `'full'` where it is unlimited. */
  readonly depth: number | 'full'
  /** Changes applied since the last snapshot. */
  readonly updateCount: number
  /** Stamps changes of levels, state and listing; absent where nobody does. Tells whether to look again. */
  readonly revision?: Revision | undefined
  /** Update id of the last change, where the venue sends ids. */
  readonly lastId?: number | undefined
}

/** A book that can be vouched for: both sides are readable. */
export interface LiveOrderBook extends BookHead {
  /** Discriminant: narrow to it before reading prices. */
  readonly state: 'live'
  /** Bids, best (highest) first. Borrowed: valid until the next frame is processed. */
  readonly bids: Levels
  /** Asks, best (lowest) first. Borrowed: valid until the next frame is processed. */
  readonly asks: Levels
  /** When the venue says the last change happened, epoch µs. */
  readonly venueTimeUs?: number | undefined
  /** When the last change arrived, epoch µs. */
  readonly localTimeUs: number
}

/** A book that must not be traded on: its levels do not type-check, and throw `BOOK_NOT_LIVE` when read all the same. */
export interface UnreadyOrderBook extends BookHead {
  /** Discriminant. */
  readonly state: Exclude<BookState, 'live'>
}

/**
 * The depth of one instrument by one feed.
 *
 * @example
 * ```ts
 * if (book.state === 'live') console.log(book.bids.priceText(0), book.asks.priceText(0))
 * ```
 */
export type OrderBook = LiveOrderBook | UnreadyOrderBook
