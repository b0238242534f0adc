import type { HttpResponse } from '../../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../../runtime/virtual/host.ts'
import type { FoundKey, SimAccounts } from '../../account/sim-accounts.ts'
import {
  type DeskPlan,
  type DeskRequest,
  deskAnswer,
  type TradingDesk,
} from '../../account/trading-desk.ts'
import { httpDateText } from '../../http-date.ts'
import { jsonResponse } from '../../venue-host.ts'
import type { BinanceState } from '../binance-state.ts'
import { failureResponse, RestRefusal, refusalResponse } from '../rest-error.ts'
import type { PrivateEndpoint, PrivateEndpoints } from './endpoint.ts'
import type { ListenKeys } from './listen-keys.ts'
import { OrderCounts } from './order-counts.ts'
import { msOf } from './order-rows.ts'
import { findKey, notPermitted, type PrivateCall, readSigned } from './private-call.ts'
import type { AccountProduct } from './refusals.ts'
import { SPOT_ENDPOINTS } from './spot-endpoints.ts'
import { USDM_ENDPOINTS } from './usdm-endpoints.ts'

const ENDPOINTS: Readonly<Record<AccountProduct, PrivateEndpoints>> = {
  spot: SPOT_ENDPOINTS,
  usdm: USDM_ENDPOINTS,
}

/** What private calls share with public ones: the weight of an address. */
export interface Gate {
  /** Spends weight; the refusal where there is none left. */
  spend(weight: number): HttpResponse | undefined
  /** What was used, as headers. */
  headers(): Record<string, string>
}

/** What a private call needs of the venue. */
export interface PrivateRestParts {
  /** What the hosts share. */
  readonly state: BinanceState
  /** Who trades. */
  readonly accounts: SimAccounts
  /** What order requests go through. */
  readonly desk: TradingDesk
  /** The listen keys. */
  readonly listenKeys: ListenKeys
  /** How long an answer takes, in ms. */
  readonly delayMs: number
}

/** Which host took a request, and by which name of it. */
export type DeskOrigin = Pick<DeskRequest, 'host' | 'name'>

type TradeEndpoint = PrivateEndpoint & { readonly kind: 'trade' }

/** The private part of the REST hosts: keys, signatures, time windows, permissions, and what is behind them. */
export class PrivateRest {
  readonly #parts: PrivateRestParts
  readonly #counts: OrderCounts

  /** For all products. */
  constructor(parts: PrivateRestParts) {
    this.#parts = parts
    this.#counts = new OrderCounts(parts.state.clock)
  }

  /** Answers a request; `undefined` where its path is not private. */
  answer(product: AccountProduct, request: HostRequest, gate: Gate): HostAnswer | undefined {
    const url = new URL(request.target, 'http://host')
    const endpoint = ENDPOINTS[product][`${request.method} ${url.pathname}`]
    if (endpoint === undefined) return undefined
    const { delayMs } = this.#parts
    const respond = (response: HttpResponse): HostAnswer => ({
      kind: 'response',
      response: this.#dated(response),
      delayMs,
    })
    try {
      const refused = gate.spend(endpoint.weight(url.searchParams))
      if (refused !== undefined) return respond(refused)
      const found = findKey(this.#parts.accounts, request.headers['x-mbx-apikey'])
      const call = this.#call(product, endpoint, request, url, found)
      if (endpoint.kind === 'trade') return this.#trade(product, url.pathname, call, endpoint, gate)
      const body =
        endpoint.kind === 'key'
          ? endpoint.answer(call, this.#parts.listenKeys)
          : endpoint.answer(call)
      return respond(jsonResponse(200, body, gate.headers()))
    } catch (error) {
      return respond(refusalOf(error, gate.headers()))
    }
  }

  #call(
    product: AccountProduct,
    endpoint: PrivateEndpoint,
    request: HostRequest,
    url: URL,
    { account, apiKey }: FoundKey,
  ): PrivateCall {
    const { state } = this.#parts
    const nowMs = msOf(state.clock.nowUs())
    const { permissions = ['read', 'trade'] } = apiKey
    if (!permissions.includes(endpoint.kind === 'trade' ? 'trade' : 'read')) throw notPermitted()
    const params =
      endpoint.kind === 'key' ? url.searchParams : readSigned(request, apiKey.secret, nowMs)
    return { account, product, market: state.market, params, nowMs }
  }

  /**
   * What is asked about orders over a socket: acts as the endpoint of that name, `POST /api/v3/order`, would on parameters that
   * were found signed. @throws RestRefusal where nothing was acted on
   */
  overSocket(call: PrivateCall, endpoint: string, from: DeskOrigin): DeskPlan<HttpResponse> {
    const found = ENDPOINTS[call.product][endpoint]
    if (found?.kind !== 'trade') throw new RestRefusal(-1000, 'Invalid request.')
    return this.#plan(call, found, from, {})
  }

  #trade(
    product: AccountProduct,
    path: string,
    call: PrivateCall,
    endpoint: TradeEndpoint,
    gate: Gate,
  ): HostAnswer {
    const from = { host: `${product}-rest`, name: path }
    return deskAnswer(
      this.#plan(call, endpoint, from, gate.headers()),
      (response) => this.#dated(response),
      (status, retryAfterSeconds) => this.#dated(failureResponse(status, retryAfterSeconds)),
    )
  }

  #plan(
    call: PrivateCall,
    endpoint: TradeEndpoint,
    from: DeskOrigin,
    used: Readonly<Record<string, string>>,
  ): DeskPlan<HttpResponse> {
    const { delayMs, desk } = this.#parts
    const { account, product } = call
    const { action, orders, run } = endpoint.read(call)
    if (orders > 0) this.#counts.spend(account, product, orders)
    const headers = { ...used, ...this.#counts.headers(account, product) }
    return desk.run({ account, action, delayMs, ...from }, () => attempt(run, headers))
  }

  #dated(response: HttpResponse): HttpResponse {
    const date = httpDateText(this.#parts.state.clock.nowUs())
    return { ...response, headers: { ...response.headers, date } }
  }
}

function attempt(run: () => unknown, headers: Record<string, string>): HttpResponse {
  try {
    return jsonResponse(200, run(), headers)
  } catch (error) {
    return refusalOf(error, headers)
  }
}

function refusalOf(error: unknown, headers: Record<string, string>): HttpResponse {
  if (!(error instanceof RestRefusal)) throw error
  return refusalResponse(error.status, error.venueCode, error.message, headers)
}
