/**
 * @hotpath A sum that grows without end, as a pair of doubles (106 bits, by Knuth's TwoSum): a million additions lose
 * nothing that a double can show. Allocation budget: none.
 */
import type { StateReader } from './state-reader.ts'

/** Sums all there was. */
export class Total {
  #high = 0
  #low = 0

  /** The sum, rounded once. */
  get sum(): number {
    return this.#high
  }

  /** Takes a number in. */
  add(value: number): void {
    const high = this.#high
    const sum = high + value
    const part = sum - high
    const low = this.#low + (high - (sum - part) + (value - part))
    this.#high = sum + low
    this.#low = low - (this.#high - sum)
  }

  /** Back to 0. */
  clear(): void {
    this.#high = 0
    this.#low = 0
  }

  /** Writes the pair. */
  save(numbers: number[]): void {
    numbers.push(this.#high, this.#low)
  }

  /** Reads what `save` wrote. */
  load(numbers: StateReader): void {
    this.#high = numbers.next()
    this.#low = numbers.next()
  }
}
