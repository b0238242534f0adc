import type { ClientOrderId, Decimal, LiveOrderBook, Side } from '../../core/index.ts'
import type { Liquidity } from './liquidity.ts'

/** An order that rests on paper. */
export interface RestingOrder {
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** Buy or sell. */
  readonly side: Side
  /** Its price. */
  readonly price: Decimal
  /** What is not filled yet; above 0. */
  readonly leaves: Decimal
}

/** A trade of others, as the venue told it. */
export interface MarketPrint {
  /** At which price. */
  readonly price: Decimal
  /** How much. */
  readonly quantity: Decimal
  /** The aggressor's side. */
  readonly takerSide: Side
  /** When, by the venue, epoch µs; absent where it does not say. */
  readonly venueTimeUs: number | undefined
}

/** A part of a resting order that is filled, at the order's own price. */
export interface ModelFill {
  /** Which order. */
  readonly clientOrderId: ClientOrderId
  /** How much; above 0, and no more than the order leaves: what is more is not filled. */
  readonly quantity: Decimal
}

/** A live book, with what of it our own orders have taken. */
export interface MarketMoment {
  /** The book; borrowed. */
  readonly book: LiveOrderBook
  /** What of it is still there for us. */
  readonly liquidity: Liquidity
}

/**
 * Decides when resting orders of one instrument are filled, from what the market showed until now and nothing later.
 *
 * Orders of a side come best price first, and in order of arrival at one price. A fill is at the order's own price, never better, and
 * only against a print or against size that the book shows: no model may fill more than that.
 */
export interface FillModel {
  /** An order begins to rest, goes to the end of its queue, or outlived a restart and meets the first live book. */
  joins(order: RestingOrder, book: LiveOrderBook): void
  /** An order rests no more. */
  ends(clientOrderId: ClientOrderId): void
  /** The book changed, and is live. What is taken of it, `liquidity.take` has to be told. */
  onBook(orders: readonly RestingOrder[], moment: MarketMoment): readonly ModelFill[]
  /** Others traded, while the book was live. */
  onPrint(orders: readonly RestingOrder[], print: MarketPrint): readonly ModelFill[]
}

/** Whether a price is beyond an order's own, seen from the side it takes from: an order there would have been met. */
export function isBeyond({ side, price }: RestingOrder, other: Decimal): boolean {
  return side === 'buy' ? other.lt(price) : other.gt(price)
}

/** Whether an order rests on the side that a print was taken from. A taker on its own side took what the book showed. */
export function isHitBy({ side }: RestingOrder, { takerSide }: MarketPrint): boolean {
  return side !== takerSide
}
