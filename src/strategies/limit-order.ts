import {
  type Decimal,
  type Instrument,
  instrumentRules,
  type OrderTerms,
  type Side,
} from '../core/index.ts'
import { passiveTerms, type StrategyIntent, type StrategyLeg } from '../trader/index.ts'

/** What a limit order is to be. */
export interface LimitOrder {
  /** Buy or sell. */
  readonly side: Side
  /** The worst price accepted; brought to the tick, to the passive side. */
  readonly price: Decimal
  /** How much; brought down to the lot. */
  readonly quantity: Decimal
  /** `rest`: post-only, until it is cancelled. `take`: at once or not. */
  readonly as: 'rest' | 'take'
  /** Why. */
  readonly reason: string
}

/** An intent to place one. */
export type PlacedOrder = StrategyIntent & { readonly type: 'place' }

/** An intent to place it by the rules of the instrument; `undefined` where these leave nothing that can be placed. */
export function limitOrder(
  { account }: StrategyLeg,
  listing: Instrument,
  { side, price, quantity, as, reason }: LimitOrder,
): PlacedOrder | undefined {
  const asked: OrderTerms = {
    account,
    instrument: listing,
    side,
    type: 'limit',
    quantity,
    price,
    timeInForce: as === 'rest' ? 'gtc' : 'ioc',
    postOnly: as === 'rest',
    reduceOnly: false,
  }
  const terms = passiveTerms(asked)
  return isPlaceable(terms, listing) ? { type: 'place', terms, reason } : undefined
}

function isPlaceable({ price, quantity }: OrderTerms, listing: Instrument): boolean {
  if (price === undefined || !price.isPositive() || !quantity.isPositive()) return false
  const { minQuantity, minNotional, multiplier, isInverse } = instrumentRules(listing)
  if (minQuantity?.gt(quantity) === true) return false
  // What a contract is worth, its multiplier says; of an inverse one, risk counts it.
  if (isInverse || minNotional === undefined) return true
  return price.times(quantity).times(multiplier).gte(minNotional)
}
