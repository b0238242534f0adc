import type { WallClock } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { AggTrades } from './agg-trades.ts'

const FUTURES_AGGREGATION_MS = 100

/** What the hosts of one simulated venue share. */
export class BinanceState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  readonly #aggregates = new Map<LiveInstrument, AggTrades>()
  readonly #statusListeners = new Set<(live: LiveInstrument, status: string) => void>()
  readonly #shutdownListeners = new Set<() => void>()

  /** Starts to aggregate the market's trades. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
    for (const live of market.instruments()) this.aggregates(live)
    market.listen((event) => {
      const known = this.#aggregates.get(event.instrument)
      // What is listed later is met here first; its aggregates begin with the trades it has, this event's among them.
      if (known === undefined) this.aggregates(event.instrument)
      else known.add(event)
    })
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** Aggregated trades of an instrument. */
  aggregates(live: LiveInstrument): AggTrades {
    let known = this.#aggregates.get(live)
    if (known === undefined) {
      const windowMs = live.spec.kind === 'spot' ? 0 : FUTURES_AGGREGATION_MS
      known = new AggTrades(live, this.ports.timers, windowMs)
      this.#aggregates.set(live, known)
    }
    return known
  }

  /** Tells that an instrument was listed or changed its status. */
  announceStatus(live: LiveInstrument, status: string): void {
    for (const listener of this.#statusListeners) listener(live, status)
  }

  /** Hears status changes. Returns how to stop. */
  onStatus(listener: (live: LiveInstrument, status: string) => void): () => void {
    this.#statusListeners.add(listener)
    return () => this.#statusListeners.delete(listener)
  }

  /** Tells every spot connection that it will be closed. */
  announceShutdown(): void {
    for (const listener of [...this.#shutdownListeners]) listener()
  }

  /** Hears announced shutdowns. Returns how to stop. */
  onShutdown(listener: () => void): () => void {
    this.#shutdownListeners.add(listener)
    return () => this.#shutdownListeners.delete(listener)
  }
}
