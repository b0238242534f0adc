import type { BookState, BookUpdate, LiveOrderBook, OrderBook } from '../../../core/index.ts'
import type { RingReader, RingWriter } from '../../../runtime/index.ts'

/** First number of a record: which one it is. A turn has at most one letter, then its books, then the turn itself. */
export const LETTER = 0
export const BOOK = 1
export const TURN = 2

/** A letter waits: `[LETTER]`. */
export const LETTER_NUMBERS = 1

/** The thread has to decide: `[TURN, time of the event in epoch µs, leg of a book event or -1 where the letter says what]`. */
export const TURN_NUMBERS = 3

/**
 * A book of a leg as it is now; levels stand best first, prices and sizes in turn, bids before asks.
 *
 * `[BOOK, leg, state, priceScale, sizeScale, updateCount, lastId, venueTimeUs, localTimeUs, bids, asks, …levels]`
 */
const BOOK_HEAD = 11
const STATES = ['live', 'syncing', 'stale', 'corrupt', 'closed'] as const satisfies BookState[]
/** In place of a state: nobody keeps that book. */
const NO_BOOK = -1
/** In place of a count: the levels come by letter. */
const BY_LETTER = -1

/** Most numbers that a book of so many levels a side takes. */
export function bookNumbers(levels: number): number {
  return BOOK_HEAD + 4 * levels
}

/** The book, where its levels have to go by letter: they do not fit doubles. */
export function wideBook(book: OrderBook | undefined): LiveOrderBook | undefined {
  if (book?.state !== 'live') return undefined
  const { bids, asks } = book
  const isWideBid = bids.count > 0 && Number.isNaN(bids.price(0))
  return isWideBid || (asks.count > 0 && Number.isNaN(asks.price(0))) ? book : undefined
}

/** Writes a book, up to that many levels a side. */
export function writeBook(
  writer: RingWriter,
  leg: number,
  book: OrderBook | undefined,
  levels: number,
): void {
  const isByLetter = wideBook(book) !== undefined
  const isRead = book?.state === 'live' && !isByLetter
  const bids = isRead ? Math.min(levels, book.bids.count) : 0
  const asks = isRead ? Math.min(levels, book.asks.count) : 0
  const place = writer.claim(BOOK_HEAD + 2 * (bids + asks))
  const { values } = writer
  values[place] = BOOK
  values[place + 1] = leg
  values[place + 2] = book === undefined ? NO_BOOK : STATES.indexOf(book.state)
  values[place + 3] = book?.state === 'live' ? book.bids.priceScale : 0
  values[place + 4] = book?.state === 'live' ? book.bids.sizeScale : 0
  values[place + 5] = book?.updateCount ?? 0
  values[place + 6] = book?.lastId ?? Number.NaN
  values[place + 7] = book?.state === 'live' ? (book.venueTimeUs ?? Number.NaN) : Number.NaN
  values[place + 8] = book?.state === 'live' ? book.localTimeUs : Number.NaN
  values[place + 9] = isByLetter ? BY_LETTER : bids
  values[place + 10] = asks
  let next = place + BOOK_HEAD
  if (!isRead) return
  for (let i = 0; i < bids; i += 1) {
    values[next] = book.bids.price(i)
    values[next + 1] = book.bids.size(i)
    next += 2
  }
  for (let i = 0; i < asks; i += 1) {
    values[next] = book.asks.price(i)
    values[next + 1] = book.asks.size(i)
    next += 2
  }
}

/** What a record says of a book beside its levels. */
export interface BookRecord {
  readonly leg: number
  /** Absent where nobody keeps it. */
  readonly state: BookState | undefined
  readonly updateCount: number
  readonly priceScale: number
  readonly sizeScale: number
  /** Whether the levels come by letter. */
  readonly isByLetter: boolean
  /** Whether the record itself has levels. */
  readonly hasLevels: boolean
}

/** Reads the book of the reader's record into an update that replaces it. */
export function readBook({ values, start }: RingReader, update: BookUpdate): BookRecord {
  const at = (place: number): number => values[start + place] ?? Number.NaN
  const isByLetter = at(9) === BY_LETTER
  update.localTimeUs = at(8)
  update.venueUs = at(7)
  update.last = at(6)
  if (!isByLetter) {
    let next = BOOK_HEAD
    for (const [side, count] of [[update.bids, at(9)] as const, [update.asks, at(10)] as const]) {
      side.clear(at(3), at(4), false)
      side.reserve(count)
      side.count = count
      for (let i = 0; i < count; i += 1) {
        side.prices[i] = at(next)
        side.sizes[i] = at(next + 1)
        next += 2
      }
    }
  }
  const scales = { priceScale: at(3), sizeScale: at(4) }
  const hasLevels = !isByLetter && at(9) + at(10) > 0
  return { leg: at(1), state: STATES[at(2)], updateCount: at(5), isByLetter, hasLevels, ...scales }
}
