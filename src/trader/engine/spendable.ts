import { type AccountId, type Asset, Decimal } from '../../core/index.ts'
import type { Portfolio } from '../portfolio/index.ts'
import type { RiskView } from '../risk/index.ts'

const ZERO = new Decimal(0)

/**
 * What an account can spend of an asset on spot: what it has, less what the venue says is locked, or what our own live orders may
 * need, whichever is more: the venue does not know of those that are on their way.
 */
export function spendable(
  account: AccountId,
  asset: Asset,
  { portfolio, world }: { readonly portfolio: Portfolio; readonly world: RiskView },
): Decimal {
  const { total, locked } = portfolio.inventory(account, asset)
  let needed = ZERO
  for (const { terms, filledQuantity } of world.orders()) {
    const { instrument, side, price = ZERO, quantity } = terms
    if (terms.account !== account || instrument.market !== 'spot') continue
    const leaves = quantity.minus(filledQuantity)
    if (side === 'sell' && instrument.base === asset) needed = needed.plus(leaves)
    if (side === 'buy' && instrument.quote === asset) needed = needed.plus(leaves.times(price))
  }
  return Decimal.max(ZERO, total.minus(Decimal.max(locked, needed)))
}
