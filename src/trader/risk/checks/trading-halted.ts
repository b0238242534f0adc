import { type RiskCheck, refuse } from '../risk-state.ts'
import { scopeKey } from '../scope.ts'

/** Nothing new while trading is halted for any scope that the order is in. */
export const tradingHalted: RiskCheck = {
  reasons: ['TRADING_HALTED'],
  find: ({ scopes }, _view, { stops }) => {
    for (const { scope, state } of stops.of(scopes))
      if (state === 'halted')
        return refuse('TRADING_HALTED', `halted for ${scopeKey(scope)}`, 'active')
    return undefined
  },
}
