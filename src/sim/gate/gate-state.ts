import type { WallClock } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { GateProduct } from './products.ts'

/** What the hosts of one simulated venue share. */
export class GateState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  readonly #statuses = new Map<LiveInstrument, string>()

  /** A venue over a market. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** An instrument; one symbol may name one of each product. */
  find(product: GateProduct, symbol: string): LiveInstrument | undefined {
    return this.market.find(product, symbol)
  }

  /** What the listing says of an instrument: its own word unless set otherwise. */
  statusOf(live: LiveInstrument): string {
    return (
      this.#statuses.get(live) ??
      live.spec.status ??
      (live.spec.kind === 'spot' ? 'tradable' : 'trading')
    )
  }

  /** Lets the listing say something else of an instrument. */
  setStatus(live: LiveInstrument, status: string): void {
    this.#statuses.set(live, status)
  }
}
