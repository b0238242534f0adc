/**
 * @hotpath Exponential moving average. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Indicator } from './indicator.ts'
import { NumberIndicator } from './indicator-base.ts'
import { isMeant } from './magnitude.ts'
import { checkPeriods, checkWord } from './parameters.ts'
import { SMOOTHING_SEEDS, Smoothing, type SmoothingSeed } from './smoothing.ts'
import type { StateReader } from './state-reader.ts'

/** How an {@link Ema} begins. */
export interface EmaOptions {
  /** What it starts from: most charts take the average, some the first number. @defaultValue `'average'` */
  readonly seed?: SmoothingSeed
}

/**
 * The exponential moving average (EMA): `value += 2 ÷ (period + 1) × (input − value)`.
 *
 * In the unit of the input. Ready after `period` inputs, with either seed.
 *
 * @example
 * ```ts
 * import { Ema } from 'crossbook/market'
 *
 * const average = new Ema(12, { seed: 'first' })
 * for (const price of [101, 102, 104]) average.update(price)
 * ```
 */
export class Ema extends NumberIndicator implements Indicator<number> {
  readonly #smoothing: Smoothing

  /**
   * An average in which the newest input has the share 2 ÷ (`period` + 1).
   *
   * @throws ConfigError `INVALID_OPTIONS` where the period is no integer from 1 to a million, or the seed is no such word.
   */
  constructor(period: number, { seed = 'average' }: EmaOptions = {}) {
    super(`ema(${period}, ${seed})`)
    checkPeriods('an EMA', { period })
    checkWord('an EMA', 'seed', seed, SMOOTHING_SEEDS)
    this.#smoothing = new Smoothing(period, 2 / (period + 1), seed)
  }

  /** {@inheritDoc Indicator.update} */
  update(input: number): boolean {
    if (!isMeant(input)) return this.refuse()
    this.#smoothing.push(input)
    this.settle()
    return true
  }

  protected settle(): void {
    this.result = this.#smoothing.isReady ? this.#smoothing.value : Number.NaN
  }

  protected save(numbers: number[]): void {
    this.#smoothing.save(numbers)
  }

  protected load(numbers: StateReader): void {
    this.#smoothing.load(numbers)
  }

  protected clear(): void {
    this.#smoothing.clear()
  }
}
