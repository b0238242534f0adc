import {
  type ChannelRequest,
  CrossbookError,
  type DepthChoice,
  type Instrument,
  type InstrumentSlot,
  type MarketEvents,
  type MarketEventType,
} from '../../core/index.ts'
import { type ConnectionInfo, HttpClient } from '../../transport/index.ts'
import type { BookHandle } from '../book-handle.ts'
import type { BookCounters } from '../book-keeping.ts'
import { resolveBookOptions } from '../book-options.ts'
import type { MarketFilter } from '../channel-requests.ts'
import type { EventStream } from '../event-stream.ts'
import type { InstrumentFilter } from '../instrument-directory.ts'
import type { Lease } from '../lease-desk.ts'
import {
  checkOptions,
  MARKET_DATA_DEFAULTS,
  type MarketDataOptions,
  productsOf,
} from '../market-data-options.ts'
import type { MarketFeed } from '../market-feed.ts'
import { closedMarket, MarketFront } from '../market-front.ts'
import { MarketHistory } from '../market-history.ts'
import { refusedFault } from '../refused-fault.ts'
import type { StreamOptions, SubscribeOptions, Subscription } from '../subscription.ts'
import { BookCounts } from './book-counts.ts'
import { HeldChannels } from './held-channels.ts'
import { type LinkTuning, MarketLink } from './market-link.ts'
import { MirroredMarket } from './mirrored-market.ts'
import { plainOptions } from './plain-options.ts'
import type { ThreadHost } from './thread-host.ts'

/**
 * The market data of one venue whose sockets, driver and keepers of books are in a thread.
 *
 * Used as `MarketData` is; see there. What the thread tells is what `MarketData` there tells its subscribers, in that order.
 */
export class ThreadedMarket implements MarketFeed {
  /** {@inheritDoc MarketData.history} */
  readonly history: MarketHistory
  readonly #options: MarketDataOptions
  readonly #mirrored: MirroredMarket
  readonly #channels: HeldChannels
  readonly #front: MarketFront
  readonly #link: MarketLink
  readonly #http: HttpClient
  readonly #counts = new BookCounts()
  #connections: readonly ConnectionInfo[] = []
  #closed: Promise<void> | undefined

  private constructor(options: MarketDataOptions, host: ThreadHost, tuning: LinkTuning) {
    const { driver, ports, environment = MARKET_DATA_DEFAULTS.environment, region, urls } = options
    this.#options = options
    this.#mirrored = new MirroredMarket({
      driver,
      ports,
      ladderBytes: resolveBookOptions(options.books ?? {}).ladderBytes,
      onDropped: (slot, feed) => this.#channels.dropped(slot, feed),
    })
    const { directory, router, books } = this.#mirrored
    this.#channels = new HeldChannels(driver, books, (order) => this.#link.post(order))
    this.#front = new MarketFront({
      driver,
      directory,
      router,
      books,
      hold: (slot, request) => this.#hold(slot, request),
    })
    // The past is asked for here: nothing in the thread waits for it.
    const target = { driver, environment, ports, ...(region && { region }), ...(urls && { urls }) }
    this.#http = new HttpClient({ ...target, ...options.http })
    this.history = new MarketHistory(driver, this.#http, directory, ports.wallClock)
    this.#link = new MarketLink({
      host,
      venue: driver.facts.venue,
      options: plainOptions(options),
      tuning,
      ports,
      mirrored: this.#mirrored,
      onOpened: (instruments, isAgain) => this.#onOpened(instruments, isAgain),
      onRefused: (order, error) => this.#onRefused(order, error),
      onReport: ({ bookCounters, connections }) => {
        this.#counts.take(bookCounters)
        this.#connections = connections
      },
      onGone: () => {
        this.#counts.restart()
        this.#connections = []
      },
    })
  }

  /**
   * As `MarketData.open`.
   *
   * @throws CrossbookError as that; ConfigError `INVALID_OPTIONS` for a tap, which no thread can have; TransportError
   * `THREAD_ENDED`
   */
  static async open(
    options: MarketDataOptions,
    host: ThreadHost,
    tuning: LinkTuning,
  ): Promise<ThreadedMarket> {
    checkOptions(options)
    const market = new ThreadedMarket(options, host, tuning)
    const { signal } = options
    const giveUp = (): void => void market.close()
    signal?.addEventListener('abort', giveUp, { once: true })
    try {
      const opening = market.#link.open()
      if (signal?.aborted === true) giveUp()
      await opening
    } catch (error) {
      await market.close()
      throw error
    } finally {
      signal?.removeEventListener('abort', giveUp)
    }
    return market
  }

  /** {@inheritDoc MarketData.instruments} */
  instruments(filter?: InstrumentFilter): readonly Instrument[] {
    return this.#mirrored.directory.list(filter)
  }

  /** {@inheritDoc MarketData.instrument} */
  instrument(pair: string): Instrument {
    return this.#mirrored.directory.slot(pair).instrument
  }

  /** {@inheritDoc MarketData.slot} */
  slot(pair: string): InstrumentSlot {
    return this.#mirrored.directory.slot(pair)
  }

  /**
   * {@inheritDoc MarketData.refreshInstruments}
   *
   * @throws TransportError `THREAD_ENDED`
   */
  async refreshInstruments(signal?: AbortSignal): Promise<void> {
    if (this.#closed !== undefined) throw closedMarket('the listing')
    await this.#link.refresh(signal)
  }

  /** {@inheritDoc MarketData.book} */
  book(pair: string, depth: DepthChoice = 'full'): BookHandle {
    return this.#front.book(pair, depth)
  }

  /** {@inheritDoc MarketData.subscribe} */
  subscribe<K extends MarketEventType>(
    kind: K,
    filter: MarketFilter,
    handler: (event: MarketEvents[K]) => void,
    options: SubscribeOptions = {},
  ): Subscription {
    return this.#front.subscribe(kind, filter, handler, options)
  }

  /** {@inheritDoc MarketData.stream} */
  stream<K extends MarketEventType>(
    kinds: readonly K[],
    filter: MarketFilter,
    options: StreamOptions,
  ): EventStream<MarketEvents[K]> {
    return this.#front.stream(kinds, filter, options)
  }

  /** {@inheritDoc MarketData.hold} */
  hold(pair: string, request: ChannelRequest): Lease {
    return this.#front.hold(pair, request)
  }

  /** Numbers about the keeping of books since the start, as the thread told them last: once a second. */
  get bookCounters(): Readonly<BookCounters> {
    return this.#counts.total
  }

  /** The sockets as the thread told them last: once a second. */
  connections(): readonly ConnectionInfo[] {
    return this.#connections
  }

  /** {@inheritDoc MarketData.close} */
  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  /** Same as {@link ThreadedMarket.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    await Promise.all([this.#link.close(), this.#http.close()])
    this.#mirrored.close()
  }

  #hold(slot: InstrumentSlot, request: ChannelRequest): Lease {
    if (this.#closed !== undefined) throw closedMarket(slot.instrument.pair)
    return this.#channels.hold(slot, request)
  }

  #onOpened(instruments: readonly Instrument[], isAgain: boolean): void {
    const products = this.#options.instruments === undefined ? productsOf(this.#options) : []
    this.#mirrored.list(instruments, products, isAgain)
    this.#channels.holdAgain()
  }

  /** Who subscribed is gone by now: whoever listens to faults hears of it, and the books are closed. */
  #onRefused(order: number, error: Error): void {
    const { driver, ports } = this.#options
    const [topic] = this.#channels.refused(order)
    if (topic === undefined || !(error instanceof CrossbookError)) return
    const { router } = this.#mirrored
    router.event(refusedFault(driver.facts.venue, topic, error, ports.wallClock.nowUs()))
    router.endBatch()
  }
}
