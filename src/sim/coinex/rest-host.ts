import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse, type RequestContext } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import type { CoinexState } from './coinex-state.ts'
import type { CoinexLimits } from './limits.ts'
import type { CoinexMarket } from './products.ts'
import { COMMON, type Endpoint, OWN, SHARED } from './rest-endpoints.ts'
import { failureResponse, RestRefusal, refusalResponse } from './rest-error.ts'

/** The REST host: one budget for all endpoints, and status 200 for whatever it has to say. */
export function restHost(state: CoinexState, limits: CoinexLimits): Dialect {
  const budget = new WindowBudget(state.clock, limits.callsPerSecond, 1000)
  return {
    accept: () => ({ refuse: 404 }),
    request(request, context): HostAnswer {
      const response = budget.spend(1)
        ? answer(state, request, context)
        : refusalResponse(4213, 'requests too frequent')
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    },
    failure: (status, retryAfterSeconds) => failureResponse(status, retryAfterSeconds),
  }
}

function answer(state: CoinexState, request: HostRequest, context: RequestContext): HttpResponse {
  const { pathname, searchParams: query } = new URL(request.target, 'http://host')
  const place = placeOf(pathname)
  if (place === undefined || request.method !== 'GET') {
    return refusalResponse(404, 'not found', 404)
  }
  const [endpoint, market] = place
  try {
    const { data, pagination } = endpoint({ state, market, query, context })
    const page = pagination === undefined ? {} : { pagination }
    return jsonResponse(200, { code: 0, data, message: 'OK', ...page })
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusalResponse(error.venueCode, error.message)
  }
}

/** The endpoint of a path, and the half of the venue that it names. */
function placeOf(pathname: string): readonly [Endpoint, CoinexMarket] | undefined {
  const path = /^\/v2\/(.+)$/.exec(pathname)?.[1] ?? ''
  const common = COMMON[path]
  if (common !== undefined) return [common, 'spot']
  const [half, ...rest] = path.split('/')
  if (half !== 'spot' && half !== 'futures') return undefined
  const name = rest.join('/')
  const endpoint = SHARED[name] ?? OWN[half][name]
  return endpoint === undefined ? undefined : [endpoint, half]
}
