import type { Exchange } from 'ccxt'
import type { CandleInterval } from '../../../src/core/index.ts'
import type { ServedVenue, SimInstrumentOptions, SimulatedName } from '../../../src/sim/index.ts'
import type { NumberBook } from './book-text.ts'

/** One instrument that both sides watch. */
export interface Watched {
  /** Product line of the simulator. */
  readonly product: string
  /** The venue's own name, as the simulator lists it. */
  readonly symbol: string
  /** The unified name, which is ccxt's name too. */
  readonly pair: string
  /** The depth that ccxt is asked for. */
  readonly limit: number
  /** The depth that our book is asked for. */
  readonly depth: number | 'full'
  /** Levels a side that are compared; every one of them must be there. */
  readonly compared: number
}

/** One ccxt exchange and what it watches. */
export interface CcxtLine {
  /** Makes it: the class as published, its URLs pointed at the simulator, nothing else that its users could not set. */
  readonly make: (served: ServedVenue) => Exchange
  /** What it watches. */
  readonly watched: readonly Watched[]
  /** Parameters of `watchTrades` that make it read the stream that our driver reads. */
  readonly tradeParams?: Readonly<Record<string, unknown>>
  /** Parameters of `watchTicker` without which it would hear of one instrument alone. */
  readonly tickerParams?: Readonly<Record<string, unknown>>
  /** Whether ccxt has statistics of a day by a stream. @defaultValue `true` */
  readonly streamsTicker?: boolean
  /** Parameters of `fetchTrades` that make it ask where our driver asks. */
  readonly historyParams?: Readonly<Record<string, unknown>>
  /** Parameters of `fetchOHLCV` that make it ask for a span, as our driver does. */
  readonly barParams?: Readonly<Record<string, unknown>>
  /** The venue's id of a trade in what ccxt keeps of its message, where ccxt takes another member for it. */
  readonly tradeIdOf?: (info: Readonly<Record<string, unknown>>) => string
  /** Whether it leaves the trades of one moment as the venue writes them, newest first. @defaultValue `false` */
  readonly isNewestFirst?: boolean
  /** Whether the venue tells every match; else it joins those of one order and price. */
  readonly tellsEachTrade: boolean
  /** Whether ccxt keeps a book over a lost connection, so that its user must make it forget. @defaultValue `false` */
  readonly keepsLostBooks?: boolean
  /**
   * How ids of past trades are compared: in their order; those of one moment in any order, because ccxt orders them by
   * ids that have none; or not at all, because not both sides tell them. @defaultValue `'ordered'`
   */
  readonly tradeIds?: 'ordered' | 'unordered' | 'untold'
  /** Whether a page of the past has the newest rows of its span; else the oldest. @defaultValue `false` */
  readonly keepsNewest?: boolean
  /** Whether bars come by a stream. @defaultValue `true` */
  readonly streamsBars?: boolean
  /** Whether it hands out as a trade's side what the venue tells, though that is the maker's. @defaultValue `false` */
  readonly tellsMakerSide?: boolean
  /** Whether ccxt reads the times of past trades, in ns, as doubles: which lie 256 ns apart. @defaultValue `false` */
  readonly readsNsAsDoubles?: boolean
  /** Whether `watchTrades` hands out all it holds each time, the newest of a message first. @defaultValue `false` */
  readonly repeatsTrades?: boolean
  /** Whether only its books are looked at. @defaultValue `false` */
  readonly isBooksOnly?: boolean
}

/** One message of market data: the stream it belongs to, whatever connection it came on, and its data as JSON text. */
export interface StreamPayload {
  /** The stream, by the venue's own name. */
  readonly stream: string
  /** The data. */
  readonly json: string
}

/** What an SDK tells its user. */
interface SdkHandlers {
  /** Market data, and the stream endpoint that it came by. */
  readonly onMessage: (message: Readonly<Record<string, unknown>>, endpoint: string) => void
  /** Anything it complains of. */
  readonly onException: (what: unknown) => void
}

/** What an SDK read over REST of one instrument, in the venue's own texts. */
interface SdkRest {
  /** Price and size step of the listing. */
  readonly steps: readonly [tick: unknown, lot: unknown]
  /** The book. */
  readonly book: NumberBook
  /** Bars, oldest first: open time in ms, open, high, low, close, volume. */
  readonly bars: readonly (readonly unknown[])[]
}

/** The SDK of a venue, pointed at the simulator. */
export interface SdkAdapter {
  /** Its package. */
  readonly name: string
  /** What it watches: book, trades, ticker and, unless told otherwise, bars of each. */
  readonly watched: readonly Watched[]
  /** Whether bars come by a stream. @defaultValue `true` */
  readonly streamsBars?: boolean
  /** Whether it unpacks frames beside each other, so that those of one burst change places. @defaultValue `false` */
  readonly isUnordered?: boolean
  /** Length of the bars that stream. @defaultValue one minute */
  readonly interval?: CandleInterval
  /** Streams that this takes, of all watched together. */
  readonly streams: number
  /** Subscribes all of it. Returns how to end it. */
  readonly open: (served: ServedVenue, handlers: SdkHandlers) => () => void
  /** Asks its REST client; absent where it has none. */
  readonly rest?: (served: ServedVenue, watched: Watched) => Promise<SdkRest>
  /** What the venue said, of what the SDK hands out. */
  readonly ofMessage: (message: Readonly<Record<string, unknown>>) => StreamPayload
  /** What the venue said in a frame; `undefined` where it is no market data. */
  readonly ofFrame: (frame: string) => StreamPayload | undefined
  /** The frame that said it. */
  readonly frameOf: (payload: StreamPayload) => string
}

/** How the independent clients of one venue are pointed at its simulator. */
export interface VenueAdapter {
  /** Which venue. */
  readonly venue: SimulatedName
  /** ccxt's classes for it. */
  readonly lines: readonly CcxtLine[]
  /** Its best-known SDK, or why there is none. */
  readonly sdk: SdkAdapter | { readonly none: string }
  /** Whether a frame changes a book; the bytes of a binary frame come as one character each. */
  readonly isBookFrame: (frame: string) => boolean
  /** The text in a binary frame, where the venue packs its frames; absent: its frames are text. */
  readonly unpack?: (frame: Uint8Array) => string
  /** What is listed beside the venue's own list. */
  readonly listed?: readonly SimInstrumentOptions[]
  /** Options of the simulator that only this venue's has: such as paces at which a test would wait for minutes. */
  readonly simulation?: Readonly<Record<string, unknown>>
}
