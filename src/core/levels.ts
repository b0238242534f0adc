/**
 * @hotpath Levels of one side, and the buffer that decoders fill, once per frame: arrays that are reused. Allocation budget:
 * none but growth by doubling; texts and `Decimal`s pay for themselves. Bench: `bench/gate`.
 */
import type { Decimal } from './decimal.ts'
import { type DecimalText, scaledText } from './decimal-text.ts'
import {
  rescale,
  type ScaledPrice,
  type ScaledSize,
  scaledDecimal,
  scaledNumber,
} from './scaled.ts'

/** Price levels of one side, index 0 first. In a book, index 0 is the best. */
export interface Levels {
  /** Number of levels. */
  readonly count: number
  /** Scale of the prices. */
  readonly priceScale: number
  /** Scale of the sizes. */
  readonly sizeScale: number
  /** Price of level `i` as a scaled integer; `NaN` beyond the count, or where the instrument is wide. */
  price(i: number): ScaledPrice
  /** Size of level `i` as a scaled integer; 0 in a delta removes the level. `NaN` as for `price`. */
  size(i: number): ScaledSize
  /** Exact price of level `i` as decimal text. */
  priceText(i: number): DecimalText
  /** Exact size of level `i` as decimal text. */
  sizeText(i: number): DecimalText
  /** Exact price of level `i`. */
  priceDecimal(i: number): Decimal
  /** Exact size of level `i`. */
  sizeDecimal(i: number): Decimal
  /** Nearest double of the price of level `i`; for display and statistics. */
  priceNumber(i: number): number
  /** Nearest double of the size of level `i`; for display and statistics. */
  sizeNumber(i: number): number
}

/** Levels that know their exact values as scaled integers: the texts, the `Decimal`s and the nearest doubles of those. */
export abstract class ScaledLevels implements Levels {
  abstract readonly count: number
  abstract readonly priceScale: number
  abstract readonly sizeScale: number
  abstract price(i: number): ScaledPrice
  abstract size(i: number): ScaledSize

  /** {@inheritDoc Levels.priceText} */
  priceText(i: number): DecimalText {
    return scaledText(this.exactPrice(i), this.priceScale)
  }

  /** {@inheritDoc Levels.sizeText} */
  sizeText(i: number): DecimalText {
    return scaledText(this.exactSize(i), this.sizeScale)
  }

  /** {@inheritDoc Levels.priceDecimal} */
  priceDecimal(i: number): Decimal {
    return scaledDecimal(this.exactPrice(i), this.priceScale)
  }

  /** {@inheritDoc Levels.sizeDecimal} */
  sizeDecimal(i: number): Decimal {
    return scaledDecimal(this.exactSize(i), this.sizeScale)
  }

  /** {@inheritDoc Levels.priceNumber} */
  priceNumber(i: number): number {
    return scaledNumber(this.exactPrice(i), this.priceScale)
  }

  /** {@inheritDoc Levels.sizeNumber} */
  sizeNumber(i: number): number {
    return scaledNumber(this.exactSize(i), this.sizeScale)
  }

  /** The scaled price of level `i`, also beyond 2^53; `NaN` where there is none. */
  protected exactPrice(i: number): number | bigint {
    return this.price(i)
  }

  /** The scaled size, likewise. */
  protected exactSize(i: number): number | bigint {
    return this.size(i)
  }
}

const INITIAL_CAPACITY = 64

/**
 * Levels in arrival order, in two parallel arrays that grow and are reused.
 *
 * Hot path: a decoder writes `prices[i]`, `sizes[i]` and `count` directly: one call per frame, none per level.
 * Wide instruments (values beyond 2^53) use the big-integer arrays instead, and leave NaN in the others.
 */
export class LevelBuffer extends ScaledLevels {
  /** Scaled prices; only the first `count` are meant. */
  prices: Float64Array = new Float64Array(INITIAL_CAPACITY)
  /** Scaled sizes; only the first `count` are meant. */
  sizes: Float64Array = new Float64Array(INITIAL_CAPACITY)
  /** Exact prices where `isWide`. */
  widePrices: bigint[] = []
  /** Exact sizes where `isWide`. */
  wideSizes: bigint[] = []
  /** Number of levels. */
  count = 0
  /** Scale of the prices. */
  priceScale = 0
  /** Scale of the sizes. */
  sizeScale = 0
  /** Whether the levels stand in the big-integer arrays. */
  isWide = false

  /** Empties the buffer and sets its scales. */
  clear(priceScale: number, sizeScale: number, isWide: boolean): void {
    this.count = 0
    this.priceScale = priceScale
    this.sizeScale = sizeScale
    this.isWide = isWide
    if (this.widePrices.length > 0) {
      this.widePrices = []
      this.wideSizes = []
    }
  }

  /** Makes room for at least `capacity` levels, keeping what is there. */
  reserve(capacity: number): void {
    if (capacity <= this.prices.length) return
    const size = Math.max(capacity, this.prices.length * 2)
    const prices = new Float64Array(size)
    const sizes = new Float64Array(size)
    prices.set(this.prices.subarray(0, this.count))
    sizes.set(this.sizes.subarray(0, this.count))
    this.prices = prices
    this.sizes = sizes
  }

  /**
   * Brings the levels held to higher scales, exactly. Returns `false`, having changed nothing, where a value would not
   * fit 2^53; the caller then calls {@link LevelBuffer.widen}.
   */
  rescale(priceScale: number, sizeScale: number): boolean {
    if (this.isWide) {
      const priceFactor = 10n ** BigInt(priceScale - this.priceScale)
      const sizeFactor = 10n ** BigInt(sizeScale - this.sizeScale)
      for (let i = 0; i < this.count; i += 1) {
        const price = this.widePrices[i]
        const size = this.wideSizes[i]
        if (price !== undefined) this.widePrices[i] = price * priceFactor
        if (size !== undefined) this.wideSizes[i] = size * sizeFactor
      }
    } else {
      const prices = this.prices.slice(0, this.count)
      const sizes = this.sizes.slice(0, this.count)
      if (!rescaleAll(prices, this.priceScale, priceScale)) return false
      if (!rescaleAll(sizes, this.sizeScale, sizeScale)) return false
      this.prices.set(prices)
      this.sizes.set(sizes)
    }
    this.priceScale = priceScale
    this.sizeScale = sizeScale
    return true
  }

  /** Moves the levels held to big integers. */
  widen(): void {
    if (this.isWide) return
    this.widePrices = []
    this.wideSizes = []
    for (let i = 0; i < this.count; i += 1) {
      const price = this.prices[i] ?? Number.NaN
      const size = this.sizes[i] ?? Number.NaN
      if (!Number.isNaN(price)) this.widePrices[i] = BigInt(price)
      if (!Number.isNaN(size)) this.wideSizes[i] = BigInt(size)
    }
    this.isWide = true
  }

  /** Takes over the levels of another buffer. */
  copyFrom(other: LevelBuffer): void {
    this.clear(other.priceScale, other.sizeScale, other.isWide)
    this.reserve(other.count)
    this.count = other.count
    if (other.isWide) {
      this.widePrices = other.widePrices.slice(0, other.count)
      this.wideSizes = other.wideSizes.slice(0, other.count)
    } else {
      this.prices.set(other.prices.subarray(0, other.count))
      this.sizes.set(other.sizes.subarray(0, other.count))
    }
  }

  /** {@inheritDoc Levels.price} */
  price(i: number): ScaledPrice {
    return (
      this.isWide || i >= this.count ? Number.NaN : (this.prices[i] ?? Number.NaN)
    ) as ScaledPrice
  }

  /** {@inheritDoc Levels.size} */
  size(i: number): ScaledSize {
    return (
      this.isWide || i >= this.count ? Number.NaN : (this.sizes[i] ?? Number.NaN)
    ) as ScaledSize
  }

  protected override exactPrice(i: number): number | bigint {
    return (
      (this.isWide ? this.widePrices[i] : i < this.count ? this.prices[i] : undefined) ?? Number.NaN
    )
  }

  protected override exactSize(i: number): number | bigint {
    return (
      (this.isWide ? this.wideSizes[i] : i < this.count ? this.sizes[i] : undefined) ?? Number.NaN
    )
  }
}

function rescaleAll(values: Float64Array, fromScale: number, toScale: number): boolean {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? Number.NaN
    if (Number.isNaN(value)) continue // an empty side, or a level being read
    const scaled = rescale(value, fromScale, toScale)
    if (scaled === undefined) return false
    values[i] = scaled
  }
  return true
}

/** The first `most` levels (all of them unless told) as pairs of exact decimal text, for JSON. */
export function levelTexts(
  levels: Levels,
  most: number = levels.count,
): [DecimalText, DecimalText][] {
  const texts: [DecimalText, DecimalText][] = []
  for (let i = 0; i < Math.min(most, levels.count); i += 1)
    texts.push([levels.priceText(i), levels.sizeText(i)])
  return texts
}
