import { type RiskCheck, refuse } from '../risk-state.ts'
import { scopeKey } from '../scope.ts'

/** Only reduce-only orders while trading is `reduceOnly` for any scope that the order is in. */
export const reduceOnly: RiskCheck = {
  reasons: ['REDUCE_ONLY'],
  find: ({ scopes, terms }, _view, { stops }) => {
    if (terms.reduceOnly) return undefined
    for (const { scope, state } of stops.of(scopes))
      if (state === 'reduceOnly')
        return refuse('REDUCE_ONLY', 'not reduceOnly', `reduceOnly for ${scopeKey(scope)}`)
    return undefined
  },
}
