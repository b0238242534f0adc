import type { WallClock } from '../../runtime/ports.ts'
import { Ring } from '../../runtime/ring.ts'
import type { LevelChange } from '../engine-order.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'

/** Changes of one version of a futures book. */
export interface Commit {
  /** The version. */
  readonly version: number
  /** Levels that changed. */
  readonly changes: readonly LevelChange[]
}

/** What a listing says beyond the market's own facts. */
export interface ListingState {
  /** 0 enabled, 1 delivery, 2 delivered, 3 offline, 4 paused. */
  readonly state: number
  /** Whether orders of the API are taken. */
  readonly apiAllowed: boolean
}

const COMMITS_KEPT = 1000
const OPEN: ListingState = { state: 0, apiAllowed: true }

/** What the hosts of one simulated venue share. */
export class MexcState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  readonly #commits = new Map<LiveInstrument, Ring<Commit>>()
  readonly #listings = new Map<LiveInstrument, ListingState>()
  readonly #listeners = new Set<(live: LiveInstrument) => void>()

  /** A venue over a market; the last commits of its contracts are kept from now on. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
    market.listen(({ instrument, updateId, changes }) => {
      if (instrument.spec.kind === 'spot' || changes.length === 0) return
      const kept = this.#commits.get(instrument) ?? new Ring<Commit>(COMMITS_KEPT)
      this.#commits.set(instrument, kept)
      kept.push({ version: updateId, changes })
    })
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** A contract by its symbol. */
  contract(symbol: string): LiveInstrument | undefined {
    return this.market.find('linear', symbol) ?? this.market.find('inverse', symbol)
  }

  /** All contracts. */
  contracts(): readonly LiveInstrument[] {
    return [...this.market.instruments('linear'), ...this.market.instruments('inverse')]
  }

  /** The newest commits of a contract, newest first. */
  commits(live: LiveInstrument, count: number): readonly Commit[] {
    const kept = this.#commits.get(live)?.toArray() ?? []
    return kept.slice(-count).toReversed()
  }

  /** What the listing says of an instrument. */
  listingOf(live: LiveInstrument): ListingState {
    return this.#listings.get(live) ?? OPEN
  }

  /** Tells that an instrument was listed, or its state changed. */
  announce(live: LiveInstrument, listing: Partial<ListingState>): void {
    this.#listings.set(live, { ...this.listingOf(live), ...listing })
    for (const listener of [...this.#listeners]) listener(live)
  }

  /** Hears announcements. Returns how to stop. */
  onListing(listener: (live: LiveInstrument) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
