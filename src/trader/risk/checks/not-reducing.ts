import { reducing } from '../reducing.ts'
import { type RiskCheck, refuse } from '../risk-state.ts'

/** A reduce-only order must reduce, whatever the reducing orders before it take. */
export const notReducing: RiskCheck = {
  reasons: ['NOT_REDUCING'],
  find: (order, view) => {
    if (!order.terms.reduceOnly) return undefined
    const { taken, position } = reducing(order, view)
    return taken.gt(position) ? refuse('NOT_REDUCING', taken, position) : undefined
  },
}
