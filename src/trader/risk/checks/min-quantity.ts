import { instrumentRules } from '../../../core/index.ts'
import { type RiskCheck, refuse } from '../risk-state.ts'

/** The quantity is no less than the instrument's smallest. */
export const minQuantity: RiskCheck = {
  reasons: ['BELOW_MIN_QUANTITY'],
  find: ({ terms: { quantity }, instrument }) => {
    const { minQuantity: least } = instrumentRules(instrument)
    if (least === undefined || quantity.gte(least)) return undefined
    return refuse('BELOW_MIN_QUANTITY', quantity, least)
  },
}
