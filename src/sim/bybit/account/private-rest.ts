import type { HostAnswer, HostRequest } from '../../../runtime/virtual/host.ts'
import { jsonResponse } from '../../venue-host.ts'
import { RestRefusal, refusalResponse } from '../rest-error.ts'
import { timeMs } from '../wire-text.ts'
import { ACCOUNT_ENDPOINTS } from './account-endpoints.ts'
import { admit, mayTrade } from './doorkeeper.ts'
import { ORDER_ENDPOINTS, orderAnswer } from './order-endpoints.ts'
import type { PrivateParts } from './private-parts.ts'
import { SETTING_ENDPOINTS } from './setting-endpoints.ts'

/** Answers a signed request; `undefined` for a path that needs no key. */
export function privateAnswer(parts: PrivateParts, request: HostRequest): HostAnswer | undefined {
  const { pathname } = new URL(request.target, 'http://host')
  const isKnown =
    request.method === 'POST'
      ? ORDER_ENDPOINTS.has(pathname) || SETTING_ENDPOINTS.has(pathname)
      : ACCOUNT_ENDPOINTS.has(pathname)
  if (!isKnown) return undefined
  const { state, accounts, limits } = parts
  const now = timeMs(state.clock.nowUs())
  try {
    const found = admit(accounts, request, now)
    const endpoint = ORDER_ENDPOINTS.get(pathname)
    if (endpoint !== undefined) return orderAnswer(parts, found, request, pathname, endpoint)
    const setting = SETTING_ENDPOINTS.get(pathname)
    if (setting !== undefined && !mayTrade(found))
      throw new RestRefusal('10005', 'Permission denied, please check your API key permissions.')
    return question(parts, found.account, request, pathname)
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    const { venueCode, message, headers } = error
    const response = refusalResponse(200, venueCode, message, now, headers)
    return { kind: 'response', response, delayMs: limits.restDelayMs }
  }
}

function question(
  { state, limits, budgets }: PrivateParts,
  account: ReturnType<typeof admit>['account'],
  request: HostRequest,
  path: string,
): HostAnswer {
  const nowUs = state.clock.nowUs()
  const { headers, granted } = budgets.spend(
    `${account.name} ${path}`,
    limits.questionsPerSecond,
    1,
  )
  if (granted === 0)
    throw new RestRefusal('10006', 'Too many visits. Exceeded the API Rate Limit.', headers)
  const { searchParams: query } = new URL(request.target, 'http://host')
  const { market } = state
  const result =
    SETTING_ENDPOINTS.get(path)?.(account, market, request) ??
    ACCOUNT_ENDPOINTS.get(path)?.({ account, market, query, nowUs })
  const body = { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: timeMs(nowUs) }
  return {
    kind: 'response',
    response: jsonResponse(200, body, headers),
    delayMs: limits.restDelayMs,
  }
}
