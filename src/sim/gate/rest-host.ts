import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse, type RequestContext } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { GateState } from './gate-state.ts'
import type { GateLimits } from './limits.ts'
import { type GateProduct, PRODUCTS } from './products.ts'
import { type Endpoint, endpointOf } from './rest-endpoints.ts'
import { failureResponse, RestRefusal, refusalResponse } from './rest-error.ts'
import { sizeModeOf } from './wire-text.ts'

const WINDOW_MS = 10_000
const BASE = '/api/v4'

/** The REST host of all products: every endpoint counts its own calls. */
export function restHost(state: GateState, limits: GateLimits): Dialect {
  const budgets = new Map<string, WindowBudget>()
  const budgetOf = (path: string): WindowBudget => {
    const known = budgets.get(path) ?? new WindowBudget(state.clock, limits.restCalls, WINDOW_MS)
    budgets.set(path, known)
    return known
  }
  return {
    accept: () => ({ refuse: 404 }),
    request(request, context): HostAnswer {
      const response = answer(state, limits, budgetOf, request, context)
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    },
    failure: failureResponse,
  }
}

function answer(
  state: GateState,
  limits: GateLimits,
  budgetOf: (path: string) => WindowBudget,
  request: HostRequest,
  context: RequestContext,
): HttpResponse {
  const { pathname, searchParams: query } = new URL(request.target, 'http://host')
  const found = endpointAt(pathname)
  if (found === undefined || request.method !== 'GET') {
    return refusalResponse(404, 'NOT_FOUND', 'Requested path not found')
  }
  const budget = budgetOf(pathname)
  const isWithin = budget.spend(1)
  const headers = {
    'x-gate-ratelimit-limit': String(limits.restCalls),
    'x-gate-ratelimit-requests-remain': String(Math.max(0, limits.restCalls - budget.used())),
    'x-gate-ratelimit-reset-timestamp': String(
      Math.ceil((state.clock.nowUs() / 1000 + budget.restMs()) / 1000),
    ),
  }
  if (!isWithin) {
    const message = 'Request Rate limit Exceeded (311)'
    return refusalResponse(429, 'TOO_MANY_REQUESTS', message, headers)
  }
  try {
    const mode = sizeModeOf(request.headers)
    const body = found.endpoint({ state, product: found.product, query, mode, context })
    return jsonResponse(200, body, headers)
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusalResponse(error.status, error.label, error.message, headers)
  }
}

function endpointAt(
  path: string,
): { readonly product: GateProduct; readonly endpoint: Endpoint } | undefined {
  // Pairs of margin trading exist, and none is listed here.
  if (path === `${BASE}/margin/currency_pairs`) return { product: 'spot', endpoint: () => [] }
  const products = Object.keys(PRODUCTS) as GateProduct[] // the keys of the table
  for (const product of products) {
    const start = `${BASE}${PRODUCTS[product].restPath}/`
    if (!path.startsWith(start)) continue
    const endpoint = endpointOf(product, path.slice(start.length))
    return endpoint === undefined ? undefined : { product, endpoint }
  }
  return undefined
}
