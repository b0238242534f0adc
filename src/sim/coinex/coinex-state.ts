import type { WallClock } from '../../runtime/ports.ts'
import { Ring } from '../../runtime/ring.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { SimLiquidation } from '../sim-trade.ts'
import { type CoinexMarket, PRODUCTS } from './products.ts'

const KEPT_LIQUIDATIONS = 1000

/** A maintenance as the venue announces it; moments in epoch ms. */
export interface CoinexMaintenance {
  /** First moment. */
  readonly startedAtMs: number
  /** First moment after it. */
  readonly endedAtMs: number
  /** `SPOT`, `PERPETUAL`, `ALL_SITE`. */
  readonly scope: readonly string[]
  /** Until when only post-only orders are taken afterwards; absent: not at all. */
  readonly protectedUntilMs?: number
}

/** A forced order and its market. */
export interface PastLiquidation {
  /** The market. */
  readonly live: LiveInstrument
  /** What was executed. */
  readonly forced: SimLiquidation
}

/** What the hosts of one simulated venue share. */
export class CoinexState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  /** Maintenances announced. */
  readonly maintenances: CoinexMaintenance[] = []
  /** Whether contracts can no longer be traded, though they are listed as `online`. */
  isClosing = false
  readonly #liquidations = new Ring<PastLiquidation>(KEPT_LIQUIDATIONS)

  /** A venue over a market. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
    market.listen(({ instrument, liquidation }) => {
      if (liquidation !== undefined)
        this.#liquidations.push({ live: instrument, forced: liquidation })
    })
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** Now by the venue's clock, epoch ms. */
  get nowMs(): number {
    return Math.floor(this.clock.nowUs() / 1000)
  }

  /** A market of one half of the venue: a symbol means one thing in each. */
  find(of: CoinexMarket, symbol: string): LiveInstrument | undefined {
    for (const product of PRODUCTS[of]) {
      const live = this.market.find(product, symbol)
      if (live !== undefined) return live
    }
    return undefined
  }

  /** All markets of a half. */
  all(of: CoinexMarket): readonly LiveInstrument[] {
    return PRODUCTS[of].flatMap((product) => this.market.instruments(product))
  }

  /** The contract whose index a market is priced against: itself, or for spot the linear one of its name. */
  indexOf({ spec }: LiveInstrument): LiveInstrument['perpetual'] {
    return this.find('futures', spec.symbol)?.perpetual
  }

  /** Forced orders of a market, newest first. */
  liquidationsOf(live: LiveInstrument): readonly SimLiquidation[] {
    const all = this.#liquidations.toArray()
    return all
      .filter((each) => each.live === live)
      .map(({ forced }) => forced)
      .toReversed()
  }
}
