import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse, type RequestContext } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { PrivateParts } from './account/private-parts.ts'
import { privateRest } from './account/private-rest.ts'
import type { OkxLimits } from './limits.ts'
import type { OkxState } from './okx-state.ts'
import { ENDPOINTS } from './rest-endpoints.ts'
import { failureResponse, RestRefusal, refusalResponse } from './rest-error.ts'

const WINDOW_MS = 2000

/** The REST host: every endpoint counts its own calls, instrument lists each type's. */
export function restHost(state: OkxState, limits: OkxLimits, trading: PrivateParts): Dialect {
  const budgets = new Map<string, WindowBudget>()
  const answerSigned = privateRest(trading)
  return {
    accept: () => ({ refuse: 404 }),
    request(request, context): HostAnswer {
      const signed = answerSigned(request)
      if (signed !== undefined) return signed
      const response = answer(state, budgets, request, context)
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    },
    failure: (status) => failureResponse(status),
  }
}

function answer(
  state: OkxState,
  budgets: Map<string, WindowBudget>,
  request: HostRequest,
  context: RequestContext,
): HttpResponse {
  const { pathname, searchParams } = new URL(request.target, 'http://host')
  const endpoint = ENDPOINTS[pathname]
  if (endpoint === undefined || request.method !== 'GET') {
    return refusalResponse(404, '404', 'Not Found')
  }
  const key = `${pathname} ${searchParams.get('instType') ?? ''}`
  const budget = budgets.get(key) ?? new WindowBudget(state.clock, endpoint.limit, WINDOW_MS)
  budgets.set(key, budget)
  if (!budget.spend(1)) return refusalResponse(429, '50011', 'Too Many Requests')
  try {
    const data = endpoint.answer({ state, query: searchParams, context })
    return jsonResponse(200, { code: '0', msg: '', data })
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusalResponse(error.status, error.venueCode, error.message)
  }
}
