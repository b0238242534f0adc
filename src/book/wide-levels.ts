import {
  type LevelBuffer,
  type Levels,
  ScaledLevels,
  type ScaledPrice,
  type ScaledSize,
} from '../core/index.ts'

/** Two big integers, the object that holds them and its place; V8 needs about so much. */
const LEVEL_BYTES = 96

interface WideLevel {
  readonly price: bigint
  readonly size: bigint
}

/**
 * One side of a book whose values do not fit 2^53: the same face over big integers, slower and exact.
 *
 * Sorted from the best; the scaled numbers read NaN, so that nobody computes with a rounded value unawares.
 */
export class WideLevels extends ScaledLevels {
  /** Scale of the prices. */
  priceScale: number
  /** Scale of the sizes. */
  sizeScale: number
  readonly #isBid: boolean
  #levels: WideLevel[] = []

  /** An empty side. */
  constructor(side: 'bid' | 'ask', priceScale: number, sizeScale: number) {
    super()
    this.#isBid = side === 'bid'
    this.priceScale = priceScale
    this.sizeScale = sizeScale
  }

  /** The same levels as a narrow side. */
  static from(side: 'bid' | 'ask', narrow: Levels): WideLevels {
    const wide = new WideLevels(side, narrow.priceScale, narrow.sizeScale)
    for (let i = 0; i < narrow.count; i += 1) {
      wide.#levels.push({ price: BigInt(narrow.price(i)), size: BigInt(narrow.size(i)) })
    }
    return wide
  }

  /** Number of levels. */
  get count(): number {
    return this.#levels.length
  }

  /** Bytes that it occupies, about. */
  get bytes(): number {
    return LEVEL_BYTES * this.count
  }

  /** Replaces the side by a snapshot's levels, which must be wide. */
  replace(levels: LevelBuffer): void {
    this.#levels = []
    this.apply(levels)
  }

  /** Applies absolute sizes of a wide buffer; 0 removes. */
  apply(levels: LevelBuffer): void {
    for (let i = 0; i < levels.count; i += 1) {
      const price = levels.widePrices[i]
      const size = levels.wideSizes[i]
      if (price === undefined || size === undefined) continue
      const at = this.#find(price)
      const isThere = this.#levels[at]?.price === price
      if (size > 0n) this.#levels.splice(at, isThere ? 1 : 0, { price, size })
      else if (isThere) this.#levels.splice(at, 1)
    }
  }

  /** Nothing: it has no room of a ladder. */
  release(): void {}

  /** Drops the levels farthest from the touch beyond `depth`. */
  truncate(depth: number): void {
    this.#levels.length = Math.min(this.#levels.length, depth)
  }

  /** Brings the levels to higher scales; always possible. */
  rescale(priceScale: number, sizeScale: number): boolean {
    const priceFactor = 10n ** BigInt(priceScale - this.priceScale)
    const sizeFactor = 10n ** BigInt(sizeScale - this.sizeScale)
    this.#levels = this.#levels.map(({ price, size }) => ({
      price: price * priceFactor,
      size: size * sizeFactor,
    }))
    this.priceScale = priceScale
    this.sizeScale = sizeScale
    return true
  }

  /** The exact scaled price of level `i`; `undefined` beyond the count. */
  widePrice(i: number): bigint | undefined {
    return this.#levels[i]?.price
  }

  /** NaN: read the text, the Decimal, or {@link WideLevels.widePrice}. */
  price(): ScaledPrice {
    return Number.NaN as ScaledPrice
  }

  /** NaN: read the text or the Decimal. */
  size(): ScaledSize {
    return Number.NaN as ScaledSize
  }

  protected override exactPrice(i: number): number | bigint {
    return this.#levels[i]?.price ?? Number.NaN
  }

  protected override exactSize(i: number): number | bigint {
    return this.#levels[i]?.size ?? Number.NaN
  }

  /** First place whose price is not better. */
  #find(price: bigint): number {
    let low = 0
    let high = this.#levels.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const there = this.#levels[middle]?.price ?? 0n
      if (this.#isBid ? there > price : there < price) low = middle + 1
      else high = middle
    }
    return low
  }
}
