import { instrumentRules, isOnGrid } from '../../../core/index.ts'
import { type RiskCheck, refuse } from '../risk-state.ts'

/** The quantity is a whole multiple of the lot. */
export const lotSize: RiskCheck = {
  reasons: ['OFF_LOT'],
  find: ({ terms: { quantity }, instrument }) => {
    const { lotSize: lot } = instrumentRules(instrument)
    if (lot === undefined || isOnGrid(quantity, lot)) return undefined
    return refuse('OFF_LOT', quantity, lot)
  },
}
