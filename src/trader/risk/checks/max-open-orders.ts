import { type RiskCheck, refuse } from '../risk-state.ts'

/** Live orders of the account in the instrument, this one included. */
export const maxOpenOrders: RiskCheck = {
  reasons: ['MAX_OPEN_ORDERS'],
  limit: 'maxOpenOrders',
  find: (order, view, state) => {
    const limit = state.limit('maxOpenOrders', order)
    if (limit === false || order.addedOrders === 0) return undefined
    const holding = view.holding(order.terms.account, order.instrument)
    const found = (holding?.buys.orders ?? 0) + (holding?.sells.orders ?? 0) + 1
    return limit.lt(found) ? refuse('MAX_OPEN_ORDERS', found, limit) : undefined
  },
}
