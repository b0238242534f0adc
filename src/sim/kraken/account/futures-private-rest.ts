import type { HttpResponse } from '../../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../../runtime/virtual/host.ts'
import type { FoundKey } from '../../account/sim-accounts.ts'
import { deskAnswer } from '../../account/trading-desk.ts'
import { jsonResponse } from '../../venue-host.ts'
import { WindowBudget } from '../../window-budget.ts'
import { futuresFailure, futuresRefusal, RestRefusal } from '../rest-error.ts'
import { mayTrade } from './doorkeeper.ts'
import { FUTURES_ORDER_ENDPOINTS, type FuturesOrderEndpoint } from './futures-orders.ts'
import { FUTURES_QUERIES, historyAnswer } from './futures-queries.ts'
import { isoUs } from './futures-rows.ts'
import type { PrivateParts } from './private-parts.ts'
import { type SpotBody, textOf } from './spot-body.ts'

const API = '/derivatives/api/v3/'
/** Both versions are served. */
const HISTORY = /^\/api\/history\/v[23]\/(orders|triggers)$/
const BUDGET = { count: 500, perMs: 10_000 } as const
const HISTORY_BUDGET = { count: 100, perMs: 600_000 } as const

/** Private calls of derivatives: a query or a form, signed; what is public is left to others. */
export class FuturesPrivateRest {
  readonly #parts: PrivateParts
  readonly #budget: WindowBudget
  readonly #historyBudget: WindowBudget

  /** With budgets of its own. */
  constructor(parts: PrivateParts) {
    this.#parts = parts
    const { clock } = parts.state
    this.#budget = new WindowBudget(clock, BUDGET.count, BUDGET.perMs)
    this.#historyBudget = new WindowBudget(clock, HISTORY_BUDGET.count, HISTORY_BUDGET.perMs)
  }

  /** Answers a private call; `undefined` where the call is none. */
  answer(request: HostRequest): HostAnswer | undefined {
    const [path = ''] = request.target.split('?', 1)
    const endpoint = path.startsWith(API) ? path.slice(API.length) : ''
    const [, history] = HISTORY.exec(path) ?? []
    const orders = FUTURES_ORDER_ENDPOINTS.get(endpoint)
    const query = FUTURES_QUERIES.get(endpoint)
    const isHistory = history === 'orders' || history === 'triggers'
    if (orders === undefined && query === undefined && !isHistory) return undefined
    const body = readBody(request)
    try {
      const found = this.#parts.doorkeeper.futures(request)
      if (orders !== undefined) return this.#orders(found, path, body, orders)
      const question = { parts: this.#parts, account: found.account, body }
      if (isHistory) {
        this.#demand(this.#historyBudget, 1)
        return this.#later(this.#good(historyAnswer(history, question)))
      }
      this.#demand(this.#budget, query?.cost(body) ?? 0)
      return this.#later(this.#good(query?.answer(question) ?? ''))
    } catch (error) {
      if (error instanceof RestRefusal) return this.#later(this.#refused(error.message))
      throw error
    }
  }

  #orders(
    found: FoundKey,
    name: string,
    body: SpotBody,
    { action, cost, read }: FuturesOrderEndpoint,
  ): HostAnswer {
    if (!mayTrade(found)) throw new RestRefusal('insufficientPrivileges')
    this.#demand(this.#budget, cost((textOf(body, 'json') ?? '').split('"order":').length - 1))
    const act = read(this.#parts, body)
    const { account } = found
    const { restDelayMs: delayMs } = this.#parts.limits
    const asked = { account, action, host: 'futures', name, delayMs }
    const plan = this.#parts.desk.run(asked, () => act(account))
    return deskAnswer(plan, (fields) => this.#good(fields), futuresFailure)
  }

  #demand(budget: WindowBudget, cost: number): void {
    if (!budget.spend(cost)) throw new RestRefusal('apiLimitExceeded')
  }

  #good(fields: string): HttpResponse {
    const text = `{"result":"success",${fields},"serverTime":"${this.#now()}"}`
    return { ...jsonResponse(200, {}), body: new TextEncoder().encode(text) }
  }

  #refused(text: string): HttpResponse {
    return futuresRefusal(text, 200, this.#now())
  }

  #later(response: HttpResponse): HostAnswer {
    return { kind: 'response', response, delayMs: this.#parts.limits.restDelayMs }
  }

  #now(): string {
    return isoUs(this.#parts.state.clock.nowUs())
  }
}

function readBody({ target, body }: HostRequest): SpotBody {
  const text = body === '' ? (target.split('?', 2)[1] ?? '') : body
  return Object.fromEntries(new URLSearchParams(text))
}
