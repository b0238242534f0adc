import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse, type RequestContext } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { DydxState } from './dydx-state.ts'
import { type EndpointCall, MARKET_ENDPOINTS, VENUE_ENDPOINTS } from './rest-endpoints.ts'
import { failureResponse, limitedResponse, RestRefusal, refusalResponse } from './rest-error.ts'

const BASE = '/v4/'
const WINDOW_MS = 10_000

/** The REST host: bars have a budget of their own. */
export function restHost(state: DydxState): Dialect {
  const { limits, clock } = state
  const budgets = {
    candles: new WindowBudget(clock, limits.candleCallsPer10s, WINDOW_MS),
    others: new WindowBudget(clock, limits.callsPer10s, WINDOW_MS),
  }
  return {
    accept: () => ({ refuse: 404 }),
    request(request, context): HostAnswer {
      const isCandles = request.target.startsWith(`${BASE}candles/`)
      const budget = isCandles ? budgets.candles : budgets.others
      const limit = isCandles ? limits.candleCallsPer10s : limits.callsPer10s
      const isTaken = budget.spend(1)
      const { headers, ...response } = isTaken
        ? answer(state, request, context)
        : limitedResponse(budget.restMs())
      const told = {
        ...headers,
        'ratelimit-limit': String(limit),
        'ratelimit-remaining': String(Math.max(0, limit - budget.used())),
        'ratelimit-reset': String(Math.floor(clock.nowUs() / 1000 + budget.restMs())),
      }
      return {
        kind: 'response',
        response: { ...response, headers: told },
        delayMs: limits.restDelayMs,
      }
    },
    failure: (status, retryAfterSeconds) => failureResponse(status, retryAfterSeconds),
  }
}

function answer(state: DydxState, request: HostRequest, context: RequestContext): HttpResponse {
  const { pathname, searchParams: query } = new URL(request.target, 'http://host')
  const path = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : ''
  const slash = path.lastIndexOf('/')
  const ofVenue = VENUE_ENDPOINTS[path]
  const ofMarket = MARKET_ENDPOINTS[path.slice(0, Math.max(0, slash))]
  const endpoint = ofVenue ?? ofMarket
  if (endpoint === undefined || request.method !== 'GET') return refusalResponse(404, 'Not Found')
  const ticker = ofVenue === undefined ? decodeURIComponent(path.slice(slash + 1)) : ''
  const call: EndpointCall = { state, query, ticker, context }
  try {
    return jsonResponse(200, endpoint(call), { 'cache-control': 'public, max-age=1' })
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusalResponse(error.status, error.message)
  }
}
