import { Decimal, type Levels, type LiveOrderBook, type Side } from '../../core/index.ts'
import { minus, plus, ZERO } from '../portfolio/exact.ts'

/** What is wanted of a book. */
export interface LiquidityWish {
  /** The taker's side: a buyer takes asks. */
  readonly side: Side
  /** How much at most. */
  readonly quantity: Decimal
  /** The worst price; absent: whatever there is. */
  readonly limit?: Decimal
  /** Whether only prices better than the limit count. */
  readonly isBeyond?: boolean
}

/** What a level gives. */
export interface LiquidityPart {
  /** The level's price. */
  readonly price: Decimal
  /** How much of it. */
  readonly quantity: Decimal
}

interface TakenLevel {
  readonly price: Decimal
  readonly quantity: Decimal
}

/**
 * What the book of one instrument shows, less what our own orders took of it on paper.
 *
 * The market does not know that we took it, so it is remembered: nothing is taken twice. Where a level shrinks, what is
 * remembered of it is cut to what is left; where it grows, what came is there for us; once it is gone, it is forgotten. A level
 * that the book does not reach may still be there, so it is remembered until the book reaches it.
 */
export class Liquidity {
  readonly #taken = { buy: new Map<string, TakenLevel>(), sell: new Map<string, TakenLevel>() }

  /** What a taker would get now, best price first. Nothing is changed. */
  find(book: LiveOrderBook, { side, quantity, limit, isBeyond }: LiquidityWish): LiquidityPart[] {
    const levels = takenSide(book, side)
    const parts: LiquidityPart[] = []
    let left = quantity
    for (let i = 0; i < levels.count && left.gt(0); i += 1) {
      const price = levels.priceDecimal(i)
      if (limit !== undefined && !isWithin(side, price, limit, isBeyond === true)) break
      const taken = this.#taken[side].get(price.toFixed())?.quantity ?? ZERO
      const part = Decimal.min(left, minus(levels.sizeDecimal(i), taken))
      if (part.lte(0)) continue
      parts.push({ price, quantity: part })
      left = minus(left, part)
    }
    return parts
  }

  /** Remembers what was taken. */
  take(side: Side, parts: readonly LiquidityPart[]): void {
    for (const { price, quantity } of parts) {
      const key = price.toFixed()
      const before = this.#taken[side].get(key)?.quantity ?? ZERO
      this.#taken[side].set(key, { price, quantity: plus(before, quantity) })
    }
  }

  /** The book has changed. */
  follow(book: LiveOrderBook): void {
    for (const side of ['buy', 'sell'] as const) {
      const levels = takenSide(book, side)
      for (const [key, { price, quantity }] of this.#taken[side]) {
        const size = sizeAt(levels, price, opposite(side))
        if (size === undefined) continue
        if (size.isZero()) this.#taken[side].delete(key)
        else if (quantity.gt(size)) this.#taken[side].set(key, { price, quantity: size })
      }
    }
  }
}

/** Sum of what several levels give. */
export function sumOf(parts: readonly LiquidityPart[]): Decimal {
  return parts.reduce((sum, { quantity }) => plus(sum, quantity), ZERO)
}

/** Size that the levels of a book's side show at a price; 0 where they show none, `undefined` where they end before it. */
export function sizeAt(levels: Levels, price: Decimal, side: Side): Decimal | undefined {
  let low = 0
  let high = levels.count - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const order = levels.priceDecimal(middle).cmp(price)
    if (order === 0) return levels.sizeDecimal(middle)
    // Bids fall from the best on, asks rise.
    const isBefore = side === 'buy' ? order > 0 : order < 0
    if (isBefore) low = middle + 1
    else high = middle - 1
  }
  return low < levels.count ? ZERO : undefined
}

function takenSide(book: LiveOrderBook, side: Side): Levels {
  return side === 'buy' ? book.asks : book.bids
}

function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy'
}

function isWithin(side: Side, price: Decimal, limit: Decimal, isBeyond: boolean): boolean {
  const order = side === 'buy' ? limit.cmp(price) : price.cmp(limit)
  return isBeyond ? order > 0 : order >= 0
}
