import { onTestFinished } from 'vitest'
import { loadDriver } from '../../../../src/drivers/registry.ts'
import {
  type BookHandle,
  type MarketDataOptions,
  type MarketFeed,
  Markets,
  type MarketThreads,
} from '../../../../src/market/index.ts'
import { nodePorts, nodeThreads } from '../../../../src/runtime/node/index.ts'
import type { Thread, ThreadPort } from '../../../../src/runtime/ports.ts'
import { SIMULATORS, type SimulatedName, serveVenue } from '../../../../src/sim/index.ts'
import type { Ending } from './market-thread.ts'

/** Real threads that can be told how to end. */
class MortalThreads implements ThreadPort {
  readonly #port = nodeThreads({ keepAlive: true, maxHeapMb: 512 })
  readonly opened: Thread[] = []

  open(...parts: Parameters<ThreadPort['open']>): Thread {
    const thread = this.#port.open(...parts)
    this.opened.push(thread)
    return thread
  }

  afterTurn(callback: () => void): void {
    this.#port.afterTurn(callback)
  }

  end(ending: Ending): void {
    this.opened.at(-1)?.post({ ending })
  }
}

export interface StageOptions extends Partial<MarketThreads> {
  readonly venue?: SimulatedName
  readonly market?: Partial<MarketDataOptions>
}

/** A simulated venue on real sockets, and its market data in a real thread. */
export async function openStage(module: string, options: StageOptions = {}) {
  const { venue: name = 'binance', market: over, ...threads } = options
  const driver = await loadDriver(name)
  const ports = nodePorts()
  const venue = (await SIMULATORS[name]())({ ports, seed: 7, warmUpMs: 5_000 })
  const served = await serveVenue(venue)
  const { streams, rest } = served
  const threadPort = new MortalThreads()
  const markets = new Markets({ ports, threadPort, threads: { marketData: 1, module, ...threads } })
  onTestFinished(async () => {
    await markets.close()
    await served.close()
    await ports.close()
  })
  const market = await markets.open({
    driver,
    urls: { streams, rest },
    instrumentRefreshMs: false,
    ...over,
  })
  return { venue, served, ports, threadPort, markets, market, driver }
}

/** Resolves once a book is in a state. */
export async function untilState(
  market: MarketFeed,
  book: BookHandle,
  state: BookHandle['view']['state'],
): Promise<void> {
  if (book.view.state === state) return
  await new Promise<void>((resolve) => {
    const hearing = market.subscribe('bookState', {}, (event) => {
      if (event.state !== state || event.feed !== book.feed) return
      void hearing.close()
      resolve()
    })
  })
}
