import { type RiskCheck, refuse } from '../risk-state.ts'
import { sumsWith } from '../sums-with.ts'

/** Live orders of the account, this one included. */
export const maxAccountOpenOrders: RiskCheck = {
  reasons: ['MAX_ACCOUNT_OPEN_ORDERS'],
  limit: 'maxAccountOpenOrders',
  find: (order, view, state) => {
    const limit = state.limit('maxAccountOpenOrders', order)
    if (limit === false || order.addedOrders === 0) return undefined
    const found = sumsWith(order, view, state).accountOrders + 1
    return limit.lt(found) ? refuse('MAX_ACCOUNT_OPEN_ORDERS', found, limit) : undefined
  },
}
