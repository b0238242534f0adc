import { moveExcess } from '../measures.ts'
import type { RiskCheck } from '../risk-state.ts'
import { findTripped } from './breaker.ts'

/** The mid has not moved too far in the window. */
export const volatility: RiskCheck = {
  reasons: ['VOLATILITY'],
  limit: 'maxMoveBps',
  find: (order, { nowUs }, state) => {
    const { instrumentKey: subject, scopes } = order
    const excess = moveExcess(subject, scopes, nowUs, state)
    return findTripped('volatility', 'VOLATILITY', { order, subject, nowUs, excess }, state)
  },
}
