import { type RiskCheck, refuse } from '../risk-state.ts'

/** Live orders of the account in the instrument, this one included. */
export const maxOpenOrders: RiskCheck = {
  reasons: ['MAX_OPEN_ORDERS'],
  limit: 'maxOpenOrders',
  find: (order, view, state) => {
    const limit = state.limit('maxOpenOrders', order)
    if (limit === false || order.addedOrders === 0) return undefined
    const { buys, sells } = view.ownHoldings(order).after
    const found = buys.orders + sells.orders
    return limit.lt(found) ? refuse('MAX_OPEN_ORDERS', found, limit) : undefined
  },
}
