/**
 * @hotpath Mean and spread of the last `period` numbers.
 *
 * Two sums as in `window-sum.ts`, of the numbers and of their squares, nothing ever subtracted from either. The spread is
 * `Σx² − (Σx)² ÷ n`, which in plain doubles loses twice as many digits as mean ÷ deviation has; in pairs of doubles
 * (106 bits, squares by Dekker's product) it is right to 10^-12 as long as the deviation is no less than 10^-8 of the mean.
 * Welford's update, in doubles, is worse off: its error is 10^-16 × mean ÷ deviation, and a window has to subtract.
 * A window of equal numbers is told by counting them: its spread is exactly 0. Allocation budget: none;
 * no double is handed from function to function (see `window-sum.ts`).
 */
import type { StateReader } from './state-reader.ts'

/** 2^27 + 1: splits a double into halves whose products are exact (Veltkamp). */
const SPLITTER = 134_217_729

/** Moments of a window. */
export class WindowMoments {
  /** Mean of the window; means nothing until it is full. */
  mean = 0
  /** Sum of the squared distances from the mean; never negative, means nothing until the window is full. */
  squares = 0
  /** Numbers in the window. */
  count = 0
  /** How many it can hold. */
  readonly period: number
  readonly #ring: Float64Array
  /** For each place Σx high, Σx low, Σx² high, Σx² low of the last lap, from there to its end. */
  readonly #suffix: Float64Array
  #sumHigh = 0
  #sumLow = 0
  #squareHigh = 0
  #squareLow = 0
  #next = 0
  #last = Number.NaN
  /** How many numbers up to the last one are equal to it. */
  #equal = 0

  /** An empty window for `period` numbers. */
  constructor(period: number) {
    this.period = period
    this.#ring = new Float64Array(period)
    this.#suffix = new Float64Array(4 * (period + 1))
  }

  /** Takes a number in; the oldest leaves. */
  push(value: number): void {
    // JSON has no −0: without one, a window is the same after it.
    this.#ring[this.#next] = value + 0
    this.#take()
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
    const value = this.#ring[this.#next] as number
    this.#add(this.#next)
    this.#next += 1
    if (this.count < this.period) this.count += 1
    this.#equal = value === this.#last ? this.#equal + 1 : 1
    this.#last = value
    if (this.count === this.period) this.#measure()
    if (this.#next < this.period) return
    this.#sumFromEnd()
    this.#next = 0
    this.#zero()
  }

  #zero(): void {
    this.#sumHigh = 0
    this.#sumLow = 0
    this.#squareHigh = 0
    this.#squareLow = 0
  }

  /** Adds the number in a place of the ring, and its square: the product and what it rounds away. */
  #add(place: number): void {
    const value = this.#ring[place] as number
    const high = this.#sumHigh
    const sum = high + value
    const part = sum - high
    const low = this.#sumLow + (high - (sum - part) + (value - part))
    this.#sumHigh = sum + low
    this.#sumLow = low - (this.#sumHigh - sum)
    const square = value * value
    const wide = SPLITTER * value
    const upper = wide - (wide - value)
    const lower = value - upper
    const lost = upper * upper - square + 2 * upper * lower + lower * lower
    const all = this.#squareHigh
    const total = all + square
    const share = total - all
    const rest = this.#squareLow + (all - (total - share) + (square - share)) + lost
    this.#squareHigh = total + rest
    this.#squareLow = rest - (this.#squareHigh - total)
  }

  /** Both halves of the full window together. */
  #measure(): void {
    if (this.#equal >= this.period) {
      this.mean = this.#last
      this.squares = 0
      return
    }
    const suffix = this.#suffix
    const at = 4 * this.#next
    const sumA = this.#sumHigh
    const sumB = suffix[at] as number
    const sum = sumA + sumB
    const sumPart = sum - sumA
    const sumRest =
      sumA - (sum - sumPart) + (sumB - sumPart) + (this.#sumLow + (suffix[at + 1] as number))
    const squareA = this.#squareHigh
    const squareB = suffix[at + 2] as number
    const square = squareA + squareB
    const squarePart = square - squareA
    const squareRest =
      squareA -
      (square - squarePart) +
      (squareB - squarePart) +
      (this.#squareLow + (suffix[at + 3] as number))
    // n × Σx² − (Σx)²: the products are subtracted, then what each of them rounded away.
    const n = this.period
    const left = n * square
    const right = sum * sum
    const wideA = SPLITTER * square
    const upperA = wideA - (wideA - square)
    // n is short enough not to be split.
    const leftLost = n * upperA - left + n * (square - upperA)
    const wideB = SPLITTER * sum
    const upperB = wideB - (wideB - sum)
    const lowerB = sum - upperB
    const rightLost = upperB * upperB - right + 2 * upperB * lowerB + lowerB * lowerB
    const difference = left - right
    const part = difference - left
    const lost = left - (difference - part) - (right + part)
    const rests = leftLost + n * squareRest - (rightLost + 2 * sum * sumRest)
    this.mean = (sum + sumRest) / n
    this.squares = Math.max(0, (difference + (lost + rests)) / n)
  }

  #sumFromEnd(): void {
    this.#zero()
    for (let i = this.period - 1; i >= 0; i -= 1) {
      this.#add(i)
      this.#suffix[4 * i] = this.#sumHigh
      this.#suffix[4 * i + 1] = this.#sumLow
      this.#suffix[4 * i + 2] = this.#squareHigh
      this.#suffix[4 * i + 3] = this.#squareLow
    }
  }

  /** Everything anew, added in the order in which it came to be: the same bits. */
  #rebuild(): void {
    this.#suffix.fill(0)
    const isFull = this.count === this.period
    if (isFull) this.#sumFromEnd()
    this.#zero()
    for (let i = 0; i < this.#next; i += 1) this.#add(i)
    this.#countEqual()
    this.mean = 0
    this.squares = 0
    if (isFull) this.#measure()
  }

  #countEqual(): void {
    this.#last = Number.NaN
    this.#equal = 0
    for (let ago = 1; ago <= this.count; ago += 1) {
      const value = this.#ring[(this.#next - ago + this.period) % this.period] as number
      if (ago === 1) this.#last = value
      if (value !== this.#last) return
      this.#equal = ago
    }
  }
}
