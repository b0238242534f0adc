import { Decimal } from '../../core/index.ts'
import type { LiveOrder } from './view.ts'

const ZERO = new Decimal(0)

/** The most that an order may be for, whichever of its changes in flight come to hold. */
export function worstQuantity({ terms, amends }: LiveOrder): Decimal {
  let worst = terms.quantity
  for (const { quantity } of amends) if (quantity?.gt(worst) === true) worst = quantity
  return worst
}

/** The most that an order may still fill. */
export function worstLeaves(order: LiveOrder): Decimal {
  const leaves = worstQuantity(order).minus(order.filledQuantity)
  return leaves.isNegative() ? ZERO : leaves
}
