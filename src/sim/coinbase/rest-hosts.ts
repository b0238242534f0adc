import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse } from '../venue-host.ts'
import { WindowBudget } from '../window-budget.ts'
import { advancedAnswer } from './advanced-rest.ts'
import type { CoinbaseState } from './coinbase-state.ts'
import { exchangeAnswer } from './exchange-rest.ts'
import type { CoinbaseLimits } from './limits.ts'
import { failureResponse, RestRefusal, refusalResponse } from './rest-error.ts'

type Answer = (state: CoinbaseState, path: string, query: URLSearchParams) => unknown

/** The REST host of Advanced Trade. */
export function advancedRestHost(state: CoinbaseState, limits: CoinbaseLimits): Dialect {
  return restHost(state, limits, advancedAnswer)
}

/** The REST host of the Exchange. */
export function exchangeRestHost(state: CoinbaseState, limits: CoinbaseLimits): Dialect {
  return restHost(state, limits, exchangeAnswer)
}

function restHost(state: CoinbaseState, limits: CoinbaseLimits, answer: Answer): Dialect {
  const budget = new WindowBudget(state.clock, limits.restPerSecond, 1000)
  return {
    accept: () => ({ refuse: 404 }),
    request(request): HostAnswer {
      const response = budget.spend(1)
        ? answered(state, answer, request)
        : failureResponse(429, undefined)
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    },
    failure: failureResponse,
  }
}

function answered(state: CoinbaseState, answer: Answer, request: HostRequest): HttpResponse {
  const { pathname, searchParams } = new URL(request.target, 'http://host')
  try {
    if (request.method !== 'GET') throw new RestRefusal(404, 'NOT_FOUND', 'not found')
    return jsonResponse(200, answer(state, pathname, searchParams))
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusalResponse(error)
  }
}
