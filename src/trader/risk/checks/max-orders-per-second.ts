import { type RiskCheck, refuse, SECOND_US } from '../risk-state.ts'

/** New orders and changes of the account in the last second, this one included. Cancels do not count. */
export const maxOrdersPerSecond: RiskCheck = {
  reasons: ['MAX_ORDERS_PER_SECOND'],
  limit: 'maxOrdersPerSecond',
  find: (order, { nowUs }, state) => {
    const limit = state.limit('maxOrdersPerSecond', order)
    if (limit === false) return undefined
    const found = state.sentIn(order.terms.account, nowUs, SECOND_US) + 1
    return limit.lt(found) ? refuse('MAX_ORDERS_PER_SECOND', found, limit) : undefined
  },
}
