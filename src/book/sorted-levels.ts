/**
 * @hotpath One side of a book: sorted levels in one typed array, with a gap where the last change was.
 *
 *     cells  [ far … … | gap | … … near ]    a level is two cells: its key, its size
 *     keys   ascend towards the touch: bids: key = price, asks: key = -price
 *
 * Venues send a frame's levels in the order of their price: a change is a few levels from the one before, however far
 * both are from the touch. So a search gallops from the gap, and an insertion or removal moves only what lies between
 * the gap and its place. Any other order is as right, and slower.
 *
 * Invariants: keys strictly ascend over far, then near; every size is > 0. A whole frame is applied per call: a double
 * passed to a call that is not inlined would be boxed. Allocation budget: none but growth by doubling. Bench:
 * `bench/gate`; what was tried instead: docs/hot-path.md.
 */
import {
  type Decimal,
  type DecimalText,
  type LevelBuffer,
  type Levels,
  rescale,
  type ScaledPrice,
  type ScaledSize,
  scaledDecimal,
  scaledNumber,
  scaledText,
} from '../core/index.ts'

const INITIAL_CAPACITY = 32
/** Up to this many levels a plain loop moves faster than `copyWithin`. */
const LOOP_LEVELS = 32

/** See the head of this file. As `Levels`, index 0 is the best. */
export class SortedLevels implements Levels {
  /** Scale of the prices. */
  priceScale: number
  /** Scale of the sizes. */
  sizeScale: number
  readonly #sign: 1 | -1
  #cells: Float64Array = new Float64Array(2 * INITIAL_CAPACITY)
  /** Levels the array has room for. */
  #capacity = INITIAL_CAPACITY
  /** Levels before the gap, from place 0. */
  #far = 0
  /** Place of the first level after the gap; from here on the array is full. */
  #near = INITIAL_CAPACITY

  /** An empty side. */
  constructor(side: 'bid' | 'ask', priceScale: number, sizeScale: number) {
    this.#sign = side === 'bid' ? 1 : -1
    this.priceScale = priceScale
    this.sizeScale = sizeScale
  }

  /** Number of levels. */
  get count(): number {
    return this.#far + this.#capacity - this.#near
  }

  /** Replaces the side by a snapshot's levels, in any order; levels of size 0 are left out. */
  replace(levels: LevelBuffer): void {
    this.#clear()
    this.#reserve(levels.count)
    const { prices, sizes } = levels
    const cells = this.#cells
    const sign = this.#sign
    let n = 0
    // Venues send the best first: filling from the last row keeps the keys ascending. Anything else (another order, a
    // price twice, a size of 0) is applied row by row, the last one winning.
    for (let i = levels.count - 1; i >= 0; i -= 1) {
      const key = prices[i]! * sign
      if (sizes[i]! <= 0 || (n > 0 && key <= cells[2 * n - 2]!)) {
        this.#clear()
        this.apply(levels)
        return
      }
      cells[2 * n] = key
      cells[2 * n + 1] = sizes[i]!
      n += 1
    }
    this.#far = n
  }

  /** Applies absolute sizes in the frame's order; 0 removes, and removing what is not there is nothing. */
  apply(levels: LevelBuffer): void {
    this.#reserve(this.count + levels.count)
    const { count, prices, sizes } = levels
    const cells = this.#cells
    const capacity = this.#capacity
    const sign = this.#sign
    let far = this.#far
    let near = this.#near
    for (let i = 0; i < count; i += 1) {
      const key = prices[i]! * sign
      const size = sizes[i]!
      // `low` becomes the first place whose key is not below: gallop away from the gap, then bisect.
      let low: number
      let high: number
      let step = 1
      const isFar = far > 0 && cells[2 * far - 2]! >= key
      if (isFar) {
        high = far - 1
        while (high >= step && cells[2 * (high - step)]! >= key) {
          high -= step
          step <<= 1
        }
        low = high < step ? 0 : high - step + 1
      } else {
        low = near
        while (low + step <= capacity && cells[2 * (low + step - 1)]! < key) {
          low += step
          step <<= 1
        }
        high = low + step > capacity ? capacity : low + step - 1
      }
      while (low < high) {
        const middle = (low + high) >>> 1
        if (cells[2 * middle]! < key) low = middle + 1
        else high = middle
      }
      const isThere = low < capacity && cells[2 * low] === key
      if (isThere && size > 0) {
        cells[2 * low + 1] = size
        continue
      }
      if (!isThere && size <= 0) continue
      // The gap comes to the place: a removed level is left in it, a new one goes to its far end.
      if (isFar) {
        const kept = isThere ? low + 1 : low
        moveLevels(cells, kept, far, near - far)
        near -= far - kept
        far = low
      } else {
        moveLevels(cells, near, low, far - near)
        far += low - near
        near = isThere ? low + 1 : low
      }
      if (!isThere) {
        cells[2 * far] = key
        cells[2 * far + 1] = size
        far += 1
      }
    }
    this.#far = far
    this.#near = near
  }

  /** Drops the levels farthest from the touch beyond `depth`. */
  truncate(depth: number): void {
    const extra = this.count - depth
    if (extra <= 0) return
    if (extra >= this.#far) {
      this.#near += extra - this.#far
      this.#far = 0
    } else {
      this.#cells.copyWithin(0, 2 * extra, 2 * this.#far)
      this.#far -= extra
    }
  }

  /** Brings the levels to higher scales, exactly; `false`, having changed nothing, where they would not fit 2^53. */
  rescale(priceScale: number, sizeScale: number): boolean {
    const cells = this.#cells.slice()
    for (let i = 0; i < this.count; i += 1) {
      const at = 2 * this.#place(i)
      const key = rescale(cells[at]!, this.priceScale, priceScale)
      const size = rescale(cells[at + 1]!, this.sizeScale, sizeScale)
      if (key === undefined || size === undefined) return false
      cells[at] = key
      cells[at + 1] = size
    }
    this.#cells = cells
    this.priceScale = priceScale
    this.sizeScale = sizeScale
    return true
  }

  /** {@inheritDoc Levels.price} */
  price(i: number): ScaledPrice {
    const price = i < this.count ? this.#cells[2 * this.#place(i)]! * this.#sign : Number.NaN
    return price as ScaledPrice
  }

  /** {@inheritDoc Levels.size} */
  size(i: number): ScaledSize {
    return (i < this.count ? this.#cells[2 * this.#place(i) + 1]! : Number.NaN) as ScaledSize
  }

  /** Place of the level that is `i` from the touch. */
  #place(i: number): number {
    const place = this.#capacity - 1 - i
    return place >= this.#near ? place : place - this.#near + this.#far
  }

  #clear(): void {
    this.#far = 0
    this.#near = this.#capacity
  }

  /** Makes room for `wanted` levels. */
  #reserve(wanted: number): void {
    if (wanted <= this.#capacity) return
    const capacity = Math.max(wanted, this.#capacity * 2)
    const near = capacity - (this.#capacity - this.#near)
    const cells = new Float64Array(2 * capacity)
    cells.set(this.#cells.subarray(0, 2 * this.#far))
    cells.set(this.#cells.subarray(2 * this.#near), 2 * near)
    this.#cells = cells
    this.#capacity = capacity
    this.#near = near
  }

  /** {@inheritDoc Levels.priceText} */
  priceText(i: number): DecimalText {
    return scaledText(this.price(i), this.priceScale)
  }

  /** {@inheritDoc Levels.sizeText} */
  sizeText(i: number): DecimalText {
    return scaledText(this.size(i), this.sizeScale)
  }

  /** {@inheritDoc Levels.priceDecimal} */
  priceDecimal(i: number): Decimal {
    return scaledDecimal(this.price(i), this.priceScale)
  }

  /** {@inheritDoc Levels.sizeDecimal} */
  sizeDecimal(i: number): Decimal {
    return scaledDecimal(this.size(i), this.sizeScale)
  }

  /** {@inheritDoc Levels.priceNumber} */
  priceNumber(i: number): number {
    return scaledNumber(this.price(i), this.priceScale)
  }

  /** {@inheritDoc Levels.sizeNumber} */
  sizeNumber(i: number): number {
    return scaledNumber(this.size(i), this.sizeScale)
  }
}

/** Moves the levels at `start..end` by `distance` places, across the gap. */
function moveLevels(cells: Float64Array, start: number, end: number, distance: number): void {
  const from = 2 * start
  const to = 2 * end
  const by = 2 * distance
  if (end - start > LOOP_LEVELS) cells.copyWithin(from + by, from, to)
  else if (distance > 0) for (let at = to - 1; at >= from; at -= 1) cells[at + by] = cells[at]!
  else for (let at = from; at < to; at += 1) cells[at + by] = cells[at]!
}
