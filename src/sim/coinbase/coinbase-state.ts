import type { WallClock } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { type CoinbaseInstrumentOptions, PRODUCTS } from './products.ts'

/** What the hosts of one simulated venue share. */
export class CoinbaseState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  readonly #statuses = new Map<LiveInstrument, string>()
  readonly #listeners = new Set<(live: LiveInstrument) => void>()

  /** A venue over a market. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** An instrument by its id or by another name of its book. */
  find(productId: string): LiveInstrument | undefined {
    for (const product of PRODUCTS) {
      const live = this.market.find(product, productId)
      if (live !== undefined) return live
    }
    return this.market.instruments().find((live) => aliasesOf(live).includes(productId))
  }

  /** Word of an instrument's status; contracts have none. */
  statusOf(live: LiveInstrument): string {
    return (
      this.#statuses.get(live) ?? live.spec.status ?? (live.spec.product === 'spot' ? 'online' : '')
    )
  }

  /** Says that an instrument was listed or has another status. */
  announce(live: LiveInstrument, status: string): void {
    this.#statuses.set(live, status)
    for (const listener of [...this.#listeners]) listener(live)
  }

  /** Hears announcements. Returns how to stop. */
  onAnnounced(listener: (live: LiveInstrument) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** Other names of an instrument's book. */
export function aliasesOf({ spec }: LiveInstrument): readonly string[] {
  // Listing keeps what an instrument's options say beyond the common ones.
  return (spec as Partial<CoinbaseInstrumentOptions>).aliases ?? []
}

/** Base that a contract stands for. */
export function contractSizeOf({ spec }: LiveInstrument): string {
  return (spec as Partial<CoinbaseInstrumentOptions>).contractSize ?? '1'
}
