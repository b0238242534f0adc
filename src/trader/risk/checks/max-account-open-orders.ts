import { type RiskCheck, refuse } from '../risk-state.ts'

/** Live orders of the account, this one included. */
export const maxAccountOpenOrders: RiskCheck = {
  reasons: ['MAX_ACCOUNT_OPEN_ORDERS'],
  limit: 'maxAccountOpenOrders',
  find: (order, view, state) => {
    const limit = state.limit('maxAccountOpenOrders', order)
    if (limit === false || order.addedOrders === 0) return undefined
    let found = 1
    for (const { account, buys, sells } of view.holdings())
      if (account === order.terms.account) found += buys.orders + sells.orders
    return limit.lt(found) ? refuse('MAX_ACCOUNT_OPEN_ORDERS', found, limit) : undefined
  },
}
