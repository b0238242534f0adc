/**
 * @hotpath The sum of the last `period` numbers, without ever subtracting one.
 *
 * What subtracts the number that leaves keeps its rounding for ever, and after a spike the rest of the window is lost in
 * the spike's. Here the ring is written lap after lap, and a window is the rest of the last lap and the start of this one:
 *
 *     ring       [ 5 6 7 | 1 2 3 4 ]      next to write is place 3
 *     prefix     = 5 + 6 + 7              grows by one addition an update
 *     suffix[3]  = 1 + 2 + 3 + 4          one of the sums from each place to the end, made when the lap ended
 *
 * So what left the window is in no sum, and no rounding is older than two laps. Sums are pairs of doubles (106 bits, by
 * Knuth's TwoSum), so numbers that cancel do no harm either. An update costs two additions; the end of a lap one more
 * for each place, so three an update on average. Allocation budget: none; `push` is small enough to be inlined always, and
 * what it calls is told a place of the ring, for a double that is handed to a function may be boxed on the way.
 */
import type { StateReader } from './state-reader.ts'

/** Sums a window. */
export class WindowSum {
  /** Sum of the window, rounded once. */
  sum = 0
  /** Numbers in the window. */
  count = 0
  /** How many it can hold. */
  readonly period: number
  readonly #ring: Float64Array
  readonly #suffixHigh: Float64Array
  readonly #suffixLow: Float64Array
  #high = 0
  #low = 0
  #next = 0

  /** An empty window for `period` numbers. */
  constructor(period: number) {
    this.period = period
    this.#ring = new Float64Array(period)
    this.#suffixHigh = new Float64Array(period + 1)
    this.#suffixLow = new Float64Array(period + 1)
  }

  /** Takes a number in; the oldest leaves. */
  push(value: number): void {
    // JSON has no −0: without one, a window is the same after it.
    this.#ring[this.#next] = value + 0
    this.#take()
  }

  /** Multiplies every number by `factor`; for a unit that changed. Cold. */
  scaleBy(factor: number): void {
    for (let i = 0; i < this.count; i += 1) this.#ring[i] = (this.#ring[i] as number) * factor
    this.#rebuild()
  }

  /** Forgets all. */
  clear(): void {
    this.count = 0
    this.#next = 0
    this.#rebuild()
  }

  /** Writes the window. */
  save(numbers: number[]): void {
    numbers.push(this.count, this.#next)
    for (let i = 0; i < this.count; i += 1) numbers.push(this.#ring[i] as number)
  }

  /** Reads what `save` wrote. */
  load(numbers: StateReader): void {
    this.count = numbers.count(this.period)
    this.#next = numbers.count(this.period - 1)
    if (this.count < this.period && this.#next !== this.count) {
      throw numbers.damaged(`a window of ${this.count} numbers goes on at ${this.#next}`)
    }
    for (let i = 0; i < this.count; i += 1) this.#ring[i] = numbers.next()
    this.#rebuild()
  }

  /** Takes in what was written to the next place. */
  #take(): void {
    this.#add(this.#next)
    this.#next += 1
    if (this.count < this.period) this.count += 1
    this.#total()
    if (this.#next === this.period) this.#endLap()
  }

  /** Adds the number in a place of the ring. */
  #add(place: number): void {
    const value = this.#ring[place] as number
    const high = this.#high
    const sum = high + value
    const part = sum - high
    const low = this.#low + (high - (sum - part) + (value - part))
    this.#high = sum + low
    this.#low = low - (this.#high - sum)
  }

  #total(): void {
    const a = this.#high
    const b = this.#suffixHigh[this.#next] as number
    const sum = a + b
    const part = sum - a
    const error = a - (sum - part) + (b - part)
    this.sum = sum + (error + (this.#low + (this.#suffixLow[this.#next] as number)))
  }

  #endLap(): void {
    this.#sumFromEnd()
    this.#next = 0
    this.#high = 0
    this.#low = 0
  }

  /** Sums from each place to the end of the ring; those of places written anew are not read before they are made again. */
  #sumFromEnd(): void {
    this.#high = 0
    this.#low = 0
    for (let i = this.period - 1; i >= 0; i -= 1) {
      this.#add(i)
      this.#suffixHigh[i] = this.#high
      this.#suffixLow[i] = this.#low
    }
  }

  /** Every sum anew, added in the order in which they came to be: the same bits. */
  #rebuild(): void {
    this.#suffixHigh.fill(0)
    this.#suffixLow.fill(0)
    if (this.count === this.period) this.#sumFromEnd()
    this.#high = 0
    this.#low = 0
    for (let i = 0; i < this.#next; i += 1) this.#add(i)
    this.#total()
  }
}
