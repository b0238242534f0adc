import type { ExchangeDriver } from '../../src/core/index.ts'
import type { DaemonOptions } from '../../src/daemon/index.ts'
import { marketThread } from '../../src/market/thread/index.ts'
import type { Ports } from '../../src/runtime/index.ts'
import { type VirtualThread, VirtualThreads } from '../../src/runtime/virtual/index.ts'
import { tappedSockets } from '../../src/testing/conformance/tapped-sockets.ts'
import type { FrameTap } from '../../src/transport/index.ts'
import type { ThreadEnding } from './threads-plan.ts'

/** What the threads of one life of a process are made of. */
export interface MarketThreadsParts {
  /** Ports of its process. */
  readonly ports: Ports
  readonly hopMs: number
  readonly loadDriver: (venue: string) => ExchangeDriver
  /** Called with every frame that arrives in a thread, and where from. */
  readonly onFrame?: ((host: string, text: string) => void) | undefined
}

/** The threads in which a process of a simulated world keeps its market data; in the same virtual time. */
export class MarketThreads {
  /** What a daemon is given. */
  readonly options: Required<Pick<DaemonOptions, 'threadPort' | 'threadModule'>>
  readonly #threads: VirtualThreads

  constructor({ ports, hopMs, loadDriver, onFrame }: MarketThreadsParts) {
    this.#threads = new VirtualThreads({
      ports,
      hopMs,
      load: (_, own) =>
        marketThread({
          loadDriver: async (venue) => loadDriver(venue),
          ports: () => (onFrame === undefined ? own : tapped(own, onFrame)),
        }),
    })
    this.options = { threadPort: this.#threads, threadModule: 'virtual:market' }
  }

  /** Those that run, oldest first. */
  get running(): readonly VirtualThread[] {
    return this.#threads.running
  }

  /** Ends one of those that run; whether there was one. */
  end(thread: number, how: ThreadEnding): boolean {
    const found = this.running[thread % this.running.length]
    if (how === 'hang') found?.hang()
    else found?.fail(new Error('the script ends it'))
    return found !== undefined
  }
}

function tapped(ports: Ports, onFrame: (host: string, text: string) => void): Ports {
  const tap: FrameTap = {
    incoming: (frame, _isBinary, _timeUs, { url }) =>
      onFrame(new URL(url).host, new TextDecoder().decode(frame)),
    outgoing() {},
  }
  return { ...ports, sockets: tappedSockets(ports, tap, () => '') }
}
