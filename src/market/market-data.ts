import {
  type ChannelRequest,
  type DepthChoice,
  type Instrument,
  type InstrumentSlot,
  type InstrumentTable,
  type MarketEvents,
  type MarketEventType,
} from '../core/index.ts'
import { createInstrumentTable } from '../drivers/kit/instrument-table.ts'
import { type ConnectionInfo, HttpClient, WSPool } from '../transport/index.ts'
import type { BookHandle } from './book-handle.ts'
import type { BookCounters } from './book-keeping.ts'
import { BookManager } from './book-manager.ts'
import type { MarketFilter } from './channel-requests.ts'
import { warnIfClosed } from './closed-venue.ts'
import { DoubledFeed } from './doubled-feed.ts'
import type { EventStream } from './event-stream.ts'
import { fetchSnapshot } from './fetch-snapshot.ts'
import { FramePath } from './frame-path.ts'
import { frameWatches } from './frame-watches.ts'
import { InstrumentDirectory, type InstrumentFilter } from './instrument-directory.ts'
import { type Lease, LeaseDesk } from './lease-desk.ts'
import { Listing } from './listing.ts'
import {
  checkOptions,
  MARKET_DATA_DEFAULTS,
  type MarketDataOptions,
  productsOf,
} from './market-data-options.ts'
import { closedMarket, MarketFront } from './market-front.ts'
import { MarketHistory } from './market-history.ts'
import { PoolEvents } from './pool-events.ts'
import { Router } from './router.ts'
import type { StreamOptions, SubscribeOptions, Subscription } from './subscription.ts'
import { TopicDesk } from './topic-desk.ts'

/**
 * The market data of one venue: instruments, books that can be vouched for, and every other event.
 *
 * One object per venue and process; subscriptions share topics and sockets.
 *
 * @example
 * ```ts
 * await using market = await MarketData.open({ driver: binance(), ports: nodePorts() })
 * const book = market.book('BTC/USDT', 20)
 * for await (const change of book.updates()) {
 *   if (book.view.state === 'live') console.log(change.type, book.view.bids.priceText(0))
 * }
 * ```
 */
export class MarketData implements AsyncDisposable {
  /** The venue's past. */
  readonly history: MarketHistory
  readonly #options: MarketDataOptions
  readonly #table: InstrumentTable
  readonly #directory: InstrumentDirectory
  readonly #router: Router
  readonly #books: BookManager
  readonly #path: FramePath
  readonly #http: HttpClient
  readonly #pool: WSPool
  readonly #desk: TopicDesk
  readonly #leases: LeaseDesk
  readonly #listing: Listing
  readonly #front: MarketFront
  readonly #events: PoolEvents
  #closed: Promise<void> | undefined

  private constructor(options: MarketDataOptions) {
    const { driver, ports, environment = MARKET_DATA_DEFAULTS.environment } = options
    const { region, urls, tap } = options
    const { venue, name, streams } = driver.facts
    const target = { driver, environment, ports, ...(region && { region }), ...(urls && { urls }) }
    this.#options = options
    this.#table = createInstrumentTable()
    this.#directory = new InstrumentDirectory(name, this.#table)
    this.#router = new Router({
      venue,
      indexOf: (event) =>
        'pair' in event ? (this.#table.bySymbol(event.market, event.symbol)?.index ?? -1) : -1,
      nowUs: () => ports.wallClock.nowUs(),
      wholeBook: (index, feed) => this.#books.whole(index, feed),
      onHandlerError: (subscriber, error) =>
        ports.log.error('A handler threw', () => ({
          venue,
          subscriber,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        })),
    })
    this.#http = new HttpClient({ ...target, ...options.http })
    this.#books = new BookManager(
      {
        ...ports,
        sink: this.#router,
        fetchSnapshot: (slot, feed) => fetchSnapshot(driver, this.#http, slot, feed),
        requestSnapshot: (slot, feed) => this.#leases.request(slot, feed),
        resubscribe: (slot, feed) => this.#leases.renew(slot, feed),
      },
      options.books,
    )
    this.#path = new FramePath({
      venue,
      createDecoder: (table, market) => driver.createDecoder(table, market),
      marketOf: (endpoint) => streams.find(({ id }) => id === endpoint)?.market ?? 'spot',
      table: this.#table,
      books: this.#books,
      router: this.#router,
      ...frameWatches(options, this.#router),
      doubled: new DoubledFeed(),
      ask: (source, message) => this.#pool.send(source, message),
      metrics: ports.metrics,
      waterfall: ports.waterfall,
    })
    this.#pool = new WSPool({
      ...target,
      ...options.pool,
      ...(tap && { tap }),
      call: (call) => this.#http.send(call),
      onFrame: (frame, localTimeUs, source) => this.#path.onFrame(frame, localTimeUs, source),
      onSent: (frame, source) => this.#path.onSent(frame, source),
      onConnection: (event) => this.#events.onConnection(event),
    })
    this.#pool.on('subscribed', (topic, source) => this.#events.onSubscribed(topic, source))
    this.#pool.on('unsubscribed', (topic) => this.#desk.onUnsubscribed(topic))
    this.#pool.on('rejected', (event) => this.#events.onRejected(event))
    this.#desk = new TopicDesk({
      pool: this.#pool,
      send: (call) => this.#http.send(call, { lane: 'background' }),
      router: this.#router,
      table: this.#table,
      openSink: (endpoint) => this.#path.openPolled(endpoint),
      timers: ports.timers,
      log: ports.log,
    })
    this.#leases = new LeaseDesk(driver, this.#desk, this.#books)
    this.#events = new PoolEvents({
      driver,
      path: this.#path,
      books: this.#books,
      desk: this.#desk,
      leases: this.#leases,
      router: this.#router,
      wallClock: ports.wallClock,
      isAlwaysDoubled: (options.pool?.redundancy ?? 1) > 1,
    })
    this.#listing = new Listing({
      driver,
      products: productsOf(options),
      http: this.#http,
      books: this.#books,
      topics: this.#desk,
      directory: this.#directory,
      router: this.#router,
      ports,
    })
    this.#front = new MarketFront({
      driver,
      directory: this.#directory,
      router: this.#router,
      books: this.#books,
      hold: (slot, request) => this.#hold(slot, request),
    })
    this.history = new MarketHistory(driver, this.#http, this.#directory, ports.wallClock)
  }

  /**
   * Loads the venue's instruments; opens no socket before the first subscription. Logs a warning where it is closed.
   *
   * @throws ConfigError `INVALID_OPTIONS`, `UNKNOWN_ENVIRONMENT`, `ABORTED`; and what the venue's REST service fails with.
   */
  static async open(options: MarketDataOptions): Promise<MarketData> {
    checkOptions(options)
    warnIfClosed(options.driver.facts, options.ports.log)
    const market = new MarketData(options)
    try {
      if (options.instruments !== undefined) market.#directory.update(options.instruments, [])
      else await market.refreshInstruments(options.signal)
    } catch (error) {
      await market.close()
      throw error
    }
    const everyMs = options.instrumentRefreshMs ?? MARKET_DATA_DEFAULTS.instrumentRefreshMs
    if (everyMs !== false && options.instruments === undefined) market.#listing.repeat(everyMs)
    return market
  }

  /** The instruments that a filter lets through. */
  instruments(filter?: InstrumentFilter): readonly Instrument[] {
    return this.#directory.list(filter)
  }

  /**
   * One instrument by its pair.
   *
   * @throws ConfigError `UNKNOWN_PAIR`, naming the pairs most like it.
   */
  instrument(pair: string): Instrument {
    return this.#directory.slot(pair).instrument
  }

  /**
   * The running state of one instrument: its index and the scales of its integers now.
   *
   * @throws ConfigError `UNKNOWN_PAIR`, naming the pairs most like it.
   */
  slot(pair: string): InstrumentSlot {
    return this.#directory.slot(pair)
  }

  /** Fetches the listing again; tells what is new or changed as `instrumentChanged`. */
  refreshInstruments(signal?: AbortSignal): Promise<void> {
    return this.#listing.refresh(signal)
  }

  /**
   * Keeps the book of a pair, from the venue's feed nearest to the depth asked for.
   *
   * @throws ConfigError `UNKNOWN_PAIR`, `UNKNOWN_CHANNEL`, `UNKNOWN_DEPTH`, `CLOSED`, `SUBSCRIPTION_LIMIT_EXCEEDED`.
   */
  book(pair: string, depth: DepthChoice = 'full'): BookHandle {
    return this.#front.book(pair, depth)
  }

  /**
   * Calls `handler` for each event of a kind, synchronously; with a pair, its channel is subscribed meanwhile.
   *
   * Book, BBO and trade events are borrowed: read them inside the callback, or `copy()`.
   *
   * @throws ConfigError `UNKNOWN_PAIR`, `UNKNOWN_CHANNEL`, `UNKNOWN_DEPTH`, `UNKNOWN_INTERVAL`, `INVALID_OPTIONS`,
   * `CLOSED`, `SUBSCRIPTION_LIMIT_EXCEEDED`; nothing was sent then.
   */
  subscribe<K extends MarketEventType>(
    kind: K,
    filter: MarketFilter,
    handler: (event: MarketEvents[K]) => void,
    options: SubscribeOptions = {},
  ): Subscription {
    return this.#front.subscribe(kind, filter, handler, options)
  }

  /**
   * Opens a bounded stream of copies of some kinds of event; with a pair, their channels are subscribed meanwhile.
   *
   * @throws ConfigError as {@link MarketData.subscribe}.
   */
  stream<K extends MarketEventType>(
    kinds: readonly K[],
    filter: MarketFilter,
    options: StreamOptions,
  ): EventStream<MarketEvents[K]> {
    return this.#front.stream(kinds, filter, options)
  }

  /**
   * Subscribes the topics of a request without listening to them; those who listen to all pairs will hear them.
   *
   * @throws ConfigError as {@link MarketData.subscribe}.
   */
  hold(pair: string, request: ChannelRequest): Lease {
    return this.#front.hold(pair, request)
  }

  /** Numbers about the keeping of books since the start. */
  get bookCounters(): Readonly<BookCounters> {
    return this.#books.counters
  }

  /** The sockets now. */
  connections(): readonly ConnectionInfo[] {
    return this.#pool.connections()
  }

  /** Closes books, subscriptions, sockets and calls under way; streams complete. Idempotent. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  /** Same as {@link MarketData.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    this.#listing.close()
    this.#desk.close()
    this.#books.close()
    await Promise.all([this.#pool.close(), this.#http.close()])
    this.#router.close()
  }

  #hold(slot: InstrumentSlot, request: ChannelRequest): Lease {
    if (this.#closed !== undefined) throw closedMarket(slot.instrument.pair)
    return this.#leases.hold(slot, this.#options.driver.topics(slot.instrument, request))
  }
}
