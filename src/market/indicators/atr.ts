/**
 * @hotpath Average true range. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Indicator } from './indicator.ts'
import { NumberIndicator } from './indicator-base.ts'
import { isMeant } from './magnitude.ts'
import { checkPeriods } from './parameters.ts'
import { Smoothing } from './smoothing.ts'
import type { StateReader } from './state-reader.ts'

/** Prices of a bar as doubles. */
export interface BarPrices {
  /** Highest price. */
  readonly high: number
  /** Lowest price. */
  readonly low: number
  /** Last price. */
  readonly close: number
}

/**
 * The average true range (ATR) of Wilder: how far a price moves in a bar, gaps between bars included.
 *
 * The true range of a bar is the largest of `high − low`, `|high − close before|` and `|low − close before|`; that of the
 * first bar `high − low`. The average starts as the plain mean of the first `period` ranges; then each has the share
 * 1 ÷ `period`. In the unit of the input. Ready after `period` bars. Refuses a bar whose high is below its low. Give it
 * closed bars only: a bar that still grows would count each time.
 *
 * @example
 * ```ts
 * import { Atr } from 'crossbook/market'
 *
 * const range = new Atr(14)
 * market.subscribe('candle', { pair: 'BTC/USDT', interval: '1m' }, ({ isClosed, high, low, close }) => {
 *   if (isClosed) range.update({ high: Number(high), low: Number(low), close: Number(close) })
 * })
 * ```
 */
export class Atr extends NumberIndicator implements Indicator<BarPrices> {
  readonly #smoothing: Smoothing
  #hasClose = false
  #close = 0

  /**
   * An average over `period` bars.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the period is no integer from 1 to a million.
   */
  constructor(period = 14) {
    super(`atr(${period})`)
    checkPeriods('an ATR', { period })
    this.#smoothing = new Smoothing(period, 1 / period, 'average')
  }

  /** {@inheritDoc Indicator.update} */
  update(input: BarPrices): boolean {
    const { high, low, close } = input
    if (!isMeant(high) || !isMeant(low) || !isMeant(close) || high < low) return this.refuse()
    // With the close before inside or outside of the bar, this is the largest of the three.
    const top = this.#hasClose && this.#close > high ? this.#close : high
    const bottom = this.#hasClose && this.#close < low ? this.#close : low
    this.#hasClose = true
    this.#close = close
    this.#smoothing.push(top - bottom)
    this.settle()
    return true
  }

  protected settle(): void {
    this.result = this.#smoothing.isReady ? this.#smoothing.value : Number.NaN
  }

  protected save(numbers: number[]): void {
    numbers.push(this.#hasClose ? 1 : 0, this.#close)
    this.#smoothing.save(numbers)
  }

  protected load(numbers: StateReader): void {
    this.#hasClose = numbers.count(1) === 1
    this.#close = numbers.next()
    this.#smoothing.load(numbers)
  }

  protected clear(): void {
    this.#hasClose = false
    this.#close = 0
    this.#smoothing.clear()
  }
}
