import type { ExchangeDriver, OwnedMarketEvent } from '../core/index.ts'
import { type KnownVenue, loadDriver } from '../drivers/registry.ts'
import { type MarketFeed, Markets } from '../market/index.ts'
import type { MonitorRole } from '../monitor/index.ts'
import type { Ports, ThreadPort, Watchdog } from '../runtime/ports.ts'
import { arbitrage, grid, marketMaking, statArb } from '../strategies/index.ts'
import type { StrategyDefinition, Trader, TraderEvent } from '../trader/index.ts'
import type { FrameTap } from '../transport/index.ts'
import { bookStatus } from './book-status.ts'
import type { DaemonConfig, VenueConfig } from './config.ts'
import type { CredentialSource } from './credentials.ts'
import type { BookStatus, DaemonStatus } from './daemon-status.ts'
import { HistoryDesk, type PairHistory } from './history-desk.ts'
import { openMonitor } from './open-monitor.ts'
import { TaskDesk } from './task-desk.ts'
import { TraderRole } from './trader-role.ts'
import type { DeskBook, VenueDesk } from './venue-desk.ts'
import { VenueDesks } from './venue-desks.ts'

/** What a daemon is started with. */
export interface DaemonOptions {
  /** What to do, as {@link readDaemonConfig} gives it. */
  readonly config: DaemonConfig
  /** Everything ambient. */
  readonly ports: Ports
  /** Sees every frame of a venue, before anything interprets it; asked for once per venue. */
  readonly tap?: (venue: string) => FrameTap
  /** Told of book states, connections and faults as they happen. */
  readonly onEvent?: (event: OwnedMarketEvent) => void
  /** Told everything that the trader tells, synchronously; must not throw. */
  readonly onTraderEvent?: (event: TraderEvent) => void
  /** Given the market data of a venue each time one is opened, before its first task; it stays the daemon's to close. */
  readonly onMarket?: (market: MarketFeed, driver: ExchangeDriver) => void
  /** Loads the driver of a venue. @defaultValue the one of this package */
  readonly loadDriver?: (venue: KnownVenue) => Promise<ExchangeDriver>
  /** Gives the keys of live accounts; never asked by a monitor. */
  readonly credentials?: CredentialSource
  /** The kinds of strategies. @defaultValue those of `crossbook/strategies` */
  readonly definitions?: readonly StrategyDefinition[]
  /** Opens threads, as `nodeThreads` does; needed where the configuration has some. */
  readonly threadPort?: ThreadPort
  /** The module that they run: with drivers of one's own, or ports that are not Node's own. @defaultValue `crossbook/market/thread` */
  readonly threadModule?: string | URL
  /** Halts what must not be sent after the event loop hung, as `nodeWatchdog` does; the caller closes it. Absent: nobody watches. */
  readonly watchdog?: Watchdog
  /**
   * Whether orders of live accounts are rehearsed, so that one of a few an hour leaves as fast as one of many: a tenth of a
   * core. A daemon whose accounts are all on paper has nothing to rehearse. @defaultValue false
   */
  readonly rehearses?: boolean
  /** Ends the start: what was opened meanwhile is closed as {@link Daemon.close} does. Afterwards it is of no meaning. */
  readonly signal?: AbortSignal
}

const NO_HISTORY: PairHistory = Object.freeze({ books: [], bbos: undefined, trades: undefined })
const DEFINITIONS: readonly StrategyDefinition[] = [grid, marketMaking, arbitrage, statArb]

/**
 * The reference daemon: reads its tasks, keeps the books and records everything (role `monitor`), trades on the same market
 * data (role `trader`), or does both.
 *
 * A venue that is down, or a task that it refuses, stops nothing else. Trading begins once all venues of its accounts are open.
 */
export class Daemon implements AsyncDisposable {
  readonly #options: DaemonOptions
  readonly #markets: Markets
  readonly #desks: VenueDesks
  readonly #tasks: TaskDesk
  readonly #monitor: MonitorRole | undefined
  readonly #histories: HistoryDesk | undefined
  #trading: TraderRole | undefined
  #isStarted = false
  #closed: Promise<void> | undefined

  private constructor(options: DaemonOptions) {
    const { config, ports, tap, loadDriver: load = loadDriver } = options
    this.#options = options
    const desk = (venue: string): VenueDesk | undefined => this.#desks.get(venue)
    this.#monitor = config.role === 'trader' ? undefined : openMonitor(config.storage, ports, desk)
    const { history } = config
    this.#histories = history === false ? undefined : new HistoryDesk(history.megabytes)
    this.#tasks = new TaskDesk({ ports, desk, histories: this.#histories })
    this.#markets = openMarkets(options)
    this.#desks = new VenueDesks({
      ports,
      markets: this.#markets,
      loadDriver: load,
      tap,
      onOpened: (opened) => this.#onOpened(opened),
    })
  }

  /**
   * Starts a daemon; resolves when every venue was tried once, the tasks were handed out, and the trader is open or waits.
   *
   * @throws ConfigError where the task file cannot be read as one, a strategy cannot be made, or an account has no keys; what
   * `Trader.open` throws where it can never work; whatever `signal` was aborted with, once all is closed
   */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const { signal } = options
    signal?.throwIfAborted()
    const daemon = new Daemon(options)
    // What it fails with is thrown below.
    const giveUp = (): void => void daemon.close().catch(() => {})
    signal?.addEventListener('abort', giveUp)
    try {
      await daemon.#start()
      signal?.throwIfAborted()
    } catch (error) {
      await daemon.close()
      signal?.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener('abort', giveUp)
    }
    return daemon
  }

  /** The daemon now. */
  status(): DaemonStatus {
    const desks = this.#desks.all()
    const trading = this.#trading?.status()
    const latency = this.#options.ports.waterfall?.steps()
    return {
      timeUs: this.#options.ports.wallClock.nowUs(),
      role: this.#options.config.role,
      venues: desks.map(({ driver }) => driver.facts.venue),
      waiting: this.#desks.waiting,
      connections: desks.reduce((sum, { openConnections }) => sum + openConnections, 0),
      books: this.#bookStatus(),
      refused: this.#tasks.refused,
      ...(this.#histories !== undefined && { history: this.#histories.use() }),
      ...(trading !== undefined && { trading }),
      ...(latency !== undefined && { latency }),
    }
  }

  /** The books that tasks asked for. Their handles are the daemon's to close. */
  books(): readonly DeskBook[] {
    return this.#desks.all().flatMap((desk) => desk.books)
  }

  /**
   * The last minutes of what tasks ask for of a pair, as far as `history.megabytes` lets them stay; what is not kept is
   * `undefined`, or an empty list. It is the daemon's to close.
   */
  history(venue: string, pair: string): PairHistory {
    return this.#histories?.of(venue, pair) ?? NO_HISTORY
  }

  /** The trader; `undefined` for a monitor, and before it is open. It stays the daemon's to close. */
  get trader(): Trader | undefined {
    return this.#trading?.trader
  }

  /**
   * Drains: cancels working orders and waits for the venues' word on them, writes the trader's state down, ends the tasks,
   * closes sockets, delivers what was recorded. Idempotent.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  /** Same as {@link Daemon.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #start(): Promise<void> {
    const { config, ports, credentials, watchdog, onTraderEvent: onEvent } = this.#options
    const { rehearses = false } = this.#options
    const { role, trading, venues } = config
    if (role !== 'monitor' && trading !== undefined)
      this.#trading = await TraderRole.prepare({
        config: trading,
        venues,
        desk: (venue) => this.#desks.get(venue),
        ports,
        definitions: this.#options.definitions ?? DEFINITIONS,
        credentials,
        watchdog,
        rehearses,
        onEvent,
      })
    if (this.#closed !== undefined) return
    await this.#desks.open(role === 'trader' ? tradedVenues(config) : venues)
    if (this.#closed !== undefined) return
    if (role !== 'trader') await this.#tasks.start(config)
    this.#isStarted = true
    await this.#trading?.open()
  }

  #onOpened(desk: VenueDesk): void {
    const { onEvent, onMarket } = this.#options
    if (this.#monitor !== undefined) desk.feed(this.#monitor)
    if (onEvent !== undefined) desk.onEvent(onEvent)
    onMarket?.(desk.market, desk.driver)
    this.#tasks.handOut()
    if (this.#isStarted) this.#trading?.openLater()
  }

  #bookStatus(): readonly BookStatus[] {
    const quality = new Map(
      (this.#monitor?.quality() ?? []).map((each) => [`${each.venue} ${each.pair}`, each]),
    )
    return this.#desks
      .all()
      .flatMap(({ driver: { facts }, books }) =>
        books.map((book) =>
          bookStatus(facts.venue, book, quality.get(`${facts.venue} ${book.task.pair}`)),
        ),
      )
  }

  async #close(): Promise<void> {
    const stopped = this.#desks.stop()
    // Market data stay until the trader has seen the ends of its orders.
    await this.#trading?.close()
    await Promise.all([stopped, this.#tasks.close()])
    await this.#histories?.close()
    await this.#desks.close()
    await this.#markets.close()
    await this.#monitor?.close()
  }
}

function openMarkets({ config, ports, threadPort, threadModule: module }: DaemonOptions): Markets {
  const { threads } = config
  return new Markets({
    ports,
    threads: threads === 'single' || module === undefined ? threads : { ...threads, module },
    ...(threadPort !== undefined && { threadPort }),
  })
}

/** Who only trades opens no venue beside those of its accounts. */
function tradedVenues({ venues, trading }: DaemonConfig): readonly VenueConfig[] {
  const traded = new Set(trading?.accounts.map(({ venue }) => venue))
  return venues.filter(({ venue }) => traded.has(venue))
}
