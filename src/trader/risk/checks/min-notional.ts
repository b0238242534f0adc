import { instrumentRules, unitNotional } from '../../../core/index.ts'
import { valuationPrice } from '../prices.ts'
import { type RiskCheck, refuse } from '../risk-state.ts'

/** The notional in quote is no less than the instrument's smallest; at the order's price, or where it has none, the market's. */
export const minNotional: RiskCheck = {
  reasons: ['BELOW_MIN_NOTIONAL'],
  find: ({ terms, instrument, market }, view) => {
    const rules = instrumentRules(instrument)
    const { minNotional: least } = rules
    if (least === undefined || market === undefined) return undefined
    const price = terms.price ?? terms.triggerPrice ?? valuationPrice(market, view)
    if (price === undefined) return undefined
    const found = unitNotional(rules, price).times(terms.quantity)
    return found.lt(least) ? refuse('BELOW_MIN_NOTIONAL', found, least) : undefined
  },
}
