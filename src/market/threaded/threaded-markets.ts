import type { Ports, ThreadPort } from '../../runtime/index.ts'
import type { MarketDataOptions } from '../market-data-options.ts'
import type { MarketThreads } from '../market-threads.ts'
import { ThreadHost } from './thread-host.ts'
import { ThreadedMarket } from './threaded-market.ts'

const DEFAULTS = {
  waiting: 'wait',
  ringNumbers: 2 ** 18,
  maxSilentMs: 10_000,
  closeTimeoutMs: 10_000,
} as const

/** The threads of some markets. Each is there as long as it has one. */
export class ThreadedMarkets {
  readonly #hosts: readonly ThreadHost[]
  readonly #tuning: Parameters<typeof ThreadedMarket.open>[2]

  /** Opens no thread yet. */
  constructor(parts: {
    readonly threads: MarketThreads
    readonly threadPort: ThreadPort
    readonly ports: Ports
  }) {
    const { threads, threadPort, ports } = parts
    const { marketData, module = defaultModule(), ...rest } = threads
    const { waiting, ringNumbers, maxSilentMs, closeTimeoutMs } = { ...DEFAULTS, ...rest }
    const afterTurn = (callback: () => void): void => threadPort.afterTurn(callback)
    this.#tuning = { waiting, ringNumbers, closeTimeoutMs, afterTurn }
    const host = { threadPort, module: String(module), maxSilentMs, ports }
    this.#hosts = Array.from({ length: marketData }, () => new ThreadHost(host))
  }

  /** Opens the market data of a venue in the thread that has the fewest. */
  async open(options: MarketDataOptions): Promise<ThreadedMarket> {
    const [first, ...others] = this.#hosts
    const least = others.reduce(
      (best, host) => (best && host.size >= best.size ? best : host),
      first,
    )
    return await ThreadedMarket.open(options, least as ThreadHost, this.#tuning)
  }
}

/** The package finds its own module by its name, wherever a bundler has put this one. */
function defaultModule(): string {
  return import.meta.resolve('crossbook/market/thread')
}
