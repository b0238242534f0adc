import { MINUTE_US, type RiskCheck, refuse } from '../risk-state.ts'

/** New orders and changes of the account in the last minute, this one included. Cancels do not count. */
export const maxOrdersPerMinute: RiskCheck = {
  reasons: ['MAX_ORDERS_PER_MINUTE'],
  limit: 'maxOrdersPerMinute',
  find: (order, { nowUs }, state) => {
    const limit = state.limit('maxOrdersPerMinute', order)
    if (limit === false) return undefined
    const found = state.sentIn(order.terms.account, nowUs, MINUTE_US) + 1
    return limit.lt(found) ? refuse('MAX_ORDERS_PER_MINUTE', found, limit) : undefined
  },
}
