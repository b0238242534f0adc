import type { Market } from '../core/index.ts'

/** A book's snapshot and the frames that change it. */
export interface MadeBook {
  /** The venue's name of the instrument. */
  readonly symbol: string
  /** The answer of the REST call. */
  readonly snapshot: string
  /** In order, each with one update. */
  readonly frames: readonly string[]
}

/** How much is made, and of what. */
export interface MadeOptions {
  /** Frames. */
  readonly frames: number
  /** One seed gives one stream. */
  readonly seed: number
  /** The venue's name of the instrument. */
  readonly symbol: string
}

/**
 * Streams in a venue's form at any depth and length, made at once: for measuring, where the order flow of a simulated
 * venue would be too slow and its book as deep as it happens to be.
 */
export interface StreamMaker {
  /** The market of the streams. */
  readonly market: Market
  /** The feed that the book's updates name. */
  readonly feed: string
  /** Digits behind the point of every price. */
  readonly priceScale: number
  /** Digits behind the point of every size. */
  readonly sizeScale: number
  /** A book that stays near `depth` levels a side and is never crossed. */
  book(options: MadeOptions & { readonly depth: number }): MadeBook
  /** Frames of best prices or of trades. */
  small(kind: 'bbo' | 'trade', options: MadeOptions): readonly string[]
}
