import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { HtxState } from './htx-state.ts'
import type { HtxLimits } from './limits.ts'
import {
  type Endpoint,
  MARKET_ENDPOINTS,
  REFERENCE_ENDPOINTS,
  SPOT_ENDPOINTS,
} from './rest-endpoints.ts'
import { failureResponse, RestRefusal, refusalResponse } from './rest-error.ts'
import { wireJson } from './wire-text.ts'

const REFERENCE_WINDOW_MS = 3000

/** The spot host: every endpoint counts its own calls. */
export function spotRestHost(state: HtxState, limits: HtxLimits): Dialect {
  const budgets = new Map<string, WindowBudget>()
  return restHost(state, limits, (path) => {
    const budget =
      budgets.get(path) ?? new WindowBudget(state.clock, limits.spotCallsPerSecond, 1000)
    budgets.set(path, budget)
    return budget.spend(1)
      ? SPOT_ENDPOINTS[path]
      : refusing('base-request-exceed-frequency-limit', 'request limit')
  })
}

/** The futures host: reference data shares one budget, market data is not limited here. */
export function futuresRestHost(state: HtxState, limits: HtxLimits): Dialect {
  const reference = new WindowBudget(state.clock, limits.referenceCalls, REFERENCE_WINDOW_MS)
  return restHost(state, limits, (path) => {
    const endpoint = REFERENCE_ENDPOINTS[path]
    if (endpoint === undefined) return MARKET_ENDPOINTS[path]
    return reference.spend(1)
      ? endpoint
      : refusing(1032, 'The number of access exceeded the limit.')
  })
}

function refusing(code: string | number, text: string): Endpoint {
  return () => {
    throw new RestRefusal(code, text)
  }
}

function restHost(
  state: HtxState,
  limits: HtxLimits,
  endpointOf: (path: string) => Endpoint | undefined,
): Dialect {
  return {
    accept: () => ({ refuse: 404 }),
    request(request): HostAnswer {
      const response = answer(state, request, endpointOf)
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    },
    failure: (status) => failureResponse(status),
  }
}

function answer(
  state: HtxState,
  { target, method }: HostRequest,
  endpointOf: (path: string) => Endpoint | undefined,
): HttpResponse {
  const { pathname, searchParams } = new URL(target, 'http://host')
  const endpoint = method === 'GET' ? endpointOf(pathname) : undefined
  if (endpoint === undefined) return jsonResponse(404, { status: 'error', 'err-msg': 'not found' })
  const nowMs = Math.floor(state.clock.nowUs() / 1000)
  try {
    const members = endpoint({ state, query: searchParams })
    const body = new TextEncoder().encode(wireJson({ status: 'ok', ...members, ts: nowMs }))
    return { ...jsonResponse(200, {}), body }
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusalResponse(error.venueCode, error.message, nowMs)
  }
}
