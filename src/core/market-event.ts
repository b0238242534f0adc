import type { Bbo, BookDelta, BookSnapshot, BookStateChanged } from './book-events.ts'
import type { Borrowed } from './brand.ts'
import type {
  Funding,
  IndexPrice,
  Liquidation,
  MarkPrice,
  OpenInterest,
} from './derivative-events.ts'
import type { InstrumentChanged } from './instrument-event.ts'
import type {
  ConnectionChanged,
  Fault,
  SlowConsumer,
  VenueDrift,
  VenueStatus,
} from './stream-events.ts'
import type { Candle, Ticker, Trade } from './trade-events.ts'

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
