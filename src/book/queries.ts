import {
  Decimal,
  type Levels,
  type LiveOrderBook,
  type Side,
  scaledDecimal,
} from '../core/index.ts'

/** Best ask minus best bid; `undefined` where a side is empty. */
export function spread(book: LiveOrderBook): Decimal | undefined {
  if (book.bids.count === 0 || book.asks.count === 0) return undefined
  return book.asks.priceDecimal(0).minus(book.bids.priceDecimal(0))
}

/** Half way between best bid and best ask; `undefined` where a side is empty. */
export function mid(book: LiveOrderBook): Decimal | undefined {
  const { bids, asks } = book
  if (bids.count === 0 || asks.count === 0) return undefined
  const fives = (bids.price(0) + asks.price(0)) * 5
  // Half of the sum is five tenths of it: exact, and one number to be made in place of four.
  if (bids.priceScale === asks.priceScale && Number.isSafeInteger(fives))
    return scaledDecimal(fives, bids.priceScale + 1)
  return asks.priceDecimal(0).plus(bids.priceDecimal(0)).div(2)
}

/**
 * The mid weighted by the opposite sizes: `(bid × askSize + ask × bidSize) / (bidSize + askSize)`; leans towards the side
 * that is about to be eaten. `undefined` where a side is empty.
 */
export function microprice(book: LiveOrderBook): Decimal | undefined {
  if (book.bids.count === 0 || book.asks.count === 0) return undefined
  const bidSize = book.bids.sizeDecimal(0)
  const askSize = book.asks.sizeDecimal(0)
  const weighted = book.bids
    .priceDecimal(0)
    .times(askSize)
    .plus(book.asks.priceDecimal(0).times(bidSize))
  return weighted.div(bidSize.plus(askSize))
}

/** Sum of the sizes of the best `levels` levels, in base or contracts. */
export function cumulativeSize(side: Levels, levels: number): Decimal {
  let sum = new Decimal(0)
  for (let i = 0; i < Math.min(levels, side.count); i += 1) sum = sum.plus(side.sizeDecimal(i))
  return sum
}

/**
 * `(bidSize − askSize) / (bidSize + askSize)` over the best `levels` levels: 1 is all bids, −1 all asks; `undefined`
 * where both sides are empty. A ratio for signals, so a double.
 */
export function imbalance(book: LiveOrderBook, levels: number): number | undefined {
  const bidSize = cumulativeSize(book.bids, levels)
  const askSize = cumulativeSize(book.asks, levels)
  const total = bidSize.plus(askSize)
  return total.isZero() ? undefined : bidSize.minus(askSize).div(total).toNumber()
}

/** What taking a quantity would cost. */
export interface SweepResult {
  /** Volume-weighted average price; `undefined` where nothing can be taken. */
  readonly vwap: Decimal | undefined
  /** What the book has of the quantity asked for, in base or contracts. */
  readonly filledQuantity: Decimal
  /** Sum of price × size, in quote (linear) per the instrument's multiplier of 1. */
  readonly notional: Decimal
  /** Levels touched. */
  readonly levels: number
}

/** Walks the book as a taker of `quantity` would (a buyer takes asks); exact. */
export function sweep(book: LiveOrderBook, takerSide: Side, quantity: Decimal): SweepResult {
  const side = takerSide === 'buy' ? book.asks : book.bids
  let left = quantity
  let notional = new Decimal(0)
  let levels = 0
  while (left.gt(0) && levels < side.count) {
    const taken = Decimal.min(left, side.sizeDecimal(levels))
    notional = notional.plus(taken.times(side.priceDecimal(levels)))
    left = left.minus(taken)
    levels += 1
  }
  const filledQuantity = quantity.minus(left)
  return {
    vwap: filledQuantity.isZero() ? undefined : notional.div(filledQuantity),
    filledQuantity,
    notional,
    levels,
  }
}
