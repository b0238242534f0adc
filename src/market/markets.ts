import { ConfigError } from '../core/index.ts'
import type { Ports, ThreadPort } from '../runtime/index.ts'
import { assertNoProblems } from '../transport/options.ts'
import { loadThreaded } from './load-threaded.ts'
import { MarketData } from './market-data.ts'
import type { MarketDataOptions } from './market-data-options.ts'
import type { MarketFeed } from './market-feed.ts'
import { type MarketThreads, type ThreadMode, threadProblems } from './market-threads.ts'
import type { ThreadedMarkets } from './threaded/threaded-markets.ts'

/** What {@link Markets} are made of. */
export interface MarketsOptions {
  /** Everything ambient. */
  readonly ports: Ports
  /** Where market data are kept. @defaultValue `'single'` */
  readonly threads?: ThreadMode
  /** Opens threads, as `nodeThreads` does; needed where there are any. */
  readonly threadPort?: ThreadPort
}

/**
 * Opens the market data of venues, in this thread or in others; what is done with them is the same.
 *
 * @example
 * ```ts
 * import { binance } from 'crossbook/drivers/binance'
 * import { Markets } from 'crossbook/market'
 * import { nodePorts, nodeThreads } from 'crossbook/runtime/node'
 *
 * await using markets = new Markets({
 *   ports: nodePorts(),
 *   threads: { marketData: 2 },
 *   threadPort: nodeThreads({ keepAlive: true }),
 * })
 * const market = await markets.open({ driver: binance() })
 * const book = await market.book('BTC/USDT', 20).live()
 * console.log(book.bids.priceText(0), book.asks.priceText(0))
 * ```
 */
export class Markets implements AsyncDisposable {
  readonly #options: MarketsOptions
  readonly #open = new Set<MarketFeed>()
  #threaded: Promise<ThreadedMarkets> | undefined
  #isClosed = false

  /**
   * Opens nothing, and loads nothing of threads.
   *
   * @throws ConfigError `INVALID_OPTIONS` listing every problem at once
   */
  constructor(options: MarketsOptions) {
    const { threads = 'single', threadPort } = options
    if (threads !== 'single') {
      assertNoProblems('market data in threads', [
        ...threadProblems(threads),
        ...(threadPort === undefined ? ['threadPort: expected a port that opens threads'] : []),
      ])
    }
    this.#options = options
  }

  /**
   * Opens the market data of a venue; see `MarketData.open`. In a thread the driver is made anew from the venue's id, by the
   * thread's module.
   *
   * @throws CrossbookError as `MarketData.open`; ConfigError `INVALID_OPTIONS` for a tap in a thread; TransportError
   * `THREAD_ENDED`; ConfigError `CLOSED`
   */
  async open(options: Omit<MarketDataOptions, 'ports'>): Promise<MarketFeed> {
    if (this.#isClosed) throw closedError(options.driver.facts.name)
    const market = await this.#openOne({ ...options, ports: this.#options.ports })
    if (this.#isClosed) {
      await market.close()
      throw closedError(options.driver.facts.name)
    }
    this.#open.add(market)
    return market
  }

  /** Closes every market, and ends the threads. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#open].map((market) => market.close()))
  }

  /** Same as {@link Markets.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #openOne(options: MarketDataOptions): Promise<MarketFeed> {
    const { threads = 'single', threadPort } = this.#options
    if (threads === 'single' || threadPort === undefined) return await MarketData.open(options)
    const threaded = await this.#threadedBy(threads, threadPort)
    return await threaded.open(options)
  }

  #threadedBy(threads: MarketThreads, threadPort: ThreadPort): Promise<ThreadedMarkets> {
    const { ports } = this.#options
    this.#threaded ??= loadThreaded().then(
      (Threaded) => new Threaded({ threads, threadPort, ports }),
    )
    return this.#threaded
  }
}

function closedError(name: string): ConfigError {
  return new ConfigError('CLOSED', `Opening market data of ${name}: these markets are closed`)
}
