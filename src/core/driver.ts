import type { BookUpdate } from './book-update.ts'
import type { ChannelKind, DepthChoice } from './channel.ts'
import type { Funding } from './derivative-events.ts'
import type { VenueError } from './errors.ts'
import type { FrameFault, FrameOutcome } from './frame-outcome.ts'
import type { HttpResponse, RestCall } from './http.ts'
import type { Environment, Market, VenueId, VenueSymbol } from './ids.ts'
import type { Instrument, InstrumentSlot } from './instrument.ts'
import type { InstrumentTable } from './instrument-table.ts'
import type { FrameSink } from './market-sink.ts'
import type { LiveOrderBook } from './order-book.ts'
import type { PollPlan, ReadingPlan } from './polling.ts'
import type { Candle, CandleInterval } from './trade-events.ts'
import type { TradeUpdate } from './trade-update.ts'

/** At most `count` in any `perMs` ms. */
export interface RateLimit {
  /** How many. */
  readonly count: number
  /** Length of the window in ms. */
  readonly perMs: number
  /** Whether windows start at multiples of `perMs` on the venue's clock; else they slide. */
  readonly isClockAligned?: boolean
  /** Whether there is no window but a counter, `count` at most, that falls evenly by `count` in `perMs`. */
  readonly isDecaying?: boolean
  /**
   * The part of it, in [0, 1), that only urgent calls may use: cancels, and the dead man's switch.
   *
   * @defaultValue a tenth of limits of 100 and more, nothing of smaller ones
   */
  readonly urgentShare?: number
  /** Whether the venue takes urgent calls beyond it: they count, and wait for none of it. @defaultValue false */
  readonly takesUrgentBeyond?: boolean
}

/** How a connection is kept alive, and when it is taken for dead. */
export type KeepAlive =
  /** The server pings; the socket answers by itself. */
  | { readonly kind: 'server'; readonly deadAfterMs: number }
  /** We send protocol ping frames. */
  | { readonly kind: 'protocolPing'; readonly everyMs: number; readonly deadAfterMs: number }
  /** We send the frame that `session.ping` makes. */
  | { readonly kind: 'message'; readonly everyMs: number; readonly deadAfterMs: number }

/** Where the next socket of an endpoint is opened to, as the venue tells it for each connection anew. */
export interface ConnectPlan {
  /**
   * The whole `ws:` or `wss:` URL, tokens included; or what is put behind the endpoint's own, where it starts with `/` or
   * `?`, or is empty. It is neither logged nor recorded.
   */
  readonly url: string
  /** Keep-alive of this connection; absent: that of the endpoint's facts. */
  readonly keepAlive?: KeepAlive
  /** What the frames of this connection have to show: becomes {@link Stamp.grant}. */
  readonly grant?: string
}

/** Facts of one stream endpoint: a URL that sockets are opened to, and its limits. */
export interface StreamFacts {
  /** Name within the venue: `spot`, `usdm-public`, … */
  readonly id: string
  /** Which market its instruments belong to; absent where it carries both. */
  readonly market?: Market
  /** Most topics one connection may hold. */
  readonly maxTopics: number
  /** Most connections that may be open at once, of those that carry topics; absent: no limit is known. */
  readonly maxConnections?: number
  /** Most topics one subscribe message may carry. */
  readonly maxTopicsPerMessage: number
  /** Most bytes one outgoing message may have. */
  readonly maxMessageBytes: number
  /** Most bytes the venue's own messages may have, where that may be more than the pool takes by default. */
  readonly maxFrameBytes?: number
  /** Outgoing messages a connection may send. */
  readonly outbound: RateLimit
  /** Connection attempts we may make. */
  readonly connects: RateLimit
  /** Keep-alive dialect. */
  readonly keepAlive: KeepAlive
  /** The venue closes every connection at this age; `false` where it does not. */
  readonly lifetimeMs: number | false
  /** How long an acknowledgement of a subscribe may take. */
  readonly ackTimeoutMs: number
  /** Headers that every handshake carries; absent: none. */
  readonly headers?: Readonly<Record<string, string>>
  /** Whether nothing may be sent before the server's `welcome`; absent: subscribing starts with the open socket. */
  readonly awaitsWelcome?: boolean
}

/** Facts of one REST service. */
export interface RestFacts {
  /** Name within the venue: `spot`, `futures`, … */
  readonly id: string
  /** What calls may cost in total. */
  readonly budget: RateLimit
  /**
   * Whom the venue counts that by: the address that calls come from, whatever keys they show, or the account.
   *
   * @defaultValue `'address'`
   */
  readonly countedBy?: 'address' | 'account'
  /** Services of one group share one budget; absent: a budget of its own. */
  readonly budgetGroup?: string
  /**
   * Services of one group are shut out together, whoever calls from the address: a ban that one of them tells of stops all.
   * Absent: a ban is its own.
   */
  readonly banGroup?: string
  /** How long a ban lasts where an answer does not say so, in ms; absent: what the client takes by default. */
  readonly banMs?: number
  /** Response header that says the cost used in the window, where there is one. */
  readonly usedWeightHeader?: string
}

/** One product line: which instruments share a wire shape and a pair of endpoints. */
export interface ProductFacts {
  /** Name within the venue: `spot`, `usdm`, `swap`, … */
  readonly id: string
  /** The market it belongs to. */
  readonly market: Market
  /** A sentence for people. */
  readonly title: string
}

/** Where a venue can be reached. Absent entries do not exist in that environment. */
export interface VenueUrls {
  /** Stream endpoint id → WebSocket URL. */
  readonly streams: Readonly<Record<string, string>>
  /** REST service id → base URL, no slash at the end. */
  readonly rest: Readonly<Record<string, string>>
  /** Headers that every REST call of this environment carries. */
  readonly headers?: Readonly<Record<string, string>>
}

/** One channel of a product as the venue offers it. */
export interface ChannelFacts {
  /** The product it belongs to. */
  readonly product: string
  /** The unified kind. */
  readonly channel: ChannelKind
  /** How it arrives: pushed, or by a REST call repeated. */
  readonly via: 'stream' | 'poll'
  /** Depths of a book channel with the levels that each really gives. */
  readonly depths?: Readonly<Partial<Record<DepthChoice, number | 'full'>>>
  /** Intervals of a candle channel. */
  readonly intervals?: readonly CandleInterval[]
}

/** What a venue is: facts as data, each from its dossier. */
export interface VenueFacts {
  /** Its id. */
  readonly venue: VenueId
  /** Its name for people. */
  readonly name: string
  /** The day it stopped trading, `YYYY-MM-DD`; absent while it trades. */
  readonly closedSince?: string
  /** Product lines. */
  readonly products: readonly ProductFacts[]
  /** Stream endpoints by id. */
  readonly streams: readonly StreamFacts[]
  /** REST services by id. */
  readonly rest: readonly RestFacts[]
  /** URLs by environment and region; the region `default` always exists in an environment that exists. */
  readonly urls: Readonly<Partial<Record<Environment, Readonly<Record<string, VenueUrls>>>>>
  /** What it offers. */
  readonly channels: readonly ChannelFacts[]
}

/** One thing to subscribe to, as the venue knows it. Equal names are equal topics. */
export interface Topic {
  /** Unique within the endpoint; what acknowledgements are matched by. */
  readonly name: string
  /** Stream endpoint that carries it. */
  readonly endpoint: string
  /** Unified kind; `account` of private topics. */
  readonly channel: ChannelKind | 'account'
  /** The instrument; absent where the topic covers many. */
  readonly symbol?: VenueSymbol
  /** The feed name that its book updates carry. */
  readonly feed?: string
  /** Levels a side it really gives. */
  readonly depth?: number | 'full'
  /** Set where the venue has no stream: the call to repeat instead of subscribing. */
  readonly poll?: PollPlan
  /** Set where the venue has no stream: the calls to make in turns instead of subscribing. */
  readonly reading?: ReadingPlan
  /** The venue's own id of the subscription on this connection; set only where `unsubscribe` is given the topic. */
  readonly subscription?: string
}

/** A frame to send. */
export interface OutFrame {
  /** Text or bytes, exactly as sent. */
  readonly data: string | Uint8Array
  /** Id that the venue echoes; absent where it echoes none. */
  readonly requestId?: number
  /** Topics whose acknowledgement this frame starts waiting for. */
  readonly topics: readonly Topic[]
}

/**
 * Whom an answer of the venue is to: the topic named; the oldest waiting topic whose name starts with `oldestOf` (venues
 * that answer in order and name only the channel); or all topics of a request still waiting.
 */
export interface TopicAnswer {
  /** Id of the request, where the venue echoes it. */
  readonly requestId?: number
  /** The one topic it speaks of. */
  readonly topic?: string
  /** How the names of the topics it may speak of start. */
  readonly oldestOf?: string
}

/** What a control frame says. */
export type ControlMessage =
  /** A subscribe or unsubscribe was accepted; with the id that the venue wants to be given when it is to end. */
  | ({ readonly type: 'ack'; readonly subscription?: string } & TopicAnswer)
  /** A subscribe was refused. */
  | ({ readonly type: 'reject'; readonly error: VenueError } & TopicAnswer)
  /** Every topic that the connection carries now, by name: what venues answer that tell the whole state at each change. */
  | { readonly type: 'carried'; readonly topics: readonly string[] }
  /**
   * The server is ready for requests; with the keep-alive it asks for on this connection, and what later frames have to show
   * it, which becomes {@link Stamp.grant}.
   */
  | { readonly type: 'welcome'; readonly keepAlive?: KeepAlive; readonly grant?: string }
  /** The answer to our ping. */
  | { readonly type: 'pong' }
  /** A ping in the venue's own dialect: send the reply. */
  | { readonly type: 'ping'; readonly reply: OutFrame }
  /** The server is alive. */
  | { readonly type: 'heartbeat' }
  /** The server will close soon: open a replacement now. */
  | { readonly type: 'closing'; readonly detail: string }
  /** Anything else worth a line in the log: greetings, counts, warnings. */
  | { readonly type: 'notice'; readonly detail: string }

/** How a venue is spoken to on a socket: frames out, control frames in. Pure. */
export interface SessionProtocol {
  /** Frames to send as soon as a socket is open. */
  readonly hello: (endpoint: string) => readonly OutFrame[]
  /**
   * Frames that subscribe the topics, cut to the endpoint's limits; request ids count up from `firstId`. None: the URL said
   * all, and the connection carries them as it is.
   */
  readonly subscribe: (topics: readonly Topic[], firstId: number) => readonly OutFrame[]
  /** Frames that unsubscribe the topics. */
  readonly unsubscribe: (topics: readonly Topic[], firstId: number) => readonly OutFrame[]
  /**
   * The call whose answer says where to open the next socket of an endpoint (token handshakes), made before every
   * connection; absent or `undefined`: the URL of the facts.
   */
  readonly connectPlan?: (endpoint: string) => RestCall<ConnectPlan> | undefined
  /** The frame that asks for a snapshot on a subscribed topic, where the feed's rule says `request`. */
  readonly requestSnapshot?: (topic: Topic, requestId: number) => OutFrame
  /** The frame of an endpoint's `message` keep-alive; absent in other dialects. */
  readonly ping?: (requestId: number, endpoint: string) => OutFrame
  /** Reads a frame whose outcome was `control`. Cold. */
  readonly readControl: (frame: Uint8Array, endpoint: string) => readonly ControlMessage[]
  /**
   * Where the venue answers a subscribe with market data: reads what a frame whose outcome was `event` answers. Asked only
   * while an answer is awaited; absent: events answer nothing.
   */
  readonly readEvent?: (frame: Uint8Array, endpoint: string) => readonly ControlMessage[]
}

/**
 * Reads data frames. One per connection; it owns its slots and reuses them.
 *
 * A frame's events reach the sink only after its last byte was read: a frame that is a fault emits nothing.
 */
export interface FrameDecoder {
  /** Reads one frame. Never throws. */
  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome
  /**
   * Told of every message that leaves on the connection, in order, for venues whose answers take their place among the
   * numbers of all messages when they are asked for, and come later; absent: not told. Cold.
   */
  sent?(frame: string | Uint8Array): void
  /** Why the last frame was ignored; meant only after `ignored`. */
  readonly ignoredReason: string
  /** Why the last frame was a fault; meant only after `fault`. */
  readonly fault: FrameFault | undefined
}

/** What to do with a book update. */
export type Verdict = 'apply' | 'drop' | 'gap'

/** Where a book stands in its venue's sequence. Owned by the book's keeper, written by the rule. */
export interface BookCursor {
  /** Last update id applied, NaN before the first. */
  lastId: number
  /** Whether a delta was applied since the snapshot. */
  isBridged: boolean
}

/** A venue's rule for one feed: pure functions of the cursor and the update. */
export interface ContinuityRule {
  /**
   * Where a snapshot comes from: a REST call joined to buffered deltas; a request on the socket (`requestSnapshot`)
   * joined likewise; the stream itself after a (re)subscribe; or every message is a whole book.
   */
  readonly snapshot: 'rest' | 'request' | 'stream' | 'every'
  /** Levels a side the book is cut to after each update (no removal is sent for levels pushed out); absent: never. */
  readonly truncateTo?: number
  /**
   * Whether ids count the messages of one connection, so that those of two connections mean different books: only the
   * connection whose snapshot a book stands on may change it. Absent: ids are the venue's.
   */
  readonly idsPerConnection?: boolean
  /** Judges an update. On `apply` the rule has moved the cursor. */
  readonly judge: (cursor: BookCursor, update: BookUpdate) => Verdict
  /**
   * Whether an update begins the numbering of the feed anew: ids and snapshots of before it are of no use then, and its
   * own low id is not old. Absent: ids never start again, or `judge` follows them when they do.
   */
  readonly restarts?: (update: BookUpdate) => boolean
  /**
   * The checksum of a book after an update, to compare with `update.checksum`; absent where the venue sends none.
   */
  readonly checksum?: (
    book: Pick<LiveOrderBook, 'bids' | 'asks'>,
    priceDigits: number,
    sizeDigits: number,
  ) => number
  /**
   * What a crossed book is: corrupt; corrupt only while the instrument trades (books of pre-open auctions may cross); or
   * normal, and uncrossed after each update by removing what the update contradicts (venues whose view merges several
   * books): the side that the update did not touch gives way, and where it touched both the sizes are netted.
   */
  readonly crossed: 'corrupt' | 'corruptWhileTrading' | 'uncross'
}

/** A span of history, epoch µs, both ends included; `limit` rows at most. */
export interface HistoryRange {
  /** First moment; absent: the venue's default. */
  readonly fromTimeUs?: number
  /** Last moment; absent: now. */
  readonly toTimeUs?: number
  /** Most rows; cut to the venue's page size. */
  readonly limit?: number
  /** The moment of the call, for venues that take only a whole span; whoever sends the call fills it in. */
  readonly nowUs?: number
}

/** A venue's public REST, as calls that somebody else sends. */
export interface RestProtocol {
  /** Calls that together list every instrument of the products asked for. */
  readonly instruments: (products: readonly string[]) => readonly RestCall<readonly Instrument[]>[]
  /** Snapshot of a feed's book, where its rule wants one by REST. */
  readonly bookSnapshot?: (slot: InstrumentSlot, feed: string) => RestCall<BookUpdate>
  /**
   * Reads a recorded answer as a book snapshot, where its URL is that of one; `undefined` where it is another call.
   * For replays of recorded connections.
   */
  readonly snapshotAt?: (
    url: string,
    response: HttpResponse,
    table: InstrumentTable,
    localTimeUs: number,
  ) => BookUpdate | undefined
  /** Bars. */
  readonly candles?: (
    instrument: Instrument,
    interval: CandleInterval,
    range: HistoryRange,
  ) => RestCall<readonly Candle[]>
  /** Past trades. */
  readonly trades?: (slot: InstrumentSlot, range: HistoryRange) => RestCall<readonly TradeUpdate[]>
  /** Past funding rates. */
  readonly funding?: (instrument: Instrument, range: HistoryRange) => RestCall<readonly Funding[]>
  /** The venue's clock, epoch µs. */
  readonly serverTime?: (service: string) => RestCall<number>
  /** What an answer that is not 2xx means. */
  readonly error: (response: HttpResponse, service: string) => VenueError
}
