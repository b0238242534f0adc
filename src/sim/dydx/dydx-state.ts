import type { WallClock } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { Blocks } from './blocks.ts'
import type { DydxLimits } from './limits.ts'
import { PRODUCT } from './products.ts'

/** What the hosts of one simulated venue share. */
export class DydxState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  /** The venue's limits. */
  readonly limits: DydxLimits
  /** The chain. */
  readonly blocks: Blocks
  readonly #statuses = new Map<LiveInstrument, string>()
  readonly #announced = new Set<(live: LiveInstrument, isNew: boolean) => void>()
  readonly #restarts = new Set<() => void>()
  #maintenanceUntilUs = 0

  /** A venue over a market. */
  constructor(market: SimMarket, ports: SimPorts, limits: DydxLimits) {
    this.market = market
    this.ports = ports
    this.limits = limits
    this.blocks = new Blocks(market, ports, limits.blockMs)
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** A market by its ticker. */
  find(ticker: string): LiveInstrument | undefined {
    return this.market.find(PRODUCT, ticker)
  }

  /** Status of a market: `ACTIVE` unless announced otherwise. */
  statusOf(live: LiveInstrument): string {
    return this.#statuses.get(live) ?? live.spec.status ?? 'ACTIVE'
  }

  /** Number of a market's order book. */
  clobPairIdOf(live: LiveInstrument): string {
    return String(this.market.instruments().indexOf(live))
  }

  /** Tells that a market changed its status. */
  announceStatus(live: LiveInstrument, status: string): void {
    this.#statuses.set(live, status)
    for (const listener of [...this.#announced]) listener(live, false)
  }

  /** Tells that a market is new. */
  announceListing(live: LiveInstrument): void {
    for (const listener of [...this.#announced]) listener(live, true)
  }

  /** Hears of new markets and changes of status. Returns how to stop, as the other does. */
  onAnnounced(listener: (live: LiveInstrument, isNew: boolean) => void): () => void {
    this.#announced.add(listener)
    return () => this.#announced.delete(listener)
  }

  /** Tells every connection that the server goes. */
  restart(): void {
    for (const listener of [...this.#restarts]) listener()
  }

  /** Hears of restarts. */
  onRestart(listener: () => void): () => void {
    this.#restarts.add(listener)
    return () => this.#restarts.delete(listener)
  }

  /** Lets the server fail to fetch what subscribes are answered with, for a span from now. */
  failFetches(forMs: number): void {
    this.#maintenanceUntilUs = this.clock.nowUs() + forMs * 1000
  }

  /** Whether fetching fails now. */
  get cannotFetch(): boolean {
    return this.clock.nowUs() < this.#maintenanceUntilUs
  }
}
