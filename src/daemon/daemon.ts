import { spread } from '../book/index.ts'
import {
  CrossbookError,
  decimalText,
  type ExchangeDriver,
  type OwnedMarketEvent,
  type VenueId,
} from '../core/index.ts'
import { type KnownVenue, knownVenue, loadDriver } from '../drivers/registry.ts'
import type { MarketData } from '../market/index.ts'
import { type FeedQuality, type MonitorOptions, MonitorRole } from '../monitor/index.ts'
import type { Ports, TimerHandle } from '../runtime/ports.ts'
import { FileSink } from '../storage/file/index.ts'
import type { Sink } from '../storage/index.ts'
import {
  configTasks,
  SubscriptionManager,
  type SubscriptionTask,
  TaskFile,
  type TaskSource,
  taskKey,
} from '../tasks/index.ts'
import type { FrameTap } from '../transport/index.ts'
import type { DaemonConfig } from './config.ts'
import type { BookStatus, DaemonStatus } from './daemon-status.ts'
import { type DeskBook, VenueDesk } from './venue-desk.ts'

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
  /** Given the market data of a venue each time one is opened, before its first task; it stays the daemon's to close. */
  readonly onMarket?: (market: MarketData, driver: ExchangeDriver) => void
  /** Loads the driver of a venue. @defaultValue the one of this package */
  readonly loadDriver?: (venue: KnownVenue) => Promise<ExchangeDriver>
}

const US_PER_MS = 1000
/** A venue that cannot be reached is tried again after this; nothing else waits for it. */
const REOPEN_AFTER_MS = 5_000
/** Takes the rows of a daemon that stores nothing; the numbers about its feeds come from the same recorder. */
const NOWHERE: Sink = { name: 'nowhere', write: async () => {}, close: async () => {} }

/**
 * The reference daemon in role monitor: reads its tasks, keeps the books, records everything.
 *
 * A venue that is down, or a task that it refuses, stops nothing else.
 */
export class Daemon implements AsyncDisposable {
  readonly #options: DaemonOptions
  readonly #desks = new Map<string, VenueDesk>()
  readonly #waiting = new Map<string, string>()
  readonly #refused = new Map<string, string>()
  readonly #manager = new SubscriptionManager()
  readonly #sources: TaskSource[] = []
  readonly #monitor: MonitorRole
  readonly #opening = new Set<Promise<void>>()
  readonly #reopenTimers = new Set<TimerHandle>()
  readonly #giveUp = new AbortController()
  #closed: Promise<void> | undefined

  private constructor(options: DaemonOptions) {
    const { config, ports } = options
    const { storage } = config
    this.#options = options
    const sinks =
      storage === false
        ? [NOWHERE]
        : [new FileSink(ports.files, { folder: storage.folder, compression: storage.compression })]
    const timing: MonitorOptions =
      storage === false
        ? {}
        : { snapshotEveryMs: storage.snapshotEveryMs, maxBatchAgeMs: storage.maxAgeMs }
    this.#monitor = new MonitorRole(
      sinks,
      {
        find: (slot, feed) => this.#desks.get(slot.instrument.venue)?.find(slot, feed),
        truncateTo: (slot, feed) =>
          this.#desks.get(slot.instrument.venue)?.driver.continuity(slot.instrument.market, feed)
            .truncateTo,
      },
      ports,
      timing,
    )
  }

  /**
   * Starts a daemon; resolves when every venue was tried once and the tasks were handed out.
   *
   * @throws ConfigError where the task file cannot be read as one.
   */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const daemon = new Daemon(options)
    const { venues, subscriptions, taskFile } = options.config
    await Promise.all(venues.map((venue) => daemon.#openVenue(venue, true)))
    if (subscriptions !== undefined) daemon.#sources.push(configTasks('config', { subscriptions }))
    if (taskFile !== undefined)
      daemon.#sources.push(new TaskFile({ path: taskFile, ports: options.ports }))
    for (const source of daemon.#sources) {
      await source.start((tasks) => daemon.#onTasks(source.name, tasks))
    }
    return daemon
  }

  /** The daemon now. */
  status(): DaemonStatus {
    const quality = new Map(
      this.#monitor.quality().map((each) => [`${each.venue} ${each.pair}`, each]),
    )
    const desks = [...this.#desks.values()]
    return {
      timeUs: this.#options.ports.wallClock.nowUs(),
      venues: desks.map(({ driver }) => driver.facts.venue),
      waiting: Object.fromEntries(this.#waiting),
      connections: desks.reduce((sum, { openConnections }) => sum + openConnections, 0),
      books: desks.flatMap((desk) =>
        desk.books.map((book) =>
          bookStatus(
            desk.driver.facts.venue,
            book,
            quality.get(`${desk.driver.facts.venue} ${book.task.pair}`),
          ),
        ),
      ),
      refused: Object.fromEntries(this.#refused),
    }
  }

  /** The books that tasks asked for. Their handles are the daemon's to close. */
  books(): readonly DeskBook[] {
    return [...this.#desks.values()].flatMap((desk) => desk.books)
  }

  /** Ends the tasks, closes sockets, delivers what was recorded. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  /** Same as {@link Daemon.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    for (const timer of this.#reopenTimers) timer.cancel()
    this.#giveUp.abort()
    await Promise.all([...this.#opening, ...this.#sources.map((source) => source.close())])
    await Promise.all([...this.#desks.values()].map((desk) => desk.close()))
    await this.#monitor.close()
  }

  async #openVenue(venue: DaemonConfig['venues'][number], isFirst: boolean): Promise<void> {
    const { ports, onEvent, onMarket, tap, loadDriver: load = loadDriver } = this.#options
    try {
      const desk = await VenueDesk.open({
        driver: await load(knownVenue(venue.venue)),
        ports,
        environment: venue.environment,
        ...(venue.region !== undefined && { region: venue.region }),
        ...(venue.urls !== undefined && {
          urls: { streams: venue.urls.streams ?? {}, rest: venue.urls.rest ?? {} },
        }),
        ...(venue.products !== undefined && { products: venue.products }),
        ...(tap && { tap: tap(venue.venue) }),
        pool: { redundancy: venue.redundancy },
        signal: this.#giveUp.signal,
      })
      if (this.#closed !== undefined) return await desk.close()
      desk.feed(this.#monitor)
      if (onEvent !== undefined) desk.onEvent(onEvent)
      onMarket?.(desk.market, desk.driver)
      this.#desks.set(venue.venue, desk)
      this.#waiting.delete(venue.venue)
      this.#handOut()
    } catch (error) {
      if (this.#closed !== undefined) return
      // A configuration that can never work is told to who starts the daemon; later nobody would hear it.
      if (!(error instanceof CrossbookError) || (isFirst && error.retry === 'never')) throw error
      this.#waiting.set(venue.venue, error.message)
      ports.log.warn('A venue cannot be opened yet', () => ({
        venue: venue.venue,
        error: error.message,
      }))
      this.#reopenLater(venue)
    }
  }

  #reopenLater(venue: DaemonConfig['venues'][number]): void {
    const timer = this.#options.ports.timers.after(REOPEN_AFTER_MS, () => {
      this.#reopenTimers.delete(timer)
      const opening = this.#openVenue(venue, false).finally(() => this.#opening.delete(opening))
      this.#opening.add(opening)
    })
    this.#reopenTimers.add(timer)
  }

  #onTasks(source: string, tasks: readonly SubscriptionTask[]): void {
    this.#manager.desire({ source, tasks })
    this.#handOut()
  }

  /** Sends what is missing between what is wanted and what was asked for; tasks of venues that are not open yet wait. */
  #handOut(): void {
    const { subscribe, unsubscribe } = this.#manager.plan()
    const reachable = subscribe.filter(({ venue }) => this.#desks.has(venue))
    const plan = this.#manager.apply({ subscribe: reachable, unsubscribe })
    for (const task of plan.unsubscribe) void this.#desks.get(task.venue)?.stop(task)
    for (const task of plan.subscribe) this.#startTask(task)
  }

  #startTask(task: SubscriptionTask): void {
    const key = taskKey(task)
    try {
      this.#desks.get(task.venue)?.start(task)
      this.#refused.delete(key)
    } catch (error) {
      if (!(error instanceof CrossbookError)) throw error
      this.#manager.refuse(task)
      this.#refused.set(key, error.message)
      this.#options.ports.log.error('A task was refused', () => ({
        task: key,
        code: error.code,
        error: error.message,
      }))
    }
  }
}

function bookStatus(
  venue: VenueId,
  { handle }: DeskBook,
  quality: FeedQuality | undefined,
): BookStatus {
  const { view, feed } = handle
  const head = {
    venue,
    pair: view.instrument.pair,
    feed,
    state: view.state,
    messagesPerSecond: quality?.messagesPerSecond ?? 0,
    resyncs: quality?.resyncs ?? 0,
    rows: quality?.rows ?? 0,
    ...latencies(quality),
  }
  if (view.state !== 'live') return head
  const { bids, asks } = view
  const difference = spread(view)
  return {
    ...head,
    ...(bids.count > 0 && { bid: bids.priceText(0) }),
    ...(asks.count > 0 && { ask: asks.priceText(0) }),
    ...(difference !== undefined && { spread: decimalText(difference.toFixed()) }),
  }
}

function latencies(
  quality: FeedQuality | undefined,
): Pick<BookStatus, 'latencyP50Ms' | 'latencyP99Ms'> {
  if (quality === undefined || Number.isNaN(quality.latencyP50Us)) return {}
  return {
    latencyP50Ms: quality.latencyP50Us / US_PER_MS,
    latencyP99Ms: quality.latencyP99Us / US_PER_MS,
  }
}
