/**
 * @hotpath Moving average convergence divergence. Allocation budget: none; proven by `npm run bench:gate`.
 */
import type { Borrowed } from '../../core/index.ts'
import type { Indicator } from './indicator.ts'
import { IndicatorBase } from './indicator-base.ts'
import { isMeant } from './magnitude.ts'
import { checkPeriods, checkWord } from './parameters.ts'
import { SMOOTHING_SEEDS, Smoothing, type SmoothingSeed } from './smoothing.ts'
import type { StateReader } from './state-reader.ts'

/** Periods of a {@link Macd}. */
export interface MacdOptions {
  /** Period of the fast average. @defaultValue 12 */
  readonly fast?: number
  /** Period of the slow average; longer than the fast one. @defaultValue 26 */
  readonly slow?: number
  /** Period of the signal line. @defaultValue 9 */
  readonly signal?: number
  /** What all three averages start from. @defaultValue `'average'` */
  readonly seed?: SmoothingSeed
}

/** What a {@link Macd} says, in the unit of its input. */
export interface MacdValue {
  /** Fast average less slow average. */
  readonly macd: number
  /** Average of `macd`. */
  readonly signal: number
  /** `macd` less `signal`. */
  readonly histogram: number
}

/**
 * Moving average convergence divergence (MACD): the distance of two EMAs, and the EMA of that.
 *
 * Each average starts from the plain average of as many inputs as its period has, counted from the first; with `seed: 'first'`
 * from the first alone. The signal line does the same with distances, of which the first is there when the slow average is
 * ready. Ready after `slow` + `signal` − 1 inputs. As exact as doubles of the input's size: within 10^-12 of the price. The
 * value is one object, borrowed: the next update overwrites it.
 *
 * @example
 * ```ts
 * import { Macd } from 'crossbook/market'
 *
 * const trend = new Macd({ fast: 12, slow: 26, signal: 9 })
 * market.subscribe('candle', { pair: 'BTC/USDT', interval: '1h' }, (bar) => {
 *   if (bar.isClosed) trend.update(Number(bar.close))
 *   if (trend.value !== undefined) console.log(trend.value.macd, trend.value.signal)
 * })
 * ```
 */
export class Macd extends IndicatorBase implements Indicator<number, Borrowed<MacdValue>> {
  readonly #fast: Smoothing
  readonly #slow: Smoothing
  readonly #signal: Smoothing
  // NaN first: the fields are then doubles from the start.
  readonly #value = { macd: Number.NaN, signal: Number.NaN, histogram: Number.NaN }

  /**
   * Two averages and their signal line.
   *
   * @throws ConfigError `INVALID_OPTIONS` where a period is no integer from 1 to a million, where `fast` is not below
   * `slow`, or where the seed is no such word.
   */
  constructor({ fast = 12, slow = 26, signal = 9, seed = 'average' }: MacdOptions = {}) {
    super(`macd(${fast}, ${slow}, ${signal}, ${seed})`)
    checkPeriods('a MACD', { fast, slow, signal })
    checkPeriods('a MACD', { slow }, fast + 1)
    checkWord('a MACD', 'seed', seed, SMOOTHING_SEEDS)
    this.#fast = new Smoothing(fast, 2 / (fast + 1), seed)
    this.#slow = new Smoothing(slow, 2 / (slow + 1), seed)
    this.#signal = new Smoothing(signal, 2 / (signal + 1), seed)
  }

  /** {@inheritDoc Indicator.value} */
  get value(): Borrowed<MacdValue> | undefined {
    return this.isReady ? this.#value : undefined
  }

  /** {@inheritDoc Indicator.isReady} */
  get isReady(): boolean {
    return this.#signal.isReady
  }

  /** {@inheritDoc Indicator.update} */
  update(input: number): boolean {
    if (!isMeant(input)) return this.refuse()
    this.#fast.push(input)
    this.#slow.push(input)
    if (!this.#slow.isReady) return true
    this.#signal.push(this.#fast.value - this.#slow.value)
    this.settle()
    return true
  }

  protected settle(): void {
    const value = this.#value
    value.macd = this.#fast.value - this.#slow.value
    value.signal = this.#signal.value
    value.histogram = value.macd - value.signal
  }

  protected save(numbers: number[]): void {
    this.#fast.save(numbers)
    this.#slow.save(numbers)
    this.#signal.save(numbers)
  }

  protected load(numbers: StateReader): void {
    this.#fast.load(numbers)
    this.#slow.load(numbers)
    this.#signal.load(numbers)
  }

  protected clear(): void {
    this.#fast.clear()
    this.#slow.clear()
    this.#signal.clear()
  }
}
