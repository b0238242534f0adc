/**
 * What a thread tells of one venue, as records of numbers in a ring: the events of its router, one by one, in their order.
 *
 * First number of a record: which one it is. Times are epoch µs; what is absent is NaN. An instrument goes by its index in the
 * thread, a feed by its number; both were told before. What has text in it has that in the `TEXT` before.
 */

/** `[TEXT, bytes, …]`: UTF-8, of what the next record says; long text comes in several. */
export const TEXT = 0
/** `[INSTRUMENT, index]`: its listing as JSON. */
export const INSTRUMENT = 1
/** `[FEED, number]`: its name. */
export const FEED = 2
/** `[LEVELS, bids, asks, …price and size in turn]`: first levels of the next book change, where one record has no room for it. */
export const LEVELS = 3
/** See {@link BOOK_HEAD}. */
export const BOOK = 4
/** `[BBO, index, isWide, venueTime, localTime, lastId, priceScale, sizeScale, bid price, bid size, ask price, ask size]` */
export const BBO = 5
/** See {@link TRADE_HEAD}. */
export const TRADE = 6
/** `[EVENT]`: any other event, as JSON. */
export const EVENT = 7
/** `[MARK, number]`: what follows was told after the thread took the order of that number. */
export const MARK = 8
/** `[END]`: a frame ends. */
export const END = 9

/**
 * `[BOOK, index, isWide, venueTime, localTime, lastId, feed, isSnapshot, firstId, prevId, checksum, priceDigits, sizeDigits,
 * scales of bids, scales of asks, bids, asks, …price and size in turn]`; where it is wide, the levels stand in the text.
 */
export const BOOK_HEAD = 19
/** Numbers of a {@link BBO}. */
export const BBO_NUMBERS = 12
/** `[TRADE, index, isWide, venueTime, localTime, isSell, priceScale, sizeScale, price, size, bytes of the id, …]` */
export const TRADE_HEAD = 11

/** Levels beyond 2^53, as text: what a {@link LevelBuffer} has. */
export interface WideLevelsText {
  readonly priceScale: number
  readonly sizeScale: number
  readonly isWide: boolean
  /** Price and size of each level, `null` where there is none. */
  readonly levels: readonly (readonly [price: string | null, size: string | null])[]
}
