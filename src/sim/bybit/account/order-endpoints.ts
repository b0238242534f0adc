import type { HttpResponse } from '../../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../../runtime/virtual/host.ts'
import type { FoundKey } from '../../account/sim-accounts.ts'
import { type DeskPlan, type DeskRequest, deskAnswer } from '../../account/trading-desk.ts'
import { jsonResponse } from '../../venue-host.ts'
import { failureResponse, RestRefusal } from '../rest-error.ts'
import { timeMs } from '../wire-text.ts'
import { mayTrade } from './doorkeeper.ts'
import {
  type ActionResult,
  type PostedAction,
  type ReadyAction,
  readAction,
} from './order-actions.ts'
import type { PrivateParts } from './private-parts.ts'
import { type BodyObject, INVALID, neededText, objectsAt, readBody } from './request-body.ts'

/** An endpoint of orders. */
export interface OrderEndpoint {
  readonly action: PostedAction
  readonly isBatch: boolean
}

/** The endpoints by path. */
export const ORDER_ENDPOINTS: ReadonlyMap<string, OrderEndpoint> = new Map([
  ['/v5/order/create', { action: 'place', isBatch: false }],
  ['/v5/order/amend', { action: 'amend', isBatch: false }],
  ['/v5/order/cancel', { action: 'cancel', isBatch: false }],
  ['/v5/order/create-batch', { action: 'place', isBatch: true }],
  ['/v5/order/amend-batch', { action: 'amend', isBatch: true }],
  ['/v5/order/cancel-batch', { action: 'cancel', isBatch: true }],
])

const MOST_OF_BATCH = { spot: 10, contract: 20 } as const
const TOO_MANY = { code: '10006', msg: 'Too many visits. Exceeded the API Rate Limit.' } as const

/** A request about orders that was let in, whichever way it came. */
export interface OrderRequest {
  /** Whose, and with which key. */
  readonly found: FoundKey
  /** The endpoint that it is for; over a socket the one that does the same. */
  readonly path: string
  /** What the endpoint asks for. */
  readonly endpoint: OrderEndpoint
  /** What it says. */
  readonly body: BodyObject
  /** Which host took it, and by which name of it. */
  readonly from: Pick<DeskRequest, 'host' | 'name'>
}

/** What the client is to get for a request about orders. */
export interface OrderReply {
  /** By the fault script. */
  readonly plan: DeskPlan<readonly ActionResult[]>
  /** Its product. */
  readonly category: string
  /** Whether it has several items. */
  readonly isBatch: boolean
  /** What is left of the budget. */
  readonly headers: Readonly<Record<string, string>>
}

/** Acts on a request about orders, by the fault script. Throws RestRefusal where nothing was acted on. */
export function runOrders(
  parts: PrivateParts,
  { found, path, endpoint, body, from }: OrderRequest,
): OrderReply {
  if (!mayTrade(found))
    throw new RestRefusal('10005', 'Permission denied, please check your API key permissions.')
  const { state, desk, budgets, limits } = parts
  const category = neededText(body, 'category')
  const items = endpoint.isBatch ? objectsAt(body, 'request') : [body]
  checkCount(category, items.length)
  const ready = items.map((item) => readAction(endpoint.action, category, item, state.market))
  const { account } = found
  const limit = limits.ordersPerSecond[category === 'spot' ? 'spot' : 'contract']
  const { granted, headers } = budgets.spend(
    `${account.name} ${category} ${path}`,
    limit,
    items.length,
  )
  if (granted === 0) throw new RestRefusal(TOO_MANY.code, TOO_MANY.msg, headers)
  const asked = { account, action: endpoint.action, delayMs: limits.restDelayMs, ...from }
  const plan = desk.run(asked, () =>
    ready.map((act, i) => (i < granted ? acted(act, parts, found) : tooMany())),
  )
  return { plan, category, isBatch: endpoint.isBatch, headers }
}

/** Answers a signed request about orders. Throws RestRefusal where nothing was acted on. */
export function orderAnswer(
  parts: PrivateParts,
  found: FoundKey,
  request: HostRequest,
  path: string,
  endpoint: OrderEndpoint,
): HostAnswer {
  const body = readBody(request.body)
  const from = { host: 'rest', name: path }
  const reply = runOrders(parts, { found, path, endpoint, body, from })
  const nowMs = (): number => timeMs(parts.state.clock.nowUs())
  return deskAnswer(
    reply.plan,
    (results) => written(results, reply, nowMs()),
    (status) => failureResponse(status, nowMs()),
  )
}

function acted(
  act: ReadyAction,
  { feeds, limits }: PrivateParts,
  { account }: FoundKey,
): ActionResult {
  const result = act(account)
  // Behind the fill, which is told right after the answer.
  if (result.lateCancel !== undefined)
    feeds.tellLateCancel(account, result.lateCancel, limits.restDelayMs + 2)
  return result
}

function tooMany(): ActionResult {
  return { ...TOO_MANY, row: { orderId: '', orderLinkId: '' } }
}

function checkCount(category: string, count: number): void {
  const most = category === 'spot' ? MOST_OF_BATCH.spot : MOST_OF_BATCH.contract
  if (count < 1 || count > most)
    throw new RestRefusal(INVALID, `params error: request has 1 to ${most} orders`)
}

/** Both ways say the same of what was done: the lists of a batch side by side, or the one result. */
export function resultOf(
  results: readonly ActionResult[],
  { isBatch, category }: OrderReply,
): {
  readonly retCode: number
  readonly retMsg: string
  readonly result: object
  readonly retExtInfo: object
} {
  if (isBatch) {
    const list = results.map(({ row }) => ({ category, ...row }))
    const words = results.map(({ code, msg }) => ({ code: Number(code), msg }))
    return { retCode: 0, retMsg: 'OK', result: { list }, retExtInfo: { list: words } }
  }
  const [only] = results
  const { code = '0', msg = 'OK', row = {} } = only ?? {}
  return { retCode: Number(code), retMsg: msg, result: code === '0' ? row : {}, retExtInfo: {} }
}

function written(results: readonly ActionResult[], reply: OrderReply, time: number): HttpResponse {
  return jsonResponse(200, { ...resultOf(results, reply), time }, reply.headers)
}
