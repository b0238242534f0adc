import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse, type RequestContext } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { PrivateParts } from './account/private-parts.ts'
import { privateAnswer } from './account/private-rest.ts'
import type { BybitState } from './bybit-state.ts'
import type { BybitLimits } from './limits.ts'
import { ENDPOINTS } from './rest-endpoints.ts'
import { failureResponse, RestRefusal, refusalResponse, shutOutResponse } from './rest-error.ts'
import { timeMs } from './wire-text.ts'

const WINDOW_MS = 5000

/** The REST host: one budget for all; who exceeds it is shut out. */
export function restHost(parts: PrivateParts): Dialect {
  const { state, limits } = parts
  const budget = new WindowBudget(state.clock, limits.requestsPerFiveSeconds, WINDOW_MS)
  let shutUntilUs = 0
  const isShutOut = (): boolean => {
    const nowUs = state.clock.nowUs()
    if (nowUs < shutUntilUs) return true
    if (budget.spend(1)) return false
    shutUntilUs = nowUs + limits.shutOutMs * 1000
    return true
  }
  const later = (response: HttpResponse): HostAnswer => ({
    kind: 'response',
    response,
    delayMs: limits.restDelayMs,
  })
  return {
    accept: () => ({ refuse: 404 }),
    request: (request, context): HostAnswer =>
      isShutOut()
        ? later(shutOutResponse())
        : (privateAnswer(parts, request) ?? later(answer({ state, limits, context }, request))),
    failure: (status) => failureResponse(status, timeMs(state.clock.nowUs())),
  }
}

function answer(
  parts: {
    readonly state: BybitState
    readonly limits: BybitLimits
    readonly context: RequestContext
  },
  request: HostRequest,
): HttpResponse {
  const { pathname, searchParams: query } = new URL(request.target, 'http://host')
  const now = timeMs(parts.state.clock.nowUs())
  const endpoint = ENDPOINTS[pathname]
  if (endpoint === undefined || request.method !== 'GET') {
    return refusalResponse(404, '10017', 'Route not found.', now)
  }
  try {
    const result = endpoint({ ...parts, query })
    return jsonResponse(200, { retCode: 0, retMsg: 'OK', result, retExtInfo: {}, time: now })
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusalResponse(200, error.venueCode, error.message, now)
  }
}
