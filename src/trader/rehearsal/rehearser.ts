import { Decimal, type Instrument, instrumentRules } from '../../core/index.ts'
import { passiveTerms } from '../strategy/passive-terms.ts'
import { isSameInstrument } from '../strategy/same-instrument.ts'
import type { Strategy, StrategyDefinition } from '../strategy/strategy.ts'
import type { StrategyView } from '../strategy/strategy-view.ts'

/** By how much more than the least an order is for, so that it need not be counted anew at each price. */
const ROOM = 2

/** Answers every change of a book: with the least order that may be made there, a bid at the best bid; then with its cancel. */
export const REHEARSER: StrategyDefinition = {
  kind: 'rehearsal',
  create: () => {
    const quantities = new Map<Instrument, Decimal>()
    const quantityOf = (listing: Instrument, price: Decimal): Decimal => {
      const known = quantities.get(listing)
      if (known !== undefined && isEnough(listing, known, price)) return known
      const quantity = leastQuantity(listing, price)
      quantities.set(listing, quantity)
      return quantity
    }
    return { evaluate: (view) => evaluate(view, quantityOf) }
  },
}

function evaluate(
  view: StrategyView,
  quantityOf: (listing: Instrument, price: Decimal) => Decimal,
): ReturnType<Strategy['evaluate']> {
  const { event, legs } = view
  if (event.type !== 'book') return []
  const [open] = view.orders(event.instrument)
  if (open !== undefined) return [{ type: 'cancel', clientOrderId: open.clientOrderId }]
  const leg = legs.find(({ instrument }) => isSameInstrument(instrument, event.instrument))
  const book = view.book(event.instrument)
  if (leg === undefined || book?.state !== 'live' || book.bids.count === 0) return []
  const instrument = view.listing(leg.instrument)
  const price = book.bids.priceDecimal(0)
  const terms = passiveTerms({
    account: leg.account,
    instrument,
    side: 'buy',
    type: 'limit',
    quantity: quantityOf(instrument, price),
    price,
    timeInForce: 'gtc',
    postOnly: true,
    reduceOnly: false,
  })
  return [{ type: 'place', terms, reason: 'rehearsal' }]
}

function isEnough(listing: Instrument, quantity: Decimal, price: Decimal): boolean {
  const { minNotional, multiplier, isInverse } = instrumentRules(listing)
  return isInverse || minNotional?.gt(price.times(quantity).times(multiplier)) !== true
}

function leastQuantity(listing: Instrument, price: Decimal): Decimal {
  const { minQuantity, lotSize, minNotional, multiplier, isInverse } = instrumentRules(listing)
  const least = Decimal.max(minQuantity ?? 0, lotSize ?? 0)
  const quantity = least.isZero() ? new Decimal(1) : least
  if (isInverse || minNotional === undefined) return quantity
  const wanted = minNotional.times(ROOM).div(price.times(multiplier))
  if (quantity.gte(wanted)) return quantity
  return lotSize === undefined ? wanted : wanted.minus(wanted.mod(lotSize)).plus(lotSize)
}
