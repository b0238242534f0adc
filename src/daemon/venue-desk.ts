import {
  BboUpdate,
  BookUpdate,
  type ExchangeDriver,
  type InstrumentSlot,
  type MarketEventType,
  type OrderBook,
  type OwnedMarketEvent,
  TradeUpdate,
} from '../core/index.ts'
import type { BookHandle, Lease, MarketDataOptions, MarketFeed, Markets } from '../market/index.ts'
import type { MonitorRole } from '../monitor/index.ts'
import { type SubscriptionTask, taskKey } from '../tasks/index.ts'

/** Everything that is recorded beside books, BBOs and trades. */
const OWNED_KINDS: readonly Exclude<
  MarketEventType,
  'bookSnapshot' | 'bookDelta' | 'bbo' | 'trade'
>[] = [
  'ticker',
  'candle',
  'funding',
  'markPrice',
  'indexPrice',
  'openInterest',
  'liquidation',
  'instrumentChanged',
  'bookState',
  'connection',
  'slowConsumer',
  'venueStatus',
  'venueDrift',
  'fault',
]

/** A book that somebody asked for. */
export interface DeskBook {
  /** The task it serves. */
  readonly task: SubscriptionTask
  /** The hold on it. */
  readonly handle: BookHandle
}

/** One venue in a daemon: its market data, and what tasks hold of it. */
export class VenueDesk {
  /** The venue's driver. */
  readonly driver: ExchangeDriver
  /** The venue's market data. */
  readonly market: MarketFeed
  readonly #leases = new Map<string, Lease>()
  readonly #books = new Map<string, DeskBook>()

  private constructor(driver: ExchangeDriver, market: MarketFeed) {
    this.driver = driver
    this.market = market
  }

  /** Loads the venue's instruments. Throws what `Markets.open` throws. */
  static async open(
    markets: Markets,
    options: Omit<MarketDataOptions, 'ports'>,
  ): Promise<VenueDesk> {
    return new VenueDesk(options.driver, await markets.open(options))
  }

  /** Tells the monitor everything that happens here from now on. */
  feed(monitor: MonitorRole): void {
    const market = this.market
    const name = 'recorder'
    const options = { name }
    for (const kind of ['bookSnapshot', 'bookDelta'] as const) {
      market.subscribe(
        kind,
        {},
        (event) => {
          if (event instanceof BookUpdate) monitor.book(event)
        },
        options,
      )
    }
    market.subscribe(
      'bbo',
      {},
      (event) => {
        if (event instanceof BboUpdate) monitor.bbo(event)
      },
      options,
    )
    market.subscribe(
      'trade',
      {},
      (event) => {
        if (event instanceof TradeUpdate) monitor.trade(event)
      },
      options,
    )
    for (const kind of OWNED_KINDS) {
      market.subscribe(kind, {}, (event: OwnedMarketEvent) => monitor.event(event), options)
    }
  }

  /** Calls `handler` for every fault and state that a person may want to see. */
  onEvent(handler: (event: OwnedMarketEvent) => void): void {
    for (const kind of ['bookState', 'connection', 'fault'] as const)
      this.market.subscribe(kind, {}, handler)
  }

  /**
   * Starts a task.
   *
   * @throws ConfigError where the venue has no such pair, channel, depth or interval.
   */
  start(task: SubscriptionTask): void {
    const key = taskKey(task)
    if (this.#leases.has(key) || this.#books.has(key)) return
    const { pair, request } = task
    if (request.channel === 'book')
      this.#books.set(key, { task, handle: this.market.book(pair, request.depth) })
    else this.#leases.set(key, this.market.hold(pair, request))
  }

  /** Ends a task; nothing happens where it was not started. */
  async stop(task: SubscriptionTask): Promise<void> {
    const key = taskKey(task)
    const held = this.#books.get(key)?.handle ?? this.#leases.get(key)
    this.#books.delete(key)
    this.#leases.delete(key)
    await held?.close()
  }

  /** The books that tasks asked for, in the order of the tasks. */
  get books(): readonly DeskBook[] {
    return [...this.#books.values()]
  }

  /** Open sockets. */
  get openConnections(): number {
    return this.market.connections().filter(({ isOpen }) => isOpen).length
  }

  /** The book of an instrument's feed; `undefined` where no task holds it. */
  find(slot: InstrumentSlot, feed: string): OrderBook | undefined {
    for (const { handle } of this.#books.values()) {
      if (handle.view.instrument === slot.instrument && handle.feed === feed) return handle.view
    }
    return undefined
  }

  /** Closes subscriptions and sockets. Idempotent. */
  async close(): Promise<void> {
    await this.market.close()
  }
}
