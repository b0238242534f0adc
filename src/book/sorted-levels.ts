/**
 * @hotpath One side of a book: two parallel typed arrays, sorted, the best at the end.
 *
 *     keys   [ far … … … near ]      bids: key = price, asks: key = -price, so both sides ascend towards the touch
 *     sizes  [  …  … … …  …   ]
 *
 * Invariants: keys strictly ascend; every size is > 0. Changes gather at the touch, so a search gallops from the end
 * and a change moves few elements. A whole frame is applied per call: a double passed to a call that is not inlined
 * would be boxed. Allocation budget: none but growth by doubling. Bench: `bench/gate`; why arrays: docs/hot-path.md.
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
/** Below this many moved elements a plain loop beats `copyWithin`. */
const COPY_THRESHOLD = 48

/** See the head of this file. As `Levels`, index 0 is the best. */
export class SortedLevels implements Levels {
  /** Prices, negated on the ask side. */
  keys: Float64Array = new Float64Array(INITIAL_CAPACITY)
  sizes: Float64Array = new Float64Array(INITIAL_CAPACITY)
  /** Number of levels. */
  count = 0
  /** Scale of the prices. */
  priceScale: number
  /** Scale of the sizes. */
  sizeScale: number
  readonly #sign: 1 | -1

  /** An empty side. */
  constructor(side: 'bid' | 'ask', priceScale: number, sizeScale: number) {
    this.#sign = side === 'bid' ? 1 : -1
    this.priceScale = priceScale
    this.sizeScale = sizeScale
  }

  /** Replaces the side by a snapshot's levels, in any order; levels of size 0 are left out. */
  replace(levels: LevelBuffer): void {
    this.count = 0
    this.reserve(levels.count)
    const { prices, sizes } = levels
    const sign = this.#sign
    let n = 0
    // Venues send the best first: filling from the last row keeps the keys ascending. Anything else is inserted.
    for (let i = levels.count - 1; i >= 0; i -= 1) {
      if (sizes[i]! <= 0) continue
      const key = prices[i]! * sign
      if (n > 0 && key <= this.keys[n - 1]!) {
        this.count = 0
        this.apply(levels)
        return
      }
      this.keys[n] = key
      this.sizes[n] = sizes[i]!
      n += 1
    }
    this.count = n
  }

  /** Applies absolute sizes in the frame's order; 0 removes, and removing what is not there is nothing. */
  apply(levels: LevelBuffer): void {
    this.reserve(this.count + levels.count)
    const { keys, sizes } = this
    const sign = this.#sign
    let n = this.count
    for (let i = 0; i < levels.count; i += 1) {
      const key = levels.prices[i]! * sign
      const size = levels.sizes[i]!
      // Gallop back from the touch, then bisect: first place whose key is not below.
      let high = n
      let step = 1
      while (high - step >= 0 && keys[high - step]! >= key) {
        high -= step
        step <<= 1
      }
      let low = high - step < 0 ? 0 : high - step
      while (low < high) {
        const middle = (low + high) >>> 1
        if (keys[middle]! < key) low = middle + 1
        else high = middle
      }
      const isThere = low < n && keys[low] === key
      if (size > 0) {
        if (!isThere) {
          if (n - low > COPY_THRESHOLD) {
            keys.copyWithin(low + 1, low, n)
            sizes.copyWithin(low + 1, low, n)
          } else {
            for (let j = n; j > low; j -= 1) {
              keys[j] = keys[j - 1]!
              sizes[j] = sizes[j - 1]!
            }
          }
          keys[low] = key
          n += 1
        }
        sizes[low] = size
      } else if (isThere) {
        n -= 1
        if (n - low > COPY_THRESHOLD) {
          keys.copyWithin(low, low + 1, n + 1)
          sizes.copyWithin(low, low + 1, n + 1)
        } else {
          for (let j = low; j < n; j += 1) {
            keys[j] = keys[j + 1]!
            sizes[j] = sizes[j + 1]!
          }
        }
      }
    }
    this.count = n
  }

  /** Drops the levels farthest from the touch beyond `depth`. */
  truncate(depth: number): void {
    const extra = this.count - depth
    if (extra <= 0) return
    this.keys.copyWithin(0, extra, this.count)
    this.sizes.copyWithin(0, extra, this.count)
    this.count = depth
  }

  /** Makes room for `capacity` levels. */
  reserve(capacity: number): void {
    if (capacity <= this.keys.length) return
    const size = Math.max(capacity, this.keys.length * 2)
    const keys = new Float64Array(size)
    const sizes = new Float64Array(size)
    keys.set(this.keys.subarray(0, this.count))
    sizes.set(this.sizes.subarray(0, this.count))
    this.keys = keys
    this.sizes = sizes
  }

  /** Brings the levels to higher scales, exactly; `false`, having changed nothing, where they would not fit 2^53. */
  rescale(priceScale: number, sizeScale: number): boolean {
    const keys = this.keys.slice()
    const sizes = this.sizes.slice()
    for (let i = 0; i < this.count; i += 1) {
      const key = rescale(keys[i]!, this.priceScale, priceScale)
      const size = rescale(sizes[i]!, this.sizeScale, sizeScale)
      if (key === undefined || size === undefined) return false
      keys[i] = key
      sizes[i] = size
    }
    this.keys = keys
    this.sizes = sizes
    this.priceScale = priceScale
    this.sizeScale = sizeScale
    return true
  }

  /** {@inheritDoc Levels.price} */
  price(i: number): ScaledPrice {
    return (
      i < this.count ? this.keys[this.count - 1 - i]! * this.#sign : Number.NaN
    ) as ScaledPrice
  }

  /** {@inheritDoc Levels.size} */
  size(i: number): ScaledSize {
    return (i < this.count ? this.sizes[this.count - 1 - i]! : Number.NaN) as ScaledSize
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
