import { drawdownExcess } from '../measures.ts'
import type { RiskCheck } from '../risk-state.ts'
import { findTripped } from './breaker.ts'

/** The account is not too far below the peak of its equity. */
export const drawdown: RiskCheck = {
  reasons: ['DRAWDOWN'],
  limit: 'maxDrawdownBps',
  find: (order, { nowUs }, state) => {
    const { terms, scopes } = order
    const subject = terms.account
    const excess = drawdownExcess(subject, scopes, nowUs, state)
    return findTripped('drawdown', 'DRAWDOWN', { order, subject, nowUs, excess }, state)
  },
}
