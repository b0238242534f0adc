import type { WallClock } from '../../runtime/ports.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import type { BookTruth, SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import { BlockLog } from './block-log.ts'
import { PRODUCTS } from './products.ts'
import { timeMs } from './wire-text.ts'

/** What the hosts of one simulated venue share. */
export class HyperliquidState {
  /** What is traded. */
  readonly market: SimMarket
  /** Timers and the venue's clock, which a fault may skew. */
  readonly ports: SimPorts
  readonly #blocks = new Map<LiveInstrument, BlockLog>()
  readonly #delisted = new Set<string>()

  /** A venue over a market. */
  constructor(market: SimMarket, ports: SimPorts) {
    this.market = market
    this.ports = ports
  }

  /** The venue's clock. */
  get clock(): WallClock {
    return this.ports.wallClock
  }

  /** An instrument by its coin, exactly as it is written. */
  find(coin: string): LiveInstrument | undefined {
    for (const product of PRODUCTS) {
      const live = this.market.find(product, coin)
      if (live !== undefined) return live
    }
    return undefined
  }

  /** Takes an instrument out of trading: it stays listed, and its book is empty from now on. */
  delist(coin: string): void {
    this.#delisted.add(coin)
  }

  /** Whether a coin was taken out of trading. */
  isDelisted(coin: string): boolean {
    return this.#delisted.has(coin)
  }

  /** Names of the dexes, the venue's own (`''`) first, in the order of their first listing. */
  dexes(): readonly string[] {
    const builders = this.market.instruments('hip3').map(({ spec }) => dexOf(spec.symbol))
    return [...new Set(['', ...builders])]
  }

  /** The perpetuals of a dex, in the order of their listing, which is that of their numbers. */
  ofDex(dex: string): readonly LiveInstrument[] {
    return [...this.market.instruments('perp'), ...this.market.instruments('hip3')].filter(
      ({ spec }) => dexOf(spec.symbol) === dex,
    )
  }

  /** The time of the block that a book is of, ms; asked for when it is told. */
  stamp(live: LiveInstrument): number {
    return this.#log(live).stamp(timeMs(this.clock.nowUs()), live.updateId)
  }

  /** The book of now, or of a block that the wire told of. */
  truth(product: string, coin: string, blockMs: number | undefined): BookTruth | undefined {
    const live = this.market.find(product, coin)
    if (live === undefined) return undefined
    const log = this.#log(live)
    const updateId = blockMs === undefined ? undefined : log.updateIdAt(blockMs)
    if (blockMs !== undefined && updateId === undefined) return undefined
    const truth = this.market.truth(product, coin, updateId)
    // Asking changes nothing: of now, the block that would be told is named.
    const nowMs = timeMs(this.clock.nowUs())
    return truth && { ...truth, updateId: blockMs ?? log.next(nowMs, live.updateId) }
  }

  #log(live: LiveInstrument): BlockLog {
    const known = this.#blocks.get(live)
    if (known !== undefined) return known
    const log = new BlockLog()
    this.#blocks.set(live, log)
    return log
  }
}

/** The dex that a coin is of: what stands before its colon. */
function dexOf(coin: string): string {
  const colon = coin.indexOf(':')
  return colon < 0 ? '' : coin.slice(0, colon)
}
