import type { WallClock } from '../../runtime/ports.ts'
import type { SimMarket } from '../sim-market.ts'
import type { Archive, ArchivedInstrument } from './archive.ts'
import type { DukascopyLimits } from './limits.ts'

/** What both hosts share. */
export class DukascopyState {
  /** The past. */
  readonly archive: Archive
  /** The clock: hours after it do not exist yet. */
  readonly clock: WallClock
  /** The venue's limits. */
  readonly limits: DukascopyLimits
  /** When every history begins, epoch ms. */
  readonly historyFromMs = 1_052_074_800_048
  readonly #market: SimMarket

  /** A venue over an archive; the market says what is listed. */
  constructor(market: SimMarket, archive: Archive, clock: WallClock, limits: DukascopyLimits) {
    this.#market = market
    this.archive = archive
    this.clock = clock
    this.limits = limits
  }

  /** Now, epoch ms. */
  nowMs(): number {
    return Math.floor(this.clock.nowUs() / 1000)
  }

  /** What is listed. */
  instruments(): readonly ArchivedInstrument[] {
    // Listing keeps what an instrument's options say beyond the common ones.
    return this.#market.instruments().map(({ spec }) => spec as ArchivedInstrument)
  }

  /** An instrument by its code, or by the name that files have of it. */
  find(name: string): ArchivedInstrument | undefined {
    return this.instruments().find(
      ({ symbol }) => symbol === name || symbol.replace(/[^A-Z0-9]/g, '') === name,
    )
  }
}
