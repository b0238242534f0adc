import type { WallClock } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { type KucoinMarket, PRODUCTS_OF } from './products.ts'

/** What a host says of itself: all is well, maintenance, or only cancels are taken. */
export type KucoinStatus = 'open' | 'close' | 'cancelonly'

/** What the hosts of one simulated venue share. */
export class KucoinState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  /** What each host says of itself. */
  readonly status: Record<KucoinMarket, KucoinStatus> = { spot: 'open', futures: 'open' }
  readonly #moves: Record<KucoinMarket, Set<() => void>> = { spot: new Set(), futures: new Set() }

  /** A venue over a market. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** Now, epoch µs. */
  get nowUs(): number {
    return this.ports.wallClock.nowUs()
  }

  /** An instrument of a market. */
  find(market: KucoinMarket, symbol: string): LiveInstrument | undefined {
    for (const product of PRODUCTS_OF[market]) {
      const live = this.market.find(product, symbol)
      if (live !== undefined) return live
    }
    return undefined
  }

  /** All instruments of a market. */
  listed(market: KucoinMarket): readonly LiveInstrument[] {
    return PRODUCTS_OF[market].flatMap((product) => this.market.instruments(product))
  }

  /** Lets the load balancer move every connection of a market elsewhere: it closes them, without a notice. */
  moveConnections(market: KucoinMarket): void {
    for (const move of [...this.#moves[market]]) move()
  }

  /** Hears when connections of a market are moved. Returns how to stop. */
  onMove(market: KucoinMarket, listener: () => void): () => void {
    this.#moves[market].add(listener)
    return () => this.#moves[market].delete(listener)
  }
}
