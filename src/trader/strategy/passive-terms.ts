import {
  type Decimal,
  type Instrument,
  instrumentRules,
  isOnGrid,
  type OrderTerms,
  type Side,
} from '../../core/index.ts'

/**
 * Brings terms to the grid of their instrument, by one rule: never a better price for the other side than was asked for, and
 * never more than was asked for.
 *
 * | number | buy | sell |
 * |---|---|---|
 * | `price` | down to the tick | up to the tick |
 * | `triggerPrice` | up to the tick: it triggers later | down to the tick |
 * | `quantity` | down to the lot | down to the lot |
 *
 * A quantity or a price may become 0, which risk denies. For strategies to call: risk itself changes nothing.
 */
export function passiveTerms(terms: OrderTerms): OrderTerms {
  const { instrument, side, price, triggerPrice, quantity } = terms
  const other = side === 'buy' ? 'sell' : 'buy'
  return {
    ...terms,
    quantity: passiveQuantity(instrument, quantity),
    ...(price !== undefined && { price: passivePrice(instrument, side, price) }),
    ...(triggerPrice !== undefined && {
      triggerPrice: passivePrice(instrument, other, triggerPrice),
    }),
  }
}

/** A price on the tick: a buyer's rounds down, a seller's up. */
export function passivePrice(instrument: Instrument, side: Side, price: Decimal): Decimal {
  const { tickSize } = instrumentRules(instrument)
  if (tickSize === undefined || isOnGrid(price, tickSize)) return price
  const below = price.minus(price.mod(tickSize))
  return side === 'buy' ? below : below.plus(tickSize)
}

/** A quantity on the lot, rounded down. */
export function passiveQuantity(instrument: Instrument, quantity: Decimal): Decimal {
  const { lotSize } = instrumentRules(instrument)
  if (lotSize === undefined || isOnGrid(quantity, lotSize)) return quantity
  return quantity.minus(quantity.mod(lotSize))
}
