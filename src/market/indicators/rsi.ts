/**
 * @hotpath Relative strength index. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Indicator } from './indicator.ts'
import { NumberIndicator } from './indicator-base.ts'
import { isMeant } from './magnitude.ts'
import { checkPeriods } from './parameters.ts'
import { Smoothing } from './smoothing.ts'
import type { StateReader } from './state-reader.ts'

/**
 * Averages below this are not decayed further: no step of a price is near it, and their ratio, which is all that counts,
 * would be lost where doubles end. A price that stands still for hours gets there.
 */
const SMALLEST = 1e-250

/**
 * The relative strength index (RSI) of Wilder: `100 × gain ÷ (gain + loss)`, of average gains and losses.
 *
 * From 0 to 100. Both averages start as the plain mean of the first `period` changes; then each change has the share
 * 1 ÷ `period`. Ready after `period` + 1 inputs. 50 where no price ever changed, which has no ratio.
 *
 * @example
 * ```ts
 * import { Rsi } from 'crossbook/market'
 *
 * const strength = new Rsi()
 * market.subscribe('candle', { pair: 'BTC/USDT', interval: '1m' }, (bar) => {
 *   if (bar.isClosed && strength.update(Number(bar.close)) && strength.isReady) console.log(strength.value)
 * })
 * ```
 */
export class Rsi extends NumberIndicator implements Indicator<number> {
  readonly #gain: Smoothing
  readonly #loss: Smoothing
  #hasPrevious = false
  #previous = 0

  /**
   * An index over `period` changes.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the period is no integer from 1 to a million.
   */
  constructor(period = 14) {
    super(`rsi(${period})`)
    checkPeriods('an RSI', { period })
    this.#gain = new Smoothing(period, 1 / period, 'average')
    this.#loss = new Smoothing(period, 1 / period, 'average')
  }

  /** {@inheritDoc Indicator.update} */
  update(input: number): boolean {
    if (!isMeant(input)) return this.refuse()
    const change = input - this.#previous
    this.#previous = input
    if (!this.#hasPrevious) {
      this.#hasPrevious = true
      return true
    }
    const isIdle = change === 0 && this.#gain.isReady
    if (isIdle && this.#gain.value + this.#loss.value < SMALLEST) return true
    this.#gain.push(change > 0 ? change : 0)
    this.#loss.push(change < 0 ? -change : 0)
    this.settle()
    return true
  }

  protected settle(): void {
    this.result = Number.NaN
    if (!this.#gain.isReady) return
    const gain = this.#gain.value
    const both = gain + this.#loss.value
    this.result = both === 0 ? 50 : (100 * gain) / both
  }

  protected save(numbers: number[]): void {
    numbers.push(this.#hasPrevious ? 1 : 0, this.#previous)
    this.#gain.save(numbers)
    this.#loss.save(numbers)
  }

  protected load(numbers: StateReader): void {
    this.#hasPrevious = numbers.count(1) === 1
    this.#previous = numbers.next()
    this.#gain.load(numbers)
    this.#loss.load(numbers)
  }

  protected clear(): void {
    this.#hasPrevious = false
    this.#previous = 0
    this.#gain.clear()
    this.#loss.clear()
  }
}
