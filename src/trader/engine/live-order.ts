import type { Order, PendingAmend } from '../oms/index.ts'
import type { LiveOrder } from '../risk/index.ts'

const NO_AMENDS: LiveOrder['amends'] = []

/** An order as risk sees it: what it may still trade. */
export function liveOrder(order: Order): LiveOrder {
  const { clientOrderId, strategy, terms, filledQuantity, amend } = order
  return {
    clientOrderId,
    strategy,
    terms,
    filledQuantity,
    amends: amend === undefined ? NO_AMENDS : [pending(amend)],
  }
}

function pending({ price, quantity }: PendingAmend): LiveOrder['amends'][number] {
  return price === undefined ? { quantity } : { price, quantity }
}
