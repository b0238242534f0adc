import type { Borrowed } from './brand.ts'
import type { Decimal } from './decimal.ts'
import type { ErrorCode } from './error-codes.ts'
import type { Market, Pair, Side, VenueId, VenueSymbol } from './ids.ts'
import type { Instrument } from './instrument.ts'
import type { Levels } from './levels.ts'
import type { BookState } from './order-book.ts'
import type { DecimalText, ScaledPrice, ScaledSize } from './scaled.ts'

/** What every event of one instrument says. */
export interface InstrumentEvent {
  /** The venue. */
  readonly venue: VenueId
  /** Spot or futures. */
  readonly market: Market
  /** The unified name. */
  readonly pair: Pair
  /** The venue's own name. */
  readonly symbol: VenueSymbol
  /** When the venue says it happened, epoch µs; absent where the venue sends no time. */
  readonly venueTimeUs?: number | undefined
  /** When the frame arrived here, epoch µs. */
  readonly localTimeUs: number
}

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

/** A public print. */
export interface Trade extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'trade'
  /** Price as a scaled integer. */
  readonly price: ScaledPrice
  /** Size as a scaled integer, in base or contracts. */
  readonly size: ScaledSize
  /** The aggressor's side. */
  readonly takerSide: Side
  /** The venue's id of the trade, exactly as sent. */
  tradeId(): string
  /** Exact price. */
  priceText(): DecimalText
  /** Exact size. */
  sizeText(): DecimalText
  /** Exact price as a Decimal. */
  priceDecimal(): Decimal
  /** Exact size as a Decimal. */
  sizeDecimal(): Decimal
  /** A copy that outlives the callback. */
  copy(): Trade
}

/** Rolling statistics of one instrument, as the venue computes them. Values that the venue does not send are absent. */
export interface Ticker extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'ticker'
  /** Last traded price. */
  readonly lastPrice?: DecimalText
  /** Size of the last trade, in base or contracts. */
  readonly lastSize?: DecimalText
  /** Best bid. */
  readonly bidPrice?: DecimalText
  /** Size at the best bid. */
  readonly bidSize?: DecimalText
  /** Best ask. */
  readonly askPrice?: DecimalText
  /** Size at the best ask. */
  readonly askSize?: DecimalText
  /** Price at the window's start. */
  readonly openPrice?: DecimalText
  /** Highest price of the window. */
  readonly highPrice?: DecimalText
  /** Lowest price of the window. */
  readonly lowPrice?: DecimalText
  /** Volume-weighted average price of the window. */
  readonly vwapPrice?: DecimalText
  /** Traded volume of the window in base (spot) or contracts (futures), as the venue counts sizes. */
  readonly volume?: DecimalText
  /** Traded value of the window in quote, where the venue sends it. */
  readonly quoteVolume?: DecimalText
  /** Length of the window in ms: 86,400,000 for the usual 24 hours. */
  readonly windowMs: number
}

/** A bar. */
export interface Candle extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'candle'
  /** Length of the bar. */
  readonly interval: CandleInterval
  /** Start of the bar, epoch µs. */
  readonly openTimeUs: number
  /** First price. */
  readonly open: DecimalText
  /** Highest price. */
  readonly high: DecimalText
  /** Lowest price. */
  readonly low: DecimalText
  /** Last price. */
  readonly close: DecimalText
  /** Volume in base (spot) or contracts (futures), as the venue counts sizes. */
  readonly volume: DecimalText
  /** Value in quote, where the venue sends it. */
  readonly quoteVolume?: DecimalText
  /** Number of trades, where the venue sends it. */
  readonly tradeCount?: number
  /** Whether the bar is final; absent where the venue does not say. */
  readonly isClosed?: boolean
}

/** Lengths of bars: seconds, minutes, hours, days, weeks, months. */
export type CandleInterval =
  | '1s'
  | '1m'
  | '3m'
  | '5m'
  | '15m'
  | '30m'
  | '1h'
  | '2h'
  | '4h'
  | '6h'
  | '8h'
  | '12h'
  | '1d'
  | '2d'
  | '3d'
  | '5d'
  | '1w'
  | '15d'
  | '1M'
  | '3M'

/** The funding rate of a perpetual. */
export interface Funding extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'funding'
  /** Rate per funding interval as a fraction of notional (0.0001 is one basis point); positive: longs pay. */
  readonly rate: DecimalText
  /** `estimate` until the rate is charged, `settled` once it was. */
  readonly kind: 'estimate' | 'settled'
  /** When this rate is or was charged, epoch µs. */
  readonly fundingTimeUs?: number
  /** Hours between two charges are in ms here, where the venue says so. */
  readonly intervalMs?: number
  /** The estimate of the following interval, where the venue sends it. */
  readonly nextRate?: DecimalText
}

/** The price that margin is computed at. */
export interface MarkPrice extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'markPrice'
  /** Mark price in quote. */
  readonly price: DecimalText
}

/** The price of the underlying index. */
export interface IndexPrice extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'indexPrice'
  /** Index price in quote. */
  readonly price: DecimalText
}

/** Contracts that are open. */
export interface OpenInterest extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'openInterest'
  /** Open interest as the venue counts sizes: base or contracts. */
  readonly size: DecimalText
  /** The same in base, where the venue sends it. */
  readonly baseSize?: DecimalText
  /** The same in quote or USD, where the venue sends it. */
  readonly notional?: DecimalText
}

/** A forced closing of a position, as the venue publishes it (often a sample, not all of them). */
export interface Liquidation extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'liquidation'
  /** The position that was closed. */
  readonly closedSide: 'long' | 'short'
  /** Price in quote: average fill where sent, else bankruptcy or order price as `priceKind` says. */
  readonly price: DecimalText
  /** Which price `price` is. */
  readonly priceKind: 'fill' | 'bankruptcy' | 'order'
  /** Size in base or contracts. */
  readonly size: DecimalText
}

/** An instrument was listed, delisted, halted, or its rules or scales changed. */
export interface InstrumentChanged extends InstrumentEvent {
  /** Discriminant. */
  readonly type: 'instrumentChanged'
  /** Why: the venue said so, or a value needed more digits than the scale (`scale`) or than 2^53 (`wide`). */
  readonly reason: 'listing' | 'scale' | 'wide'
  /** The instrument now. */
  readonly instrument: Instrument
  /** Scale of prices now. */
  readonly priceScale: number
  /** Scale of sizes now. */
  readonly sizeScale: number
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

/** A connection opened, was lost, or is being replaced. */
export interface ConnectionChanged {
  /** Discriminant. */
  readonly type: 'connection'
  /** The venue. */
  readonly venue: VenueId
  /** The venue's stream endpoint. */
  readonly endpoint: string
  /** Number of the connection within its endpoint. */
  readonly connection: number
  /** What it is now. */
  readonly state: 'connecting' | 'open' | 'rollover' | 'lost' | 'closed'
  /** Why, in a few words. */
  readonly reason: string
  /** When, epoch µs. */
  readonly localTimeUs: number
}

/** A subscriber did not keep up; only it was hurt. */
export interface SlowConsumer {
  /** Discriminant. */
  readonly type: 'slowConsumer'
  /** The name the subscriber gave itself. */
  readonly subscriber: string
  /** What was done: events were dropped or merged, or the subscription ended. */
  readonly action: 'dropped' | 'failed'
  /** Events lost to it so far. */
  readonly droppedEvents: number
  /** When, epoch µs. */
  readonly localTimeUs: number
}

/** The venue's system status, or a message of a kind not known to this version while data flows. */
export interface VenueStatus {
  /** Discriminant. */
  readonly type: 'venueStatus'
  /** The venue. */
  readonly venue: VenueId
  /** What the venue says of itself. */
  readonly status: 'online' | 'degraded' | 'maintenance' | 'unknown'
  /** The venue's own words, cut to 200 characters. */
  readonly detail: string
  /** When the venue says so, epoch µs; absent where it sends no time. */
  readonly venueTimeUs?: number
  /** When the frame arrived, epoch µs. */
  readonly localTimeUs: number
}

/** A message has a field or a value that this version does not know; data still flows. */
export interface VenueDrift {
  /** Discriminant. */
  readonly type: 'venueDrift'
  /** The venue. */
  readonly venue: VenueId
  /** What is new: a kind of message, a field (`trade.data.zz`) or a value (`trade.data.X=NEW`). Told once. */
  readonly path: string
  /** At most 200 characters of the frame, around what is new where it can be found. */
  readonly sample: string
  /** When, epoch µs. */
  readonly localTimeUs: number
}

/** A frame that cannot be read (counted, sampled, its instrument suspect), or a subscription that was refused or not answered. */
export interface Fault {
  /** Discriminant. */
  readonly type: 'fault'
  /** The venue. */
  readonly venue: VenueId
  /** What is wrong with it. */
  readonly code: ErrorCode
  /** The same in words, with what was expected. */
  readonly message: string
  /** Byte at which reading stopped. */
  readonly offsetBytes: number
  /** The first 200 characters of the frame. */
  readonly sample: string
  /** The instrument, where it could be read. */
  readonly symbol?: VenueSymbol
  /** When the frame arrived, epoch µs. */
  readonly localTimeUs: number
}

/** Every event by its type. Book, BBO and trade events are {@link Borrowed} in callbacks: read them there, or `copy()`. */
export interface MarketEvents {
  /** See {@link BookSnapshot}. */
  bookSnapshot: Borrowed<BookSnapshot>
  /** See {@link BookDelta}. */
  bookDelta: Borrowed<BookDelta>
  /** See {@link Bbo}. */
  bbo: Borrowed<Bbo>
  /** See {@link Trade}. */
  trade: Borrowed<Trade>
  /** See {@link Ticker}. */
  ticker: Ticker
  /** See {@link Candle}. */
  candle: Candle
  /** See {@link Funding}. */
  funding: Funding
  /** See {@link MarkPrice}. */
  markPrice: MarkPrice
  /** See {@link IndexPrice}. */
  indexPrice: IndexPrice
  /** See {@link OpenInterest}. */
  openInterest: OpenInterest
  /** See {@link Liquidation}. */
  liquidation: Liquidation
  /** See {@link InstrumentChanged}. */
  instrumentChanged: InstrumentChanged
  /** See {@link BookStateChanged}. */
  bookState: BookStateChanged
  /** See {@link ConnectionChanged}. */
  connection: ConnectionChanged
  /** See {@link SlowConsumer}. */
  slowConsumer: SlowConsumer
  /** See {@link VenueStatus}. */
  venueStatus: VenueStatus
  /** See {@link VenueDrift}. */
  venueDrift: VenueDrift
  /** See {@link Fault}. */
  fault: Fault
}

/** The name of an event's type. */
export type MarketEventType = keyof MarketEvents

/** Any event, a union on `type`. */
export type MarketEvent = MarketEvents[MarketEventType]

/** Events that stand for themselves: frozen, never reused. */
export type OwnedMarketEvent = Exclude<MarketEvent, BookSnapshot | BookDelta | Bbo | Trade>
