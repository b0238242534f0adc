import type { RouteCandidate } from './route-candidate.ts'
import type { RouteRequest } from './route-plan.ts'
import type { RouteReason, RouteVerdict } from './route-verdict.ts'

/** Words what became of a leg. */
export function verdict(
  { leg }: RouteCandidate,
  code: RouteReason,
  found: string,
  limit: string,
): RouteVerdict {
  const { instrument, account } = leg
  return { venue: instrument.venue, account, code, found, limit }
}

/** What stands against a leg whatever it offers; `undefined` where nothing does. */
export function findObstacle(
  candidate: RouteCandidate,
  { maxUnknownOrders, maxRecentErrors }: RouteRequest,
): RouteVerdict | undefined {
  const { health, leg, fees } = candidate
  const { status, contract } = leg.instrument
  const say = (code: RouteReason, found: string, limit: string): RouteVerdict =>
    verdict(candidate, code, found, limit)
  if (!health.isReady) return say('ACCOUNT_NOT_READY', 'not reconciled', 'a reconciled account')
  if (status !== 'trading') return say('INSTRUMENT_NOT_TRADING', status, 'trading')
  if (health.tradingState !== 'active') return say('TRADING_HALTED', health.tradingState, 'active')
  if (health.unknownOrders > maxUnknownOrders)
    return say('FATE_UNKNOWN', String(health.unknownOrders), String(maxUnknownOrders))
  if (health.recentErrors > maxRecentErrors)
    return say('ERROR_RATE', String(health.recentErrors), String(maxRecentErrors))
  if (health.refusal !== undefined) return say('REFUSED_LATELY', health.refusal, 'no refusal')
  if (health.workingOrder !== undefined)
    return say('ORDER_WORKING', health.workingOrder, 'no order on its way')
  return (
    bookObstacle(candidate) ??
    (fees === undefined
      ? say('NO_FEES', 'none', 'fees of the account')
      : contract?.direction === 'inverse'
        ? say('INVERSE_CONTRACT', 'inverse', 'quantities that stand for base')
        : undefined)
  )
}

/** What stands against trading on the book of a leg. */
function bookObstacle(candidate: RouteCandidate): RouteVerdict | undefined {
  const { book, health } = candidate
  if (book?.state !== 'live')
    return verdict(candidate, 'BOOK_NOT_LIVE', book?.state ?? 'no book', 'live')
  const { bookAgeMs, maxBookAgeMs } = health
  if (maxBookAgeMs === false || bookAgeMs <= maxBookAgeMs) return undefined
  return verdict(candidate, 'BOOK_TOO_OLD', `${bookAgeMs} ms`, `${maxBookAgeMs} ms`)
}
