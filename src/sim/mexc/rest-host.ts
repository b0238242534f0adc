import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse, type RequestContext } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import { FUTURES_ENDPOINTS } from './futures-rest.ts'
import type { MexcLimits } from './limits.ts'
import type { MexcState } from './mexc-state.ts'
import type { RestCall } from './rest-book.ts'
import { failureResponse, futuresRefusal, RestRefusal, spotRefusal } from './rest-error.ts'
import { SPOT_ENDPOINTS } from './spot-rest.ts'
import { jsonText } from './wire-text.ts'

const SPOT_PREFIX = '/api/v3/'
const FUTURES_PREFIX = '/api/v1/contract/'
const SPOT_WINDOW_MS = 10_000
const FUTURES_WINDOW_MS = 2000

type Answer = (request: HostRequest, context: RequestContext) => HttpResponse

/** The REST host, which spot and futures share. */
export function restHost(state: MexcState, limits: MexcLimits): Dialect {
  const spot = spotAnswer(state, limits)
  const futures = futuresAnswer(state, limits)
  return {
    accept: () => ({ refuse: 404 }),
    request(request, context): HostAnswer {
      const answer = request.target.startsWith(FUTURES_PREFIX) ? futures : spot
      const response = answer(request, context)
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    },
    failure: (status, retryAfterSeconds) => failureResponse(status, retryAfterSeconds),
  }
}

/** Every endpoint has its own budget. */
function budgetsOf(state: MexcState, perMs: number): (name: string, limit: number) => WindowBudget {
  const budgets = new Map<string, WindowBudget>()
  return (name, limit) => {
    const budget = budgets.get(name) ?? new WindowBudget(state.clock, limit, perMs)
    budgets.set(name, budget)
    return budget
  }
}

function spotAnswer(state: MexcState, limits: MexcLimits): Answer {
  const budgetOf = budgetsOf(state, SPOT_WINDOW_MS)
  return ({ method, target }, context) => {
    const { pathname, searchParams: query } = new URL(target, 'http://host')
    const name = pathname.startsWith(SPOT_PREFIX) ? pathname.slice(SPOT_PREFIX.length) : ''
    const endpoint = SPOT_ENDPOINTS[name]
    if (endpoint === undefined || method !== 'GET') return spotRefusal(404, 404, 'Not Found')
    const budget = budgetOf(name, limits.spotWeightPer10s)
    if (!budget.spend(endpoint.weight)) {
      return spotRefusal(429, 429, 'Too many requests', Math.ceil(budget.restMs() / 1000))
    }
    try {
      return jsonResponse(200, endpoint.answer({ state, limits, query, rest: [], context }))
    } catch (error) {
      if (!(error instanceof RestRefusal)) throw error
      return spotRefusal(400, error.venueCode, error.message)
    }
  }
}

function futuresAnswer(state: MexcState, limits: MexcLimits): Answer {
  const budgetOf = budgetsOf(state, FUTURES_WINDOW_MS)
  return ({ method, target }, context) => {
    const { pathname, searchParams: query } = new URL(target, 'http://host')
    const [name = '', ...rest] = pathname.slice(FUTURES_PREFIX.length).split('/')
    const endpoint = FUTURES_ENDPOINTS[name]
    if (endpoint === undefined || method !== 'GET') return futuresRefusal(404, 'Not Found', 404)
    if (!budgetOf(name, endpoint.limit).spend(1)) {
      return futuresRefusal(510, 'Requests are too frequent, please try again later!')
    }
    const call: RestCall = { state, limits, query, rest: rest.map(decodeURIComponent), context }
    try {
      return textResponse(jsonText({ success: true, code: 0, data: endpoint.answer(call) }))
    } catch (error) {
      if (!(error instanceof RestRefusal)) throw error
      return futuresRefusal(error.venueCode, error.message)
    }
  }
}

/** Numbers as they are written: no `JSON.stringify`. */
function textResponse(text: string): HttpResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json;charset=UTF-8' },
    body: new TextEncoder().encode(text),
  }
}
