import type { HostAnswer, HostRequest } from '../../../runtime/virtual/host.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { FoundKey } from '../../account/sim-accounts.ts'
import { type DeskPlan, type DeskRequest, deskAnswer } from '../../account/trading-desk.ts'
import type { OrderAction } from '../../fault-rules.ts'
import { jsonResponse } from '../../venue-host.ts'
import { failureResponse, RestRefusal } from '../rest-error.ts'
import { timeText } from '../wire-text.ts'
import { mayTrade } from './doorkeeper.ts'
import { type ActionKind, act } from './order-actions.ts'
import type { Row } from './order-row.ts'
import type { PrivateParts, SpendOrders } from './private-parts.ts'
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

/** New and amended orders of an account in 2 s. */
const MOST_NEW = 1000

/** A request about orders that was let in, whichever way it came. */
export interface OrderRequest {
  /** Whose, and with which key. */
  readonly found: FoundKey
  /** The endpoint that it is for; over a socket the one that does the same. */
  readonly path: string
  /** What the endpoint asks for. */
  readonly endpoint: OrderEndpoint
  /** The orders. */
  readonly items: readonly BodyObject[]
  /** Until when it is of force, where it says so. */
  readonly expTime: string | undefined
  /** Which host took it, and by which name of it. */
  readonly from: Pick<DeskRequest, 'host' | 'name'>
}

/** Acts on a request about orders, by the fault script. Throws RestRefusal where nothing was acted on. */
export function runOrders(
  parts: PrivateParts,
  { found, path, endpoint, items, expTime, from }: OrderRequest,
): DeskPlan<readonly Row[]> {
  if (!mayTrade(found))
    throw new RestRefusal('50120', "This API key doesn't have permission to use this function")
  if (items.length > endpoint.most)
    throw new RestRefusal('51111', `Maximum ${endpoint.most} orders can be placed in bulk.`)
  const { account } = found
  checkDeadline(expTime, parts)
  checkLimits(account, path, items, endpoint, parts.spend)
  const { desk, limits } = parts
  const asked = { account, action: endpoint.action, delayMs: limits.restDelayMs, ...from }
  return desk.run(asked, () => items.map((item) => act(endpoint.kind, item, account, parts)))
}

/** Answers a signed request about orders. Throws RestRefusal where nothing was acted on. */
export function orderAnswer(
  parts: PrivateParts,
  found: FoundKey,
  request: HostRequest,
  path: string,
): HostAnswer | undefined {
  const endpoint = ORDER_ENDPOINTS.get(path)
  if (endpoint === undefined) return undefined
  const { clock } = parts.state
  const startUs = clock.nowUs()
  const plan = runOrders(parts, {
    found,
    path,
    endpoint,
    items: readBody(request.body),
    expTime: request.headers['exptime'],
    from: { host: 'rest', name: path },
  })
  return deskAnswer(
    plan,
    (rows) => jsonResponse(200, written(rows, endpoint, startUs, clock.nowUs())),
    (status) => failureResponse(status),
  )
}

/** `expTime` is known to placing and amending, and to nothing about stops. */
function checkDeadline(expTime: string | undefined, { state }: PrivateParts): void {
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
export function written(
  rows: readonly Row[],
  { kind }: OrderEndpoint,
  startUs: number,
  nowUs: number,
): object {
  const failed = rows.filter((row) => row['sCode'] !== '0').length
  const isOfStops = kind === 'placeStop' || kind === 'amendStop' || kind === 'cancelStop'
  const code = failed === 0 || isOfStops ? '0' : failed === rows.length ? '1' : '2'
  const msg = code === '1' ? 'All operations failed' : ''
  if (isOfStops) return { code, msg, data: rows }
  return { code, msg, data: rows, inTime: String(startUs), outTime: `${timeText(nowUs)}000` }
}
