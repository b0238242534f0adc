import type {
  DecimalText,
  Market,
  OwnedMarketEvent,
  Pair,
  Side,
  SlowConsumer,
  VenueId,
  VenueSymbol,
} from '../core/index.ts'

/** Which rows of a venue belong together: those of a market, those of the venue as a whole, or its raw frames. */
export type StreamPart = Market | 'venue' | 'raw'

/** A sequence of rows whose order is kept: everything of one venue and part. */
export interface RowStream {
  /** The venue. */
  readonly venue: VenueId
  /** The part of it. */
  readonly part: StreamPart
}

interface InstrumentRow {
  /** The venue. */
  readonly venue: VenueId
  /** Spot or futures. */
  readonly market: Market
  /** The unified name. */
  readonly pair: Pair
  /** The venue's own name. */
  readonly symbol: VenueSymbol
  /** When the venue says it happened, epoch µs; absent where the venue sends no time. */
  readonly venueTimeUs?: number
  /** When the frame arrived, epoch µs. */
  readonly localTimeUs: number
}

interface BookRow extends InstrumentRow {
  /** The venue's feed; one book per instrument and feed. */
  readonly feed: string
  /** First update id covered; absent where the venue sends none. */
  readonly firstId?: number
  /** Last update id covered; absent where the venue sends none. */
  readonly lastId?: number
  /** Update id before the change, where the venue chains changes by it. */
  readonly prevId?: number
  /** The venue's checksum after the change, where it sends one. */
  readonly checksum?: number
  /** Fraction digits that the instrument's prices may have at this moment. */
  readonly priceScale: number
  /** Fraction digits that the instrument's sizes may have at this moment. */
  readonly sizeScale: number
}

/** What became of one level: its new size, or that it is gone (size `0`). */
export type LevelChange = readonly [
  action: 'update' | 'delete',
  price: DecimalText,
  size: DecimalText,
]

/** A level that stands: price and size. */
export type LevelPair = readonly [price: DecimalText, size: DecimalText]

/** One change of a book, as one frame told it. */
export interface BookDeltaRow extends BookRow {
  /** Discriminant. */
  readonly type: 'bookDelta'
  /** Bids that changed, in the frame's order. */
  readonly bids: readonly LevelChange[]
  /** Asks that changed, in the frame's order. */
  readonly asks: readonly LevelChange[]
}

/** A whole book: replaces whatever was known. */
export interface BookSnapshotRow extends BookRow {
  /** Discriminant. */
  readonly type: 'bookSnapshot'
  /** Whether the venue sent it, or the recorder read it off the live book. */
  readonly source: 'venue' | 'book'
  /** When the last change before it arrived, epoch µs; only of source `book`, whose `localTimeUs` is the reading's. */
  readonly changeTimeUs?: number
  /**
   * Levels a side that the book is cut to after each change: the venue sends no removal for levels pushed out. Absent
   * where nothing is cut.
   */
  readonly truncateTo?: number
  /** Bids. */
  readonly bids: readonly LevelPair[]
  /** Asks. */
  readonly asks: readonly LevelPair[]
}

/** Best bid and offer; the fields of an empty side are absent. */
export interface BboRow extends InstrumentRow {
  /** Discriminant. */
  readonly type: 'bbo'
  /** Best bid. */
  readonly bidPrice?: DecimalText
  /** Size at the best bid. */
  readonly bidSize?: DecimalText
  /** Best ask. */
  readonly askPrice?: DecimalText
  /** Size at the best ask. */
  readonly askSize?: DecimalText
  /** The book's update id at this state, where the venue sends it. */
  readonly lastId?: number
}

/** One public print. */
export interface TradeRow extends InstrumentRow {
  /** Discriminant. */
  readonly type: 'trade'
  /** Exact price. */
  readonly price: DecimalText
  /** Exact size, in base or contracts. */
  readonly size: DecimalText
  /** The aggressor's side. */
  readonly takerSide: Side
  /** The venue's id of the trade. */
  readonly tradeId: string
}

/** Why rows are missing: memory ran out, the store refused them for good, or stored bytes cannot be read. */
export type LossReason = 'overflow' | 'rejected' | 'unreadable'

/** What the recorder says of its own stream: where it began and ended, and where rows are missing. */
export interface RecordingRow extends RowStream {
  /** Discriminant. */
  readonly type: 'recording'
  /** What happened. No book continues over `started` or `rowsLost`: it needs a snapshot first. */
  readonly event: 'started' | 'stopped' | 'rowsLost'
  /** Why rows are missing; with `rowsLost`. */
  readonly reason?: LossReason
  /** How many are missing; with `rowsLost`, absent where nobody can say. */
  readonly lostRows?: number
  /** Arrival of the first row missing, epoch µs; with `rowsLost`. */
  readonly fromTimeUs?: number
  /** When, epoch µs; with `rowsLost`, the arrival of the last row missing. */
  readonly localTimeUs: number
}

/** Events that are recorded as they are: states, connections, rates, statistics, faults. */
export type EventRow = Exclude<OwnedMarketEvent, SlowConsumer>

/** One line of history, a union on `type`. Plain JSON: numbers are counts, ids and times; prices and sizes are text. */
export type Row = BookDeltaRow | BookSnapshotRow | BboRow | TradeRow | RecordingRow | EventRow

/** The name of a row's type. */
export type RowType = Row['type']

/** One raw frame, as it went over the wire. */
export interface RawFrameRow {
  /** When it arrived or left, unix seconds with a fraction. */
  readonly recv: number
  /** The socket's URL. */
  readonly url: string
  /** Received or sent. */
  readonly dir: 'in' | 'out'
  /** The frame's text, or its bytes in base64. */
  readonly frame: string
  /** Whether `frame` is base64. */
  readonly b64?: true
}
