import { errorExcess } from '../measures.ts'
import type { RiskCheck } from '../risk-state.ts'
import { findTripped } from './breaker.ts'

/** The account has not had too many order errors in the window. */
export const errorRate: RiskCheck = {
  reasons: ['ERROR_RATE'],
  limit: 'maxOrderErrors',
  find: (order, { nowUs }, state) => {
    const { terms, scopes } = order
    const subject = terms.account
    const excess = errorExcess(subject, scopes, nowUs, state)
    return findTripped('errorRate', 'ERROR_RATE', { order, subject, nowUs, excess }, state)
  },
}
