/**
 * @hotpath Volatility of log returns. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Indicator } from './indicator.ts'
import { NumberIndicator } from './indicator-base.ts'
import { isMeant } from './magnitude.ts'
import { checkFactor, checkPeriods, checkWord } from './parameters.ts'
import type { StateReader } from './state-reader.ts'
import { WindowMoments } from './window-moments.ts'

/** How {@link Volatility} is measured. */
export interface VolatilityOptions {
  /** Returns in the window; 2 or more. */
  readonly period: number
  /** Squares are divided by `period` − 1 (`sample`) or by `period` (`population`). @defaultValue `'sample'` */
  readonly deviation?: 'sample' | 'population'
  /**
   * Annualises: the result is multiplied by the square root of this. For bars of a day 365, of a minute 525,600, since
   * these markets never close.
   *
   * @defaultValue absent: the volatility of one step between inputs
   */
  readonly periodsPerYear?: number
}

/**
 * Volatility: the standard deviation of the last `period` log returns around their mean.
 *
 * With returns `r = ln(price ÷ price before)`: `√(Σ(r − mean)² ÷ (period − 1)) × √periodsPerYear`. A fraction: 0.01 is one
 * percent. Inputs are prices at equal steps of time, such as the closes of bars; time itself is not looked at. Ready after
 * `period` + 1 prices. Refuses prices that are not above 0. Exactly 0 where all returns are equal.
 *
 * @example
 * ```ts
 * import { Volatility } from 'crossbook/market'
 *
 * const volatility = new Volatility({ period: 60, periodsPerYear: 525_600 })
 * market.subscribe('candle', { pair: 'BTC/USDT', interval: '1m' }, (bar) => {
 *   if (bar.isClosed) volatility.update(Number(bar.close))
 * })
 * ```
 */
export class Volatility extends NumberIndicator implements Indicator<number> {
  readonly #window: WindowMoments
  readonly #divisor: number
  readonly #factor: number
  /** The price before; 0 where there is none. */
  #previous = 0

  /**
   * A window of returns.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the period is no integer from 2 to a million, `periodsPerYear` not above 0,
   * or `deviation` no such word.
   */
  constructor({ period, deviation = 'sample', periodsPerYear }: VolatilityOptions) {
    super(`volatility(${period}, ${deviation}, ${periodsPerYear ?? 1})`)
    checkPeriods('a volatility', { period }, 2)
    checkWord('a volatility', 'deviation', deviation, ['sample', 'population'])
    checkFactor('a volatility', 'periodsPerYear', periodsPerYear ?? 1)
    this.#window = new WindowMoments(period)
    this.#divisor = deviation === 'sample' ? period - 1 : period
    this.#factor = Math.sqrt(periodsPerYear ?? 1)
  }

  /** {@inheritDoc Indicator.update} */
  update(input: number): boolean {
    if (!isMeant(input) || input <= 0) return this.refuse()
    const previous = this.#previous
    this.#previous = input
    if (previous === 0) return true
    this.#window.push(logReturn(input, previous))
    this.settle()
    return true
  }

  protected settle(): void {
    const { count, period, squares } = this.#window
    this.result = count === period ? Math.sqrt(squares / this.#divisor) * this.#factor : Number.NaN
  }

  protected save(numbers: number[]): void {
    numbers.push(this.#previous)
    this.#window.save(numbers)
  }

  protected load(numbers: StateReader): void {
    this.#previous = numbers.next()
    this.#window.load(numbers)
  }

  protected clear(): void {
    this.#previous = 0
    this.#window.clear()
  }
}

/** `ln(price ÷ previous)`. The logarithm of a quotient near 1 has lost the digits that a small return consists of. */
function logReturn(price: number, previous: number): number {
  const ratio = price / previous
  // Within a factor of 2 the difference is exact.
  if (ratio > 0.5 && ratio < 2) return Math.log1p((price - previous) / previous)
  return Math.log(ratio)
}
