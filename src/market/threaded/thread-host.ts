import {
  Backoff,
  type MetricLabels,
  type Ports,
  type Thread,
  type ThreadPort,
  type TimerHandle,
} from '../../runtime/index.ts'
import { REPORT_EVERY_MS } from '../thread/market-thread.ts'
import type {
  FromThread,
  LogMessage,
  MarketAnswer,
  MarketOrder,
  ReportMessage,
} from '../thread/messages.ts'
import { LimitsDesk } from './limits-desk.ts'

/** A market whose other half is in the thread. */
export interface ThreadClient {
  /** The thread was opened, for the first time or again: it knows nothing. */
  onStarted(): void
  /** The thread answers. */
  onAnswer(answer: MarketAnswer): void
  /** The thread tells how the market is. */
  onReport(report: ReportMessage['markets'][number]): void
  /** The thread is gone, and will be opened again. */
  onLost(why: Error): void
}

/** What a {@link ThreadHost} is made of. */
export interface ThreadHostParts {
  /** Opens threads. */
  readonly threadPort: ThreadPort
  /** What they run. */
  readonly module: string
  /** Longest silence of a thread that is taken for alive, in ms. */
  readonly maxSilentMs: number
  /** Everything ambient here. */
  readonly ports: Ports
}

/**
 * One thread, with the markets in it. One that ends, or is silent for too long, is opened again after a pause; its markets are
 * told of both. It is there as long as it has markets.
 */
export class ThreadHost {
  readonly #parts: ThreadHostParts
  readonly #clients = new Map<number, ThreadClient>()
  readonly #backoff: Backoff
  #thread: Thread | undefined
  #limits: LimitsDesk | undefined
  #silentTicks = 0
  #watch: TimerHandle | undefined
  #restart: TimerHandle | undefined
  #nextMarket = 0
  readonly #counted = new Map<string, number>()

  /** Opens nothing yet. */
  constructor(parts: ThreadHostParts) {
    this.#parts = parts
    this.#backoff = new Backoff(parts.ports.random)
  }

  /** How many markets it has. */
  get size(): number {
    return this.#clients.size
  }

  /** Adds a market; it is told once the thread is there. Returns its number. */
  attach(client: ThreadClient): number {
    const market = this.#nextMarket
    this.#nextMarket += 1
    this.#clients.set(market, client)
    if (this.#thread === undefined && this.#restart === undefined) this.#open()
    return market
  }

  /** Whether the thread is there. */
  get isRunning(): boolean {
    return this.#thread !== undefined
  }

  /** Lets go of a market; without one the thread ends. */
  async detach(market: number): Promise<void> {
    this.#clients.delete(market)
    if (this.#clients.size === 0) await this.#end()
  }

  /** Sends an order; nothing happens while the thread is gone. */
  post(order: MarketOrder): void {
    this.#thread?.post(order)
  }

  /** Gives up on the thread: it is ended, and opened again after a pause. */
  fail(why: Error): void {
    if (this.#thread === undefined) return
    const { ports } = this.#parts
    const { monotonicClock, timers, log } = ports
    // Whoever waits for its end calls `detach`.
    void this.#end()
    const pauseMs = this.#backoff.failed(monotonicClock.nowNs() / 1e6)
    log.error('A thread of market data ended; its books are stale until it is back', () => ({
      why: why.message,
      pauseMs,
    }))
    this.#restart = timers.after(pauseMs, () => {
      this.#restart = undefined
      if (this.#clients.size === 0) return
      this.#open()
      for (const client of [...this.#clients.values()]) client.onStarted()
    })
    for (const client of [...this.#clients.values()]) client.onLost(why)
  }

  #open(): void {
    const { threadPort, module, ports } = this.#parts
    this.#counted.clear()
    this.#limits = new LimitsDesk(ports.addressLimits, (message) => this.#thread?.post(message))
    this.#thread = threadPort.open(
      { module, data: undefined },
      {
        onMessage: (message) => this.#take(message as FromThread),
        onEnd: (why) => this.fail(why),
      },
    )
    this.#backoff.succeeded(ports.monotonicClock.nowNs() / 1e6)
    this.#silentTicks = 0
    this.#listen()
  }

  async #end(): Promise<void> {
    const thread = this.#thread
    this.#thread = undefined
    this.#watch?.cancel()
    this.#restart?.cancel()
    this.#restart = undefined
    this.#limits?.close()
    await thread?.terminate()
  }

  /** Counts turns of our own loop rather than time: where that hung, the thread was not silent, only not heard. */
  #listen(): void {
    this.#watch = this.#parts.ports.timers.after(REPORT_EVERY_MS, () => {
      this.#silentTicks += 1
      const silentMs = this.#silentTicks * REPORT_EVERY_MS
      if (silentMs > this.#parts.maxSilentMs)
        this.fail(new Error(`It said nothing for ${silentMs} ms`))
      else this.#listen()
    })
  }

  #take(message: FromThread): void {
    this.#silentTicks = 0
    switch (message.type) {
      case 'report':
        for (const market of message.markets) this.#clients.get(market.market)?.onReport(market)
        this.#count(message.metrics)
        return
      case 'log':
        this.#log(message)
        return
      case 'take':
      case 'giveUp':
      case 'observe':
      case 'ban':
        this.#limits?.take(message)
        return
      case 'opened':
      case 'failed':
      case 'refused':
      case 'refreshed':
      case 'closed':
        this.#clients.get(message.market)?.onAnswer(message)
        return
    }
  }

  #log({ level, message, fields }: LogMessage): void {
    this.#parts.ports.log[level](message, fields && (() => fields))
  }

  #count(metrics: ReportMessage['metrics']): void {
    const { metrics: own } = this.#parts.ports
    for (const { type, name, labels, value } of metrics) {
      if (type === 'gauge') own.gauge(name, labels).set(value)
      else own.counter(name, labels).add(this.#since(name, labels, value))
    }
  }

  /** What was counted since it was told last. */
  #since(name: string, labels: MetricLabels, value: number): number {
    const key = JSON.stringify([name, labels])
    const before = this.#counted.get(key) ?? 0
    this.#counted.set(key, value)
    return value - before
  }
}
