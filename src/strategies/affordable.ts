import { Decimal, type Instrument, type Side } from '../core/index.ts'
import type { StrategyLeg, StrategyView } from '../trader/index.ts'
import { shareOf } from './exact-params.ts'

/** What an order is to trade. */
export interface Wanted {
  /** Buy or sell. */
  readonly side: Side
  /** The worst price that it accepts: the venue locks what it costs at that. */
  readonly price: Decimal
  /** How much, in base or contracts. */
  readonly quantity: Decimal
}

/**
 * The most of what is wanted that there is enough for, not on the lot. On spot one pays with what is free, with the fee on top
 * where one is told; of futures the venue's margin decides.
 */
export function affordable(
  view: StrategyView,
  leg: StrategyLeg,
  listing: Instrument,
  { side, price, quantity }: Wanted,
  feeBps = 0,
): Decimal {
  if (listing.market === 'futures') return quantity
  const { free } = view.balance(leg, side === 'buy' ? listing.quote : listing.base)
  if (side === 'sell') return Decimal.max(0, Decimal.min(quantity, free))
  const cost = price.plus(shareOf(price, feeBps))
  return cost.times(quantity).lte(free) ? quantity : Decimal.max(0, free.div(cost))
}
