import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse, type RequestContext } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import { FuturesPrivateRest } from './account/futures-private-rest.ts'
import type { PrivateParts } from './account/private-parts.ts'
import { SPOT_PRIVATE, spotPrivateAnswer } from './account/spot-private-rest.ts'
import { msOf } from './futures-messages.ts'
import { chart, FUTURES_ENDPOINTS } from './futures-rest.ts'
import type { KrakenLimits } from './limits.ts'
import {
  futuresFailure,
  futuresRefusal,
  RestRefusal,
  spotFailure,
  spotRefusal,
} from './rest-error.ts'
import { SPOT_ENDPOINTS } from './spot-rest.ts'
import { isoOf } from './wire-text.ts'

const SPOT_PREFIX = '/0/public/'
const FUTURES_PREFIX = '/derivatives/api/v3/'
const CHARTS_PREFIX = '/api/charts/v1/'
const BUDGET_WINDOW_MS = 10_000

/** The REST host of spot: status 200 whatever it says, refusals under `error`. */
export function spotRestHost(parts: PrivateParts): Dialect {
  const { state, limits } = parts
  const budget = new WindowBudget(state.clock, limits.spotCallsPer10s, BUDGET_WINDOW_MS)
  return restHost(
    limits,
    (request, context) => {
      if (!budget.spend(1)) return spotRefusal('EGeneral:Too many requests')
      const { pathname, searchParams } = new URL(request.target, 'http://host')
      const endpoint = pathname.startsWith(SPOT_PREFIX)
        ? SPOT_ENDPOINTS[pathname.slice(SPOT_PREFIX.length)]
        : undefined
      if (endpoint === undefined) return spotRefusal('EGeneral:Unknown method')
      try {
        const result = endpoint({ state, query: searchParams, context })
        return jsonResponse(200, { error: [], result })
      } catch (error) {
        if (error instanceof RestRefusal) return spotRefusal(error.message, error.status)
        throw error
      }
    },
    spotFailure,
    (request) =>
      request.target.startsWith(SPOT_PRIVATE) ? spotPrivateAnswer(parts, request) : undefined,
  )
}

/** The REST host of futures: the API v3 and the charts. */
export function futuresRestHost(parts: PrivateParts): Dialect {
  const { state, limits } = parts
  const accounts = new FuturesPrivateRest(parts)
  return restHost(
    limits,
    (request) => {
      const serverTime = isoOf(msOf(state.clock.nowUs()))
      const { pathname, searchParams } = new URL(request.target, 'http://host')
      const call = { state, query: searchParams }
      if (pathname.startsWith(CHARTS_PREFIX)) {
        const bars = chart(call, pathname.slice(CHARTS_PREFIX.length))
        return bars === undefined ? jsonResponse(404, {}) : textResponse(bars)
      }
      const endpoint = pathname.startsWith(FUTURES_PREFIX)
        ? FUTURES_ENDPOINTS[pathname.slice(FUTURES_PREFIX.length)]
        : undefined
      if (endpoint === undefined) return futuresRefusal('notFound', 404, serverTime)
      try {
        return textResponse(`{"result":"success",${endpoint(call)},"serverTime":"${serverTime}"}`)
      } catch (error) {
        if (!(error instanceof RestRefusal)) throw error
        return futuresRefusal(error.message, error.status, serverTime)
      }
    },
    futuresFailure,
    (request) => accounts.answer(request),
  )
}

function restHost(
  { restDelayMs }: KrakenLimits,
  answer: (request: HostRequest, context: RequestContext) => HttpResponse,
  failure: Dialect['failure'],
  ofAccounts: (request: HostRequest) => HostAnswer | undefined,
): Dialect {
  return {
    accept: () => ({ refuse: 404 }),
    request: (request, context): HostAnswer =>
      ofAccounts(request) ?? {
        kind: 'response',
        response: answer(request, context),
        delayMs: restDelayMs,
      },
    failure,
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
