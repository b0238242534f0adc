import type { ExchangeDriver } from '../../core/index.ts'
import {
  createMetrics,
  type Log,
  type MetricsRegistry,
  type Ports,
  type ThreadLink,
  type ThreadListener,
  type ThreadProgram,
} from '../../runtime/index.ts'
import type { FromThread, LogMessage, ReportMessage, ToThread } from './messages.ts'
import { RemoteLimits } from './remote-limits.ts'
import { ServedMarket } from './served-market.ts'

/** How often a thread tells how it is, in ms; that it does says that it is alive. */
export const REPORT_EVERY_MS = 1_000

/** What a thread for market data needs that cannot be sent to it. */
export interface MarketThreadParts {
  /** Loads the driver of a venue. */
  readonly loadDriver: (venue: string) => Promise<ExchangeDriver>
  /** Makes the ports of the thread; its log, its metrics and the limits of its address are those of who opened it. */
  readonly ports: () => Ports
}

/**
 * Makes the program of a thread that keeps market data. A module of one's own exports it under the name `thread`, where
 * drivers of one's own or other ports are needed; it does nothing where it is loaded elsewhere.
 *
 * @example
 * ```ts
 * import { marketThread } from 'crossbook/market/thread'
 * import { binance } from 'crossbook/drivers/binance'
 * import { nodePorts } from 'crossbook/runtime/node'
 *
 * export const thread = marketThread({ loadDriver: async () => binance(), ports: () => nodePorts() })
 * ```
 */
export function marketThread(parts: MarketThreadParts): ThreadProgram {
  return (link) => new MarketThreadListener(link, parts)
}

class MarketThreadListener implements ThreadListener {
  readonly #link: ThreadLink
  readonly #parts: MarketThreadParts
  readonly #ports: Ports
  readonly #metrics: MetricsRegistry = createMetrics()
  readonly #limits: RemoteLimits
  readonly #markets = new Map<number, ServedMarket>()
  /** Counters and gauges as they were told last. */
  readonly #told = new Map<string, number>()

  constructor(link: ThreadLink, parts: MarketThreadParts) {
    const ports = parts.ports()
    const { monotonicClock } = ports
    this.#link = link
    this.#parts = parts
    this.#limits = new RemoteLimits((message) => this.#post(message), monotonicClock)
    const log = remoteLog((message) => this.#post(message))
    this.#ports = { ...ports, metrics: this.#metrics, addressLimits: this.#limits, log }
    this.#report()
  }

  onMessage(message: unknown): void {
    // Whoever opened the thread sends nothing else.
    const told = message as ToThread
    if (told.type === 'turn') {
      this.#limits.take(told)
      return
    }
    const { market: number } = told
    const market = this.#markets.get(number) ?? this.#make(number)
    // What goes wrong is answered; what is not ends the thread.
    market.take(told).then(
      () => {
        if (told.type === 'close') this.#markets.delete(number)
      },
      (error: unknown) => this.#die(error),
    )
  }

  #make(number: number): ServedMarket {
    const market = new ServedMarket({
      number,
      ports: this.#ports,
      loadDriver: this.#parts.loadDriver,
      post: (answer) => this.#post(answer),
      onBroken: (error) => this.#die(error),
    })
    this.#markets.set(number, market)
    return market
  }

  /** An error that nobody catches. */
  #die(error: unknown): void {
    this.#ports.timers.after(0, () => {
      throw error
    })
  }

  #report(): void {
    this.#ports.timers.after(REPORT_EVERY_MS, () => this.#report())
    const markets = [...this.#markets.values()].flatMap((market) => market.report() ?? [])
    this.#post({ type: 'report', markets, metrics: this.#changedMetrics() })
  }

  #changedMetrics(): ReportMessage['metrics'] {
    return this.#metrics.snapshot().flatMap((metric) => {
      if (metric.type === 'histogram') return []
      const { type, name, labels, value } = metric
      const key = JSON.stringify([name, labels])
      if (this.#told.get(key) === value) return []
      this.#told.set(key, value)
      return [{ type, name, labels, value }]
    })
  }

  #post(message: FromThread): void {
    this.#link.post(message)
  }
}

function remoteLog(post: (message: LogMessage) => void): Log {
  const line =
    (level: LogMessage['level']): Log['info'] =>
    (message, fields) =>
      post({ type: 'log', level, message, fields: fields?.() })
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
}
