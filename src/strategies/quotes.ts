import { imbalance, microprice, mid } from '../book/index.ts'
import { Decimal, type LiveOrderBook, type Side } from '../core/index.ts'
import { shareOf } from './exact-params.ts'
import type { MarketMakingParams } from './market-making-params.ts'

/** Where a market maker wants to rest, and with how much; of a quantity of 0 it wants nothing there. */
export interface Quote {
  /** The price, before it is brought to the tick. */
  readonly price: Decimal
  /** How much. */
  readonly quantity: Decimal
}

/** Quotes of both sides. */
export interface Quotes extends Readonly<Record<Side, Quote>> {
  /** How far an order may be from its quote. */
  readonly tolerance: Decimal
}

/**
 * What is wanted at a book and a position:
 *
 * - centre = fair × (1 + imbalance × imbalanceSkew − position ÷ maxPosition × inventorySkew)
 * - bid and ask are centre ∓ fair × halfSpread
 * - each is for `amount`, or for what is left to `maxPosition`
 *
 * `undefined` where a side of the book is empty: nothing is fair then.
 */
export function quotesOf(
  params: MarketMakingParams,
  book: LiveOrderBook,
  position: Decimal,
): Quotes | undefined {
  const { amount, maxPosition, halfSpreadBps, inventorySkewBps, imbalanceSkewBps } = params
  const fair = params.fair === 'mid' ? mid(book) : microprice(book)
  const lean = imbalance(book, params.imbalanceLevels)
  if (fair === undefined || lean === undefined) return undefined
  const skewBps = new Decimal(lean)
    .times(imbalanceSkewBps)
    .minus(position.div(maxPosition).times(inventorySkewBps))
  const centre = fair.plus(shareOf(fair, skewBps))
  const half = shareOf(fair, halfSpreadBps)
  const least = (room: Decimal): Decimal => Decimal.max(0, Decimal.min(amount, room))
  return {
    buy: { price: centre.minus(half), quantity: least(maxPosition.minus(position)) },
    sell: { price: centre.plus(half), quantity: least(maxPosition.plus(position)) },
    tolerance: shareOf(fair, params.toleranceBps),
  }
}
