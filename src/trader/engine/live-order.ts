import type { Order } from '../oms/index.ts'
import type { LiveOrder } from '../risk/index.ts'

/** An order as risk sees it: what it may still trade. */
export function liveOrder(order: Order): LiveOrder {
  const { clientOrderId, strategy, terms, filledQuantity, amend } = order
  const pending = amend && {
    quantity: amend.quantity,
    ...(amend.price !== undefined && { price: amend.price }),
  }
  return {
    clientOrderId,
    strategy,
    terms,
    filledQuantity,
    amends: pending === undefined ? [] : [pending],
  }
}
