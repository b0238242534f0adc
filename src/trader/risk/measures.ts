import type { AccountId, Decimal } from '../../core/index.ts'
import type { Excess } from './breaker-board.ts'
import { moveBps } from './move-window.ts'
import type { RiskState } from './risk-state.ts'
import type { Scopes } from './scope.ts'

/** Digits of a quotient that is told. */
const TOLD_DIGITS = 20

/** How far the mid of an instrument moved in the window, where that is too far. */
export function moveExcess(
  instrument: string,
  scopes: Scopes,
  nowUs: number,
  { limits, moves }: RiskState,
): Excess | undefined {
  const limit = limits.limit('maxMoveBps', scopes)
  const window = moves.get(instrument)
  if (limit === false || window?.isBeyond(nowUs, limit) !== true) return undefined
  const range = window.range(nowUs)
  return range && told(moveBps(range.low, range.high), limit)
}

/** How many order errors an account had in the window, where those are too many. */
export function errorExcess(
  account: AccountId,
  scopes: Scopes,
  nowUs: number,
  { limits, errors, options }: RiskState,
): Excess | undefined {
  const limit = limits.limit('maxOrderErrors', scopes)
  const found = errors.get(account)?.count(nowUs, options.errorWindowMs * 1_000) ?? 0
  if (limit === false || limit.gte(found)) return undefined
  return { found: String(found), limit: limit.toFixed() }
}

/** What an account lost since the day began, where that is too much. */
export function lossExcess(
  account: AccountId,
  scopes: Scopes,
  nowUs: number,
  { limits, equity }: RiskState,
): Excess | undefined {
  const limit = limits.limit('maxDailyLoss', scopes)
  const found = equity.get(account)?.dayLoss(nowUs)
  if (limit === false || found === undefined || found.lte(limit)) return undefined
  return told(found, limit)
}

/** How far an account is below the peak of its equity, where that is too far. */
export function drawdownExcess(
  account: AccountId,
  scopes: Scopes,
  _nowUs: number,
  { limits, equity }: RiskState,
): Excess | undefined {
  const limit = limits.limit('maxDrawdownBps', scopes)
  const watch = equity.get(account)
  if (limit === false || watch === undefined || !watch.isBelow(limit)) return undefined
  return told(watch.drawdownBps(), limit)
}

function told(found: Decimal, limit: Decimal): Excess {
  return {
    found: found.divRounded(1, { digits: TOLD_DIGITS }, 'halfUp').toFixed(),
    limit: limit.toFixed(),
  }
}
