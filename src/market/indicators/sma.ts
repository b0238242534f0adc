/**
 * @hotpath Simple moving average. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Indicator } from './indicator.ts'
import { NumberIndicator } from './indicator-base.ts'
import { isMeant } from './magnitude.ts'
import { checkPeriods } from './parameters.ts'
import type { StateReader } from './state-reader.ts'
import { WindowSum } from './window-sum.ts'

/**
 * The simple moving average (SMA): the mean of the last `period` numbers.
 *
 * In the unit of the input. Ready after `period` inputs. Within 10^-12 of the exact mean, however long it
 * runs and whatever left the window: nothing is ever subtracted.
 *
 * @example
 * ```ts
 * import { Sma } from 'crossbook/market'
 *
 * const average = new Sma(20)
 * market.subscribe('candle', { pair: 'BTC/USDT', interval: '1m' }, (bar) => {
 *   if (bar.isClosed) average.update(Number(bar.close))
 *   if (average.value !== undefined) console.log(average.value)
 * })
 * ```
 */
export class Sma extends NumberIndicator implements Indicator<number> {
  readonly #window: WindowSum

  /**
   * An average over `period` inputs.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the period is no integer from 1 to a million.
   */
  constructor(period: number) {
    super(`sma(${period})`)
    checkPeriods('an SMA', { period })
    this.#window = new WindowSum(period)
  }

  /** {@inheritDoc Indicator.update} */
  update(input: number): boolean {
    if (!isMeant(input)) return this.refuse()
    this.#window.push(input)
    this.settle()
    return true
  }

  protected settle(): void {
    const { count, period, sum } = this.#window
    this.result = count === period ? sum / period : Number.NaN
  }

  protected save(numbers: number[]): void {
    this.#window.save(numbers)
  }

  protected load(numbers: StateReader): void {
    this.#window.load(numbers)
  }

  protected clear(): void {
    this.#window.clear()
  }
}
