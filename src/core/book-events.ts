import type { DecimalText } from './decimal-text.ts'
import type { InstrumentEvent } from './instrument-event.ts'
import type { Levels } from './levels.ts'
import type { BookState } from './order-book.ts'
import type { ScaledPrice, ScaledSize } from './scaled.ts'

interface BookChange extends InstrumentEvent {
  /** The venue's feed that the change came by (`depth`, `books5`, …); one book per instrument and feed. */
  readonly feed: string
  /** Bids, in the frame's order. */
  readonly bids: Levels
  /** Asks, in the frame's order. */
  readonly asks: Levels
  /** First update id that the change covers; absent where the venue sends none. */
  readonly firstId?: number | undefined
  /** Last update id that the change covers; absent where the venue sends none. */
  readonly lastId?: number | undefined
  /** Update id before the change, where the venue chains changes by it. */
  readonly prevId?: number | undefined
  /** A copy that outlives the callback. */
  copy(): BookSnapshot | BookDelta
}

/** The whole book of a feed: replaces whatever was there. */
export interface BookSnapshot extends BookChange {
  /** Discriminant. */
  readonly type: 'bookSnapshot'
}

/** A change of a book: sizes are absolute, 0 removes the level. */
export interface BookDelta extends BookChange {
  /** Discriminant. */
  readonly type: 'bookDelta'
}

/** Best bid and offer. A side that is empty has `NaN` and `undefined` text. */
export interface Bbo extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'bbo'
  /** Best bid as a scaled integer. */
  readonly bidPrice: ScaledPrice
  /** Size at the best bid as a scaled integer. */
  readonly bidSize: ScaledSize
  /** Best ask as a scaled integer. */
  readonly askPrice: ScaledPrice
  /** Size at the best ask as a scaled integer. */
  readonly askSize: ScaledSize
  /** The book's update id at this state, where the venue sends it. */
  readonly lastId?: number | undefined
  /** Exact price of one side; `undefined` where the side is empty. */
  priceText(side: 'bid' | 'ask'): DecimalText | undefined
  /** Exact size of one side; `undefined` where the side is empty. */
  sizeText(side: 'bid' | 'ask'): DecimalText | undefined
  /** A copy that outlives the callback. */
  copy(): Bbo
}

/** A book's state changed. */
export interface BookStateChanged extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'bookState'
  /** The feed whose book it is. */
  readonly feed: string
  /** The state now. */
  readonly state: BookState
  /** The state before. */
  readonly previous: BookState
  /** Why, in a few words: `gap`, `checksum`, `reconnect`, `fault`, … */
  readonly reason: string
}
