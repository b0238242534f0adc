/**
 * @hotpath Bollinger bands. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Borrowed } from '../../core/index.ts'
import type { Indicator } from './indicator.ts'
import { IndicatorBase } from './indicator-base.ts'
import { isMeant } from './magnitude.ts'
import { checkFactor, checkPeriods } from './parameters.ts'
import type { StateReader } from './state-reader.ts'
import { WindowMoments } from './window-moments.ts'

/** How {@link BollingerBands} are drawn. */
export interface BollingerOptions {
  /** Inputs in the window. @defaultValue 20 */
  readonly period?: number
  /** Distance of the bands from the middle, in standard deviations. @defaultValue 2 */
  readonly width?: number
}

/** What {@link BollingerBands} say, in the unit of the input. */
export interface BollingerValue {
  /** Middle plus `width` deviations. */
  readonly upper: number
  /** Mean of the window. */
  readonly middle: number
  /** Middle less `width` deviations. */
  readonly lower: number
  /** Standard deviation of the window: of the population, so divided by its length. */
  readonly deviation: number
}

/**
 * Bollinger bands: the mean of the last `period` numbers, and lines some standard deviations above and below.
 *
 * The deviation is that of the population, as Bollinger has it: squares are divided by `period`, not by one less. It is
 * within 10^-12 of the exact one as long as it is above 10^-8 of the mean, and exactly 0 where all numbers are equal.
 * Ready after `period` inputs. The value is one object, borrowed: the next update overwrites it.
 *
 * @example
 * ```ts
 * import { BollingerBands } from 'crossbook/market'
 *
 * const bands = new BollingerBands({ period: 20, width: 2 })
 * const price = 101.5
 * bands.update(price)
 * if (bands.value !== undefined && price > bands.value.upper) console.log('above the band')
 * ```
 */
export class BollingerBands
  extends IndicatorBase
  implements Indicator<number, Borrowed<BollingerValue>>
{
  readonly #window: WindowMoments
  readonly #width: number
  // NaN first: the fields are then doubles from the start.
  readonly #value = {
    upper: Number.NaN,
    middle: Number.NaN,
    lower: Number.NaN,
    deviation: Number.NaN,
  }

  /**
   * Bands around a mean.
   *
   * @throws ConfigError `INVALID_OPTIONS` where the period is no integer from 1 to a million, or the width not above 0.
   */
  constructor({ period = 20, width = 2 }: BollingerOptions = {}) {
    super(`bollingerBands(${period}, ${width})`)
    checkPeriods('Bollinger bands', { period })
    checkFactor('Bollinger bands', 'width', width)
    this.#window = new WindowMoments(period)
    this.#width = width
  }

  /** {@inheritDoc Indicator.value} */
  get value(): Borrowed<BollingerValue> | undefined {
    return this.isReady ? this.#value : undefined
  }

  /** {@inheritDoc Indicator.isReady} */
  get isReady(): boolean {
    return this.#window.count === this.#window.period
  }

  /** {@inheritDoc Indicator.update} */
  update(input: number): boolean {
    if (!isMeant(input)) return this.refuse()
    this.#window.push(input)
    this.settle()
    return true
  }

  protected settle(): void {
    const { mean, squares, period } = this.#window
    const deviation = Math.sqrt(squares / period)
    const value = this.#value
    value.deviation = deviation
    value.middle = mean
    value.upper = mean + this.#width * deviation
    value.lower = mean - this.#width * deviation
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
