import { instrumentRules, isOnGrid } from '../../../core/index.ts'
import { type RiskCheck, refuse } from '../risk-state.ts'

/** Prices are whole multiples of the tick. */
export const tickSize: RiskCheck = {
  reasons: ['OFF_TICK'],
  find: ({ terms: { price, triggerPrice }, instrument }) => {
    const { tickSize: tick } = instrumentRules(instrument)
    for (const each of [price, triggerPrice])
      if (each !== undefined && tick !== undefined && !isOnGrid(each, tick))
        return refuse('OFF_TICK', each, tick)
    return undefined
  },
}
