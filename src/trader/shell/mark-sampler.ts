import type { Asset, Decimal, Instrument } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { RiskInput } from '../engine/index.ts'
import type { PortfolioEvent } from '../portfolio/index.ts'
import type { MarketDesk } from './market-desk.ts'

/** What a {@link MarkSampler} is made of. */
export interface MarkSamplerParts {
  /** Markets. */
  readonly desk: MarketDesk
  /** The asset that equity is told in. */
  readonly reportingAsset: Asset
  /** How often prices are looked at, in ms. */
  readonly everyMs: number
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
  /** Takes what risk is to know. */
  readonly tellRisk: (input: RiskInput) => void
  /** Takes what money is to know. */
  readonly tellMoney: (event: PortfolioEvent) => void
}

/**
 * Looks at prices at times of its own: risk and money are told what a replay can be told again, not every change of a book.
 * A spot instrument quoted in the reporting asset is what its base is worth.
 */
export class MarkSampler {
  readonly #parts: MarkSamplerParts
  readonly #told = new Map<Instrument, string>()
  #timer: TimerHandle | undefined

  /** Looks at nothing before {@link start}. */
  constructor(parts: MarkSamplerParts) {
    this.#parts = parts
  }

  /** Looks now, and then on and on. */
  start(): void {
    this.#look()
    this.#timer = this.#parts.ports.timers.after(this.#parts.everyMs, () => this.start())
  }

  /** Looks no more. Idempotent. */
  stop(): void {
    this.#timer?.cancel()
  }

  #look(): void {
    for (const instrument of this.#parts.desk.instruments()) {
      const price = this.#parts.desk.mid(instrument)
      // What did not move is no news to anybody.
      if (price === undefined || this.#told.get(instrument) === price.toFixed()) continue
      this.#told.set(instrument, price.toFixed())
      this.#tell(instrument, price)
    }
  }

  #tell(instrument: Instrument, price: Decimal): void {
    const { reportingAsset, ports, tellRisk, tellMoney } = this.#parts
    const timeUs = ports.wallClock.nowUs()
    const { market, base, quote } = instrument
    tellRisk({ type: 'mid', instrument, price, timeUs })
    tellMoney({ type: 'instrumentMark', instrument, price, timeUs })
    if (market === 'spot' && quote === reportingAsset)
      tellMoney({ type: 'assetMark', asset: base, price, timeUs })
  }
}
