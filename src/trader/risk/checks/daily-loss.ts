import { lossExcess } from '../measures.ts'
import type { RiskCheck } from '../risk-state.ts'
import { findTripped } from './breaker.ts'

/** The account has not lost too much since the day began, realised and unrealised. */
export const dailyLoss: RiskCheck = {
  reasons: ['DAILY_LOSS'],
  limit: 'maxDailyLoss',
  find: (order, { nowUs }, state) => {
    const { terms, scopes } = order
    const subject = terms.account
    const excess = lossExcess(subject, scopes, nowUs, state)
    return findTripped('dailyLoss', 'DAILY_LOSS', { order, subject, nowUs, excess }, state)
  },
}
