import { type RiskCheck, refuse } from '../risk-state.ts'

/** The quantity is no more than allowed; of a change, the larger of both versions. */
export const maxQuantity: RiskCheck = {
  reasons: ['MAX_QUANTITY'],
  limit: 'maxQuantity',
  find: (order, _view, state) => {
    const limit = state.limit('maxQuantity', order)
    if (limit === false || order.worstQuantity.lte(limit)) return undefined
    return refuse('MAX_QUANTITY', order.worstQuantity, limit)
  },
}
