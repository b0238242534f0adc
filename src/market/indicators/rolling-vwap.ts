/**
 * @hotpath Volume-weighted average price of a window. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Indicator } from './indicator.ts'
import { NumberIndicator } from './indicator-base.ts'
import { isMeant, isSize } from './magnitude.ts'
import { checkPeriods } from './parameters.ts'
import type { PricedSize } from './session-vwap.ts'
import type { StateReader } from './state-reader.ts'
import { WindowSum } from './window-sum.ts'

/**
 * The volume-weighted average price (VWAP) of the last `period` trades or bars: `Σ(price × size) ÷ Σ size`.
 *
 * In the unit of the price. Ready after `period` inputs; without a value while all of their sizes are 0. Refuses negative
 * sizes. Within 10^-12 of the exact value for positive prices, however long it runs and whatever left the window.
 *
 * @example
 * ```ts
 * import { RollingVwap } from 'crossbook/market'
 *
 * const average = new RollingVwap(100)
 * market.subscribe('trade', { pair: 'BTC/USDT' }, (trade) => {
 *   average.update({ priceNumber: Number(trade.priceText()), sizeNumber: Number(trade.sizeText()) })
 * })
 * ```
 */
export class RollingVwap extends NumberIndicator implements Indicator<PricedSize> {
  readonly #value: WindowSum
  readonly #size: WindowSum

  /**
   * An average over `period` inputs.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the period is no integer from 1 to a million.
   */
  constructor(period: number) {
    super(`rollingVwap(${period})`)
    checkPeriods('a VWAP', { period })
    this.#value = new WindowSum(period)
    this.#size = new WindowSum(period)
  }

  /** {@inheritDoc Indicator.update} */
  update(input: PricedSize): boolean {
    const { priceNumber, sizeNumber } = input
    if (!isMeant(priceNumber) || !isSize(sizeNumber)) return this.refuse()
    this.#value.push(priceNumber * sizeNumber)
    this.#size.push(sizeNumber)
    this.settle()
    return true
  }

  protected settle(): void {
    const { count, period, sum } = this.#size
    // 0 ÷ 0 is NaN: no value.
    this.result = count === period ? this.#value.sum / sum : Number.NaN
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
