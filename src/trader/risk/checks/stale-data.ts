import type { Decimal } from '../../../core/index.ts'
import type { Excess } from '../breaker-board.ts'
import type { RiskCheck } from '../risk-state.ts'
import type { MarketView } from '../view.ts'
import { findTripped } from './breaker.ts'

/** The instrument's book is live, and young enough at the time of the decision. Without a limit, any age will do. */
export const staleData: RiskCheck = {
  reasons: ['STALE_DATA'],
  limit: 'maxBookAgeMs',
  find: (order, { nowUs }, state) => {
    const limit = state.limit('maxBookAgeMs', order)
    const { market, instrumentKey: subject } = order
    const excess = market === undefined ? undefined : ageOf(market, limit, nowUs)
    return findTripped('staleData', 'STALE_DATA', { order, subject, nowUs, excess }, state)
  },
}

function ageOf({ book }: MarketView, limitMs: Decimal | false, nowUs: number): Excess | undefined {
  if (book?.state !== 'live') return { found: book?.state ?? 'no book', limit: 'live' }
  const ageUs = nowUs - book.localTimeUs
  if (limitMs === false || limitMs.toNumber() * 1_000 >= ageUs) return undefined
  return { found: String(ageUs / 1_000), limit: limitMs.toFixed() }
}
