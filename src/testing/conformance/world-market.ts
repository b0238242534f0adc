import type { ExchangeDriver } from '../../core/index.ts'
import { MarketData, type MarketDataOptions, type MarketFeed, Markets } from '../../market/index.ts'
import { marketThread } from '../../market/thread/market-thread.ts'
import type { Ports } from '../../runtime/ports.ts'
import { VirtualThreads } from '../../runtime/virtual/index.ts'
import type { FrameTap } from '../../transport/index.ts'
import { tappedSockets } from './tapped-sockets.ts'
import { type WatchOptions, watchedPorts } from './world-ports.ts'

/** Our side of a world, and what the clauses look at. */
export interface WorldMarket {
  /** The market data. */
  readonly market: MarketFeed
  /** Its ports. */
  readonly ports: Ports
  /** Timers that our side has running, in the thread of the caller. */
  readonly timerCount: () => number
}

/** How our side of a world is opened. */
export interface WorldMarketOptions {
  /** The driver. */
  readonly driver: ExchangeDriver
  /** Ports of the process. */
  readonly ports: Ports
  /** What stands between our side and the venue. */
  readonly watch: WatchOptions
  /** Told of every message. */
  readonly tap: FrameTap
  /** Everything else. */
  readonly over: Partial<MarketDataOptions>
}

/** Opens market data in the thread of the caller. */
export async function openHere(options: WorldMarketOptions): Promise<WorldMarket> {
  const { driver, tap, over } = options
  const { ports, timerCount } = watchedPorts(options.ports, options.watch)
  return { market: await MarketData.open({ driver, ports, tap, ...over }), ports, timerCount }
}

/** Opens market data in a thread of their own, in virtual time. */
export async function openInThread(options: WorldMarketOptions): Promise<WorldMarket> {
  const { driver, tap, over, watch } = options
  const { ports, timerCount } = watchedPorts(options.ports, {})
  const load = (_: string, own: Ports) => {
    const watched = watchedPorts(own, watch)
    const sockets = tappedSockets(watched.ports, tap, (url) => endpointAt(driver, url))
    return marketThread({
      loadDriver: async () => driver,
      ports: () => ({ ...watched.ports, sockets }),
    })
  }
  const threadPort = new VirtualThreads({ ports: options.ports, load })
  const markets = new Markets({
    ports,
    threadPort,
    threads: { marketData: 1, module: 'virtual:conformance', waiting: 'spin' },
  })
  const market = await markets.open({ driver, ...over })
  // Timers of a thread end with it.
  return { market, ports, timerCount }
}

/** The endpoint whose URL one begins with; of several the longest. */
function endpointAt({ facts }: ExchangeDriver, url: string): string {
  const streams = Object.entries(facts.urls.production?.['default']?.streams ?? {})
  const found = streams.filter(([, base]) => url.startsWith(base))
  const [first] = found.sort(([, a], [, b]) => b.length - a.length)
  return first?.[0] ?? ''
}
