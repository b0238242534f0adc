import { type AccountId, type Asset, Decimal } from '../../core/index.ts'
import { isEnded, type Oms, type Order } from '../oms/index.ts'
import type { Portfolio } from '../portfolio/index.ts'

const ZERO = new Decimal(0)

/**
 * What an account can spend of an asset on spot: what it has, less what the venue says is locked, or what our own live orders may
 * need, whichever is more: the venue does not know of those that are on their way. Fills that are missing of ended orders are
 * spent besides: nothing is locked for them any more.
 */
export function spendable(
  account: AccountId,
  asset: Asset,
  { portfolio, oms }: { readonly portfolio: Portfolio; readonly oms: Oms },
): Decimal {
  const { total, locked } = portfolio.inventory(account, asset)
  let [needed, owed] = [ZERO, ZERO]
  for (const order of oms.active.values()) {
    const { terms, status, filledQuantity, toldQuantity } = order
    if (terms.account !== account || terms.instrument.market !== 'spot') continue
    if (isEnded(status)) owed = owed.plus(cost(order, asset, toldQuantity.minus(filledQuantity)))
    else needed = needed.plus(cost(order, asset, terms.quantity.minus(filledQuantity)))
  }
  return Decimal.max(ZERO, total.minus(owed).minus(Decimal.max(locked, needed)))
}

/** What a quantity of an order takes of an asset, at its worst price. */
function cost({ terms }: Order, asset: Asset, quantity: Decimal): Decimal {
  const { instrument, side, price = ZERO } = terms
  if (side === 'sell') return instrument.base === asset ? quantity : ZERO
  return instrument.quote === asset ? quantity.times(price) : ZERO
}
