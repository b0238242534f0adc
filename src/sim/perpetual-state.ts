import { Ring } from '../runtime/ring.ts'
import type { SeededRandom } from '../runtime/virtual/seeded-random.ts'
import type { SimInstrument } from './sim-instrument.ts'
import type { SimTrade } from './sim-trade.ts'

/** Fraction digits of mark and index prices and of funding rates. */
export const MARK_SCALE = 8

/** A funding that was exchanged. */
export interface SimFunding {
  /** When, epoch ms. */
  readonly timeMs: number
  /** Rate at {@link MARK_SCALE}. */
  readonly rate: number
  /** Mark price at {@link MARK_SCALE}. */
  readonly markPrice: bigint
}

const USUAL_FUNDING_MS = 8 * 3_600_000
const BASE_RATE = 10_000
const MOST_RATE = 75_000

/**
 * What a contract has beside its book: index, mark, funding and open interest.
 *
 * The index follows the order flow's fair value, the mark adds a slow average of the book's premium over it, and the
 * funding rate is that premium over the index, held between ±0.075 %.
 */
export class PerpetualState {
  readonly #spec: SimInstrument
  readonly #random: SeededRandom
  readonly #everyMs: number
  readonly #fundings = new Ring<SimFunding>(1000)
  #premium = 0
  #slowMark = 0
  #openInterest: number

  /** Index price at {@link MARK_SCALE}. */
  indexPrice = 0n
  /** Mark price at {@link MARK_SCALE}. */
  markPrice = 0n
  /** Moving average of the mark price at {@link MARK_SCALE}. */
  averageMarkPrice = 0n
  /** Estimated rate of the next funding at {@link MARK_SCALE}. */
  fundingRate: number = BASE_RATE
  /** When the next funding is exchanged, epoch ms. */
  nextFundingTimeMs = 0

  /** A contract before its first update. */
  constructor(spec: SimInstrument, random: SeededRandom) {
    this.#spec = spec
    this.#random = random
    this.#everyMs = spec.fundingEveryMs ?? USUAL_FUNDING_MS
    this.#openInterest = spec.lot * spec.flow.maxOrderLots * 500
  }

  /** Open interest as a scaled size. */
  get openInterest(): number {
    return this.#openInterest
  }

  /** Fundings exchanged, oldest first. */
  get fundings(): readonly SimFunding[] {
    return this.#fundings.toArray()
  }

  /** Brings prices and funding to a moment; `fair` and `mid` are prices at the instrument's scale. */
  update(timeMs: number, fair: number, mid: number): void {
    const scaled = (price: number): number =>
      Math.round(price * 10 ** (MARK_SCALE - this.#spec.priceScale))
    if (this.nextFundingTimeMs === 0) this.#begin(timeMs, scaled(fair))
    this.#premium += (mid - fair - this.#premium) / 64
    const mark = scaled(fair + this.#premium)
    this.#slowMark += (mark - this.#slowMark) / 256
    this.indexPrice = BigInt(scaled(fair))
    this.markPrice = BigInt(mark)
    this.averageMarkPrice = BigInt(Math.round(this.#slowMark))
    const rate = BASE_RATE + Math.round((this.#premium / fair) * 10 ** MARK_SCALE)
    this.fundingRate = Math.max(-MOST_RATE, Math.min(MOST_RATE, rate))
    while (timeMs >= this.nextFundingTimeMs) {
      this.#settle(this.nextFundingTimeMs, this.fundingRate, this.markPrice)
      this.nextFundingTimeMs += this.#everyMs
    }
  }

  /** Lets a trade open or close interest. */
  trade(trade: SimTrade): void {
    const opens = this.#random.chance(0.5)
    const size = Math.min(trade.size, this.#openInterest - this.#spec.lot)
    this.#openInterest += opens ? trade.size : -size
  }

  #begin(timeMs: number, mark: number): void {
    this.nextFundingTimeMs = (Math.floor(timeMs / this.#everyMs) + 1) * this.#everyMs
    this.#slowMark = mark
    // A contract that was listed a month ago: history queries find something.
    for (let back = 90; back > 0; back -= 1) {
      const rate = BASE_RATE + this.#random.below(16_001) - 8000
      this.#settle(this.nextFundingTimeMs - back * this.#everyMs, rate, BigInt(mark))
    }
  }

  #settle(timeMs: number, rate: number, markPrice: bigint): void {
    this.#fundings.push({ timeMs, rate, markPrice })
  }
}
