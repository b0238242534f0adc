import type { HttpResponse } from '../../../core/index.ts'
import type { HostAnswer, HostRequest } from '../../../runtime/virtual/host.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { FoundKey } from '../../account/sim-accounts.ts'
import { deskAnswer } from '../../account/trading-desk.ts'
import type { OrderAction } from '../../fault-rules.ts'
import { jsonResponse } from '../../venue-host.ts'
import { failureResponse, RestRefusal } from '../rest-error.ts'
import { timeText } from '../wire-text.ts'
import { mayTrade } from './doorkeeper.ts'
import { type ActionKind, act } from './order-actions.ts'
import type { Row } from './order-row.ts'
import type { PrivateParts } from './private-parts.ts'
import { type BodyObject, readBody, textAt } from './request-body.ts'

/** An endpoint of orders: what it asks for, how many orders it takes, and how many of an instrument in 2 s. */
export interface OrderEndpoint {
  /** What it asks for. */
  readonly kind: ActionKind
  /** The same in the words of fault rules. */
  readonly action: OrderAction
  /** Most orders of a request. */
  readonly most: number
  /** Orders of an account and an instrument in 2 s. */
  readonly limit: number
}

/** The endpoints by path. */
export const ORDER_ENDPOINTS: ReadonlyMap<string, OrderEndpoint> = new Map([
  ['/api/v5/trade/order', { kind: 'place', action: 'place', most: 1, limit: 60 }],
  ['/api/v5/trade/batch-orders', { kind: 'place', action: 'place', most: 20, limit: 300 }],
  ['/api/v5/trade/amend-order', { kind: 'amend', action: 'amend', most: 1, limit: 60 }],
  ['/api/v5/trade/amend-batch-orders', { kind: 'amend', action: 'amend', most: 20, limit: 300 }],
  ['/api/v5/trade/cancel-order', { kind: 'cancel', action: 'cancel', most: 1, limit: 60 }],
  ['/api/v5/trade/cancel-batch-orders', { kind: 'cancel', action: 'cancel', most: 20, limit: 300 }],
  ['/api/v5/trade/order-algo', { kind: 'placeStop', action: 'place', most: 1, limit: 20 }],
  ['/api/v5/trade/amend-algos', { kind: 'amendStop', action: 'amend', most: 1, limit: 20 }],
  ['/api/v5/trade/cancel-algos', { kind: 'cancelStop', action: 'cancel', most: 10, limit: 20 }],
])

/** Takes orders within the venue's limits. */
export type SpendOrders = (key: string, limit: number, count: number) => boolean

/** New and amended orders of an account in 2 s. */
const MOST_NEW = 1000

/** Answers a signed request about orders, by the fault script. Throws RestRefusal where nothing was acted on. */
export function orderAnswer(
  parts: PrivateParts,
  found: FoundKey,
  request: HostRequest,
  path: string,
  spend: SpendOrders,
): HostAnswer | undefined {
  const endpoint = ORDER_ENDPOINTS.get(path)
  if (endpoint === undefined) return undefined
  if (!mayTrade(found))
    throw new RestRefusal('50120', "This API key doesn't have permission to use this function")
  const items = readBody(request.body)
  if (items.length > endpoint.most)
    throw new RestRefusal('51111', `Maximum ${endpoint.most} orders can be placed in bulk.`)
  const { account } = found
  checkDeadline(request, parts)
  checkLimits(account, path, items, endpoint, spend)
  const { desk, limits, state } = parts
  const startUs = state.clock.nowUs()
  const asked = {
    account,
    action: endpoint.action,
    host: 'rest',
    name: path,
    delayMs: limits.restDelayMs,
  }
  const plan = desk.run(asked, () => items.map((item) => act(endpoint.kind, item, account, parts)))
  return deskAnswer(
    plan,
    (rows) => written(rows, endpoint, startUs, state.clock.nowUs()),
    (status) => failureResponse(status),
  )
}

/** `expTime` is known to placing and amending, and to nothing about stops. */
function checkDeadline({ headers }: HostRequest, { state }: PrivateParts): void {
  const expTime = headers['exptime']
  if (expTime === undefined || state.clock.nowUs() / 1000 <= Number(expTime)) return
  throw new RestRefusal(
    '50036',
    "The expTime can't be earlier than the current system time. Please adjust the expTime and try again.",
  )
}

function checkLimits(
  account: SimAccount,
  path: string,
  items: readonly BodyObject[],
  { action, limit }: OrderEndpoint,
  spend: SpendOrders,
): void {
  for (const item of items) {
    if (!spend(`${account.name} ${path} ${textAt(item, 'instId') ?? ''}`, limit, 1))
      throw new RestRefusal('50011', 'Too Many Requests', 429)
  }
  if (action !== 'cancel' && !spend(`${account.name} new`, MOST_NEW, items.length))
    throw new RestRefusal('50061', "You've reached the maximum order rate limit for this account.")
}

/** Two levels: the whole says how many failed; endpoints of stops always that all is well. */
function written(
  rows: readonly Row[],
  { kind }: OrderEndpoint,
  startUs: number,
  nowUs: number,
): HttpResponse {
  const failed = rows.filter((row) => row['sCode'] !== '0').length
  const isOfStops = kind === 'placeStop' || kind === 'amendStop' || kind === 'cancelStop'
  const code = failed === 0 || isOfStops ? '0' : failed === rows.length ? '1' : '2'
  const msg = code === '1' ? 'All operations failed' : ''
  if (isOfStops) return jsonResponse(200, { code, msg, data: rows })
  const times = { inTime: String(startUs), outTime: `${timeText(nowUs)}000` }
  return jsonResponse(200, { code, msg, data: rows, ...times })
}
