import { Decimal } from '../../core/index.ts'
import type { LiveOrder } from './view.ts'

/** The most that an order may be for, whichever of its changes in flight come to hold. */
export function worstQuantity({ terms, amends }: LiveOrder): Decimal {
  let worst = terms.quantity
  for (const { quantity } of amends) if (quantity?.gt(worst) === true) worst = quantity
  return worst
}

/** The most that an order may still fill. */
export function worstLeaves(order: LiveOrder): Decimal {
  return Decimal.max(0, worstQuantity(order).minus(order.filledQuantity))
}
