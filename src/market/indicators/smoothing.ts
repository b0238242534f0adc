/**
 * @hotpath An average that forgets: `value += weight × (x − value)`, after a start.
 *
 * Every step shrinks the rounding of those before it by `1 − weight`, so nothing piles up: the error stays below
 * 10^-16 ÷ weight of the value. Allocation budget: none.
 */
import type { StateReader } from './state-reader.ts'

/**
 * What a smoothing starts from: the plain average of its first `period` numbers, or the first number alone. The weights
 * of both ways are the same later on; what the start left decays.
 */
export type SmoothingSeed = 'average' | 'first'

/** The words of {@link SmoothingSeed}. */
export const SMOOTHING_SEEDS: readonly SmoothingSeed[] = ['average', 'first']

/** Smooths a series. */
export class Smoothing {
  /** The smoothed value; means nothing until {@link Smoothing.isReady}. */
  value = 0
  readonly #period: number
  readonly #weight: number
  readonly #isAveraged: boolean
  #count = 0

  /** A smoothing that gives each new number the share `weight`. */
  constructor(period: number, weight: number, seed: SmoothingSeed) {
    this.#period = period
    this.#weight = weight
    this.#isAveraged = seed === 'average'
  }

  /** Whether it has seen `period` numbers. */
  get isReady(): boolean {
    return this.#count === this.#period
  }

  /** Takes a number in. */
  push(x: number): void {
    let weight = this.#weight
    if (this.#count < this.#period) {
      this.#count += 1
      if (this.#isAveraged || this.#count === 1) weight = 1 / this.#count
    }
    // With the whole weight nothing of the value before may stay, not even its rounding.
    if (weight === 1) this.value = x
    else this.value += weight * (x - this.value)
  }

  /** Forgets all. */
  clear(): void {
    this.#count = 0
    this.value = 0
  }

  /** Writes what it keeps. */
  save(numbers: number[]): void {
    numbers.push(this.#count, this.value)
  }

  /** Reads what `save` wrote. */
  load(numbers: StateReader): void {
    this.#count = numbers.count(this.#period)
    this.value = numbers.next()
  }
}
