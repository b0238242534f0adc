import { type RiskCheck, refuse } from '../risk-state.ts'
import { scopeKey } from '../scope.ts'

/** Nothing new while a kill switch is pulled for any scope that the order is in. */
export const killSwitch: RiskCheck = {
  reasons: ['KILL_SWITCH'],
  find: ({ scopes }, _view, { kills }) => {
    for (const { scope } of kills.of(scopes))
      return refuse('KILL_SWITCH', `pulled for ${scopeKey(scope)}`, 'released')
    return undefined
  },
}
