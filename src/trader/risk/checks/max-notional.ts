import { instrumentRules, unitNotional } from '../../../core/index.ts'
import { highestPrice } from '../prices.ts'
import { type RiskCheck, refuse } from '../risk-state.ts'

/** The notional is no more than allowed, at the highest price that the order may trade at. */
export const maxNotional: RiskCheck = {
  reasons: ['MAX_NOTIONAL'],
  limit: 'maxNotional',
  find: (order, view, state) => {
    const limit = state.limit('maxNotional', order)
    const price = highestPrice(order, view)
    const rate = view.rate(order.instrument.quote)
    if (limit === false || price === undefined || rate === undefined) return undefined
    const unit = unitNotional(instrumentRules(order.instrument), price)
    const found = unit.times(order.worstQuantity).times(rate)
    return found.gt(limit) ? refuse('MAX_NOTIONAL', found, limit) : undefined
  },
}
