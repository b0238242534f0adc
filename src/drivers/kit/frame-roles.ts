/**
 * What a driver tells of its frames of books, best prices and trades so that they are read by shape: a role for each path
 * whose values matter. `frame-shape.ts` takes shapes by them, `shaped-frames.ts` reads by those.
 */
import type { BookUpdate, InstrumentSlot } from '../../core/index.ts'

/**
 * The name of the instrument: the whole text, or the part of it before `before` and after the last `after` in front of that.
 */
export interface SymbolRole {
  /** What ends the text before the name: `.` in `orderbook.50.BTCUSDT`. */
  readonly after?: string
  /** What follows the name: `.` in `ob.BTC_USDT.50`, `@` in `btcusdt@depth@100ms`. The last one where there is an `after`. */
  readonly before?: string
}

/** What stands at a path of a frame. */
export type FrameRole =
  /** An object, or an array of one object, whose keys have roles too. */
  | 'inside'
  /** The same in every frame, numbers included: a frame with another value has another shape. */
  | 'same'
  /** A text or number that differs and that nobody wants. */
  | 'skip'
  /** Frames that have it are not read by shape. */
  | 'odd'
  | SymbolRole
  /** A list of levels. */
  | 'bids'
  | 'asks'
  /** A list of two lists: bids, asks. */
  | 'sides'
  /** A list of levels that say their sides. */
  | 'changes'
  /** The side of the one level that the frame tells: one of {@link LevelKeys.sides}. */
  | 'side'
  | 'price'
  | 'size'
  /** Of best prices. */
  | 'bidPrice'
  | 'bidSize'
  | 'askPrice'
  | 'askSize'
  /** Likewise, a list of one level or none. */
  | 'bestBid'
  | 'bestAsk'
  /** Of the one trade that the frame tells. */
  | 'tradePrice'
  | 'tradeSize'
  /** A number, or a text. */
  | 'tradeId'
  /** One of {@link LevelKeys.sides}: a taker that bought, one that sold. */
  | 'takerSide'
  /** `true` where the taker sold. */
  | 'buyerIsMaker'
  | 'first'
  | 'last'
  | 'prev'
  | 'checksum'
  /** The number that the venue gave the message. */
  | 'message'
  /** Venue time in ms; frames with times beyond the year 5138 are in another unit, and not read by shape. */
  | 'timeMs'
  /** Likewise, where the frame has no better one. */
  | 'sentMs'
  /** Venue time as RFC 3339 text. */
  | 'timestamp'
  /** Venue time in digits whose number tells the unit: 10 are seconds, 13 ms, 16 µs, 19 ns. */
  | 'epoch'

/**
 * Roles by path: keys joined by dots. Where a path has none, texts and literals are the same in every frame, numbers are
 * skipped. Within a level all is found by {@link LevelKeys}.
 */
export type FrameRoles = Readonly<Record<string, FrameRole>>

/** Keys of a level, or places in it where levels are arrays: `0`, `1`. Other numbers and texts are skipped. */
export interface LevelKeys {
  /** Of the price. */
  readonly price: string
  /** Of the size. */
  readonly size: string
  /** Of the side. */
  readonly side?: string
  /** Of a time as RFC 3339 text: the newest becomes the update's. */
  readonly time?: string
  /** Of a number that must not fall from level to level. */
  readonly inOrder?: string
  /** How sides are written, where frames or levels say them, or how those of takers are. */
  readonly sides?: readonly [bids: string, asks: string]
}

/** Levels as arrays of price and size. */
export const PAIRS: LevelKeys = { price: '0', size: '1' }

/** What a driver tells of the frames of a channel. */
export interface FrameLayout {
  /** What stands at which path. */
  readonly roles: FrameRoles
  /** How levels are written. */
  readonly levels: LevelKeys
  /** The instrument whose name stands at `start..end`; `undefined` where it is not listed, or not of this market. */
  readonly slotOf: (bytes: Uint8Array, start: number, end: number) => InstrumentSlot | undefined
  /** Brings what was read of a book into the form that the decoder tells; `false` where the frame must be read key by key. */
  readonly finish?: (update: BookUpdate) => boolean
}
