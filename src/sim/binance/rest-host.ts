import type { HttpResponse } from '../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../runtime/virtual/host.ts'
import { type Dialect, jsonResponse, type RequestContext } from '../venue-host.ts'
import type { WindowBudget } from '../window-budget.ts'
import type { PrivateRest } from './account/private-rest.ts'
import type { BinanceState } from './binance-state.ts'
import type { BinanceLimits } from './limits.ts'
import { type BinanceProduct, PRODUCTS } from './products.ts'
import { ENDPOINTS } from './rest-endpoints.ts'
import { failureResponse, RestRefusal, refusalResponse } from './rest-error.ts'

const BAN_MS = 120_000

/** The REST host of a product. USDⓈ-M and COIN-M spend one budget of weight. */
export function restHost(
  state: BinanceState,
  product: BinanceProduct,
  limits: BinanceLimits,
  budget: WindowBudget,
  privateRest: PrivateRest,
): Dialect {
  const gate = new WeightGate(state, product, limits, budget)
  return {
    accept: () => ({ refuse: 404 }),
    request(request, context): HostAnswer {
      const blocked = gate.blocked()
      const isPrivate = blocked === undefined && product !== 'coinm'
      const told = isPrivate ? privateRest.answer(product, request, gate) : undefined
      if (told !== undefined) return told
      const response = blocked ?? answer(state, product, request, context, gate)
      return { kind: 'response', response, delayMs: limits.restDelayMs }
    },
    failure: (status, retryAfterSeconds) => failureResponse(status, retryAfterSeconds),
  }
}

function answer(
  state: BinanceState,
  product: BinanceProduct,
  request: HostRequest,
  context: RequestContext,
  gate: WeightGate,
): HttpResponse {
  const url = new URL(request.target, 'http://host')
  const { restPrefix } = PRODUCTS[product]
  const path = url.pathname
  const endpoint = path.startsWith(restPrefix)
    ? ENDPOINTS[path.slice(restPrefix.length)]
    : undefined
  if (endpoint === undefined || request.method !== 'GET') {
    return refusalResponse(404, -5000, `Path ${path}, Method ${request.method} is invalid`)
  }
  const call = { state, product, query: url.searchParams, context }
  try {
    const refused = gate.spend(endpoint.weight(call))
    if (refused !== undefined) return refused
    return jsonResponse(200, endpoint.answer(call), gate.headers())
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return refusalResponse(error.status, error.venueCode, error.message, gate.headers())
  }
}

/** Weight per minute, 429 beyond it, and 418 for who goes on all the same. */
class WeightGate {
  readonly #state: BinanceState
  readonly #limit: number
  readonly #refusalsToBan: number
  readonly #budget: WindowBudget
  #refusals = 0
  #bannedUntilMs = 0

  constructor(
    state: BinanceState,
    product: BinanceProduct,
    limits: BinanceLimits,
    budget: WindowBudget,
  ) {
    this.#state = state
    this.#limit = PRODUCTS[product].weightPerMinute
    this.#refusalsToBan = limits.refusalsToBan
    this.#budget = budget
  }

  headers(): Record<string, string> {
    const used = String(this.#budget.used())
    return { 'x-mbx-used-weight': used, 'x-mbx-used-weight-1m': used }
  }

  blocked(): HttpResponse | undefined {
    const leftMs = this.#bannedUntilMs - this.#state.clock.nowUs() / 1000
    if (leftMs <= 0) return undefined
    const msg = `Way too much request weight used; IP banned until ${this.#bannedUntilMs}. Please use WebSocket Streams for live updates to avoid bans.`
    return refusalResponse(418, -1003, msg, { 'retry-after': String(Math.ceil(leftMs / 1000)) })
  }

  spend(weight: number): HttpResponse | undefined {
    if (this.#budget.spend(weight)) {
      this.#refusals = 0
      return undefined
    }
    this.#refusals += 1
    if (this.#refusals >= this.#refusalsToBan) {
      this.#refusals = 0
      this.#bannedUntilMs = Math.floor(this.#state.clock.nowUs() / 1000) + BAN_MS
    }
    const wait = { 'retry-after': String(Math.ceil(this.#budget.restMs() / 1000)) }
    const msg = `Too many requests; current limit is ${this.#limit} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`
    return this.blocked() ?? refusalResponse(429, -1003, msg, { ...wait, ...this.headers() })
  }
}
