import type { HttpResponse } from '../../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../../runtime/virtual/host.ts'
import type { FoundKey } from '../../account/sim-accounts.ts'
import { deskAnswer } from '../../account/trading-desk.ts'
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
import { INVALID, neededText, objectsAt, readBody } from './request-body.ts'

/** An endpoint of orders. */
interface OrderEndpoint {
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

/** Answers a signed request about orders, by the fault script. Throws RestRefusal where nothing was acted on. */
export function orderAnswer(
  parts: PrivateParts,
  found: FoundKey,
  request: HostRequest,
  path: string,
  endpoint: OrderEndpoint,
): HostAnswer {
  if (!mayTrade(found))
    throw new RestRefusal('10005', 'Permission denied, please check your API key permissions.')
  const { state, desk, budgets, limits } = parts
  const body = readBody(request.body)
  const category = neededText(body, 'category')
  const items = endpoint.isBatch ? objectsAt(body, 'request') : [body]
  checkCount(category, items.length)
  const ready = items.map((item) => readAction(endpoint.action, category, item, state.market))
  const { account } = found
  const limit = limits.ordersPerSecond[category === 'spot' ? 'spot' : 'contract']
  const budget = budgets.spend(`${account.name} ${category} ${path}`, limit, items.length)
  if (budget.granted === 0) throw new RestRefusal(TOO_MANY.code, TOO_MANY.msg, budget.headers)
  const delayMs = limits.restDelayMs
  const asked = { account, action: endpoint.action, host: 'rest', name: path, delayMs }
  const plan = desk.run(asked, () =>
    ready.map((act, i) => (i < budget.granted ? acted(act, parts, found) : tooMany())),
  )
  const nowMs = (): number => timeMs(state.clock.nowUs())
  return deskAnswer(
    plan,
    (results) => written(results, endpoint.isBatch, category, nowMs(), budget.headers),
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

function written(
  results: readonly ActionResult[],
  isBatch: boolean,
  category: string,
  time: number,
  headers: Readonly<Record<string, string>>,
): HttpResponse {
  if (isBatch) {
    const list = results.map(({ row }) => ({ category, ...row }))
    const words = results.map(({ code, msg }) => ({ code: Number(code), msg }))
    const body = { retCode: 0, retMsg: 'OK', result: { list }, retExtInfo: { list: words }, time }
    return jsonResponse(200, body, headers)
  }
  const [only] = results
  const { code = '0', msg = 'OK', row = {} } = only ?? {}
  const result = code === '0' ? row : {}
  const body = { retCode: Number(code), retMsg: msg, result, retExtInfo: {}, time }
  return jsonResponse(200, body, headers)
}
