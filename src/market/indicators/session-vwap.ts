/**
 * @hotpath Volume-weighted average price of a session. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Indicator } from './indicator.ts'
import { NumberIndicator } from './indicator-base.ts'
import { isMeant, isSize } from './magnitude.ts'
import type { StateReader } from './state-reader.ts'
import { Total } from './total.ts'

/** What was traded, as doubles. The names keep a trade of scaled integers from being taken for one. */
export interface PricedSize {
  /** Price; of a bar, what stands for it, such as a third of high + low + close. */
  readonly priceNumber: number
  /** Size traded at that price; 0 is allowed and counts nothing. */
  readonly sizeNumber: number
}

/**
 * The volume-weighted average price (VWAP) since the last `reset`: `Σ(price × size) ÷ Σ size`.
 *
 * In the unit of the price. When a session ends is yours to say: call `reset`. Ready with the first size above 0. Refuses
 * negative sizes. Within 10^-12 of the exact value for positive prices, however long the session is.
 *
 * @example
 * ```ts
 * import { SessionVwap } from 'crossbook/market'
 *
 * const DAY_US = 86_400_000_000
 * const average = new SessionVwap()
 * let day = 0
 * market.subscribe('trade', { pair: 'BTC/USDT' }, (trade) => {
 *   const today = Math.floor((trade.venueTimeUs ?? trade.localTimeUs) / DAY_US)
 *   if (today !== day) average.reset()
 *   day = today
 *   average.update({ priceNumber: Number(trade.priceText()), sizeNumber: Number(trade.sizeText()) })
 * })
 * ```
 */
export class SessionVwap extends NumberIndicator implements Indicator<PricedSize> {
  readonly #value = new Total()
  readonly #size = new Total()

  /** An average of everything from now on. */
  constructor() {
    super('sessionVwap()')
  }

  /** {@inheritDoc Indicator.update} */
  update(input: PricedSize): boolean {
    const { priceNumber, sizeNumber } = input
    if (!isMeant(priceNumber) || !isSize(sizeNumber)) return this.refuse()
    this.#value.add(priceNumber * sizeNumber)
    this.#size.add(sizeNumber)
    this.settle()
    return true
  }

  protected settle(): void {
    // 0 ÷ 0 is NaN: no value yet.
    this.result = this.#value.sum / this.#size.sum
  }

  protected save(numbers: number[]): void {
    this.#value.save(numbers)
    this.#size.save(numbers)
  }

  protected load(numbers: StateReader): void {
    this.#value.load(numbers)
    this.#size.load(numbers)
  }

  protected clear(): void {
    this.#value.clear()
    this.#size.clear()
  }
}
