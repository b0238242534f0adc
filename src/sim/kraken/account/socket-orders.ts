import { deskReply } from '../../account/desk-reply.ts'
import type { SimAccount } from '../../account/sim-account.ts'
import type { SimPeer } from '../../fault-link.ts'
import { isRecord, type SpotRequest } from '../requests.ts'
import { RestRefusal } from '../rest-error.ts'
import type { PrivateParts } from './private-parts.ts'
import { type SpotBody, textOf } from './spot-body.ts'
import { SPOT_ORDER_ENDPOINTS } from './spot-orders.ts'
import { timeUsOf } from './times.ts'

/** A method about orders: the call that does the same over REST, and how its words differ. */
interface SocketMethod {
  readonly call: string
  readonly body: (params: SpotBody) => SpotBody
  readonly result: (result: SpotBody, params: SpotBody) => unknown
}

const METHODS: ReadonlyMap<string, SocketMethod> = new Map<string, SocketMethod>([
  [
    'add_order',
    {
      call: 'AddOrder',
      body: (params) => ({ ...placeBody(params), ...common(params) }),
      result: ({ txid }, params) => placed(Array.isArray(txid) ? txid[0] : txid, params),
    },
  ],
  [
    'batch_add',
    {
      call: 'AddOrderBatch',
      body: (params) => ({ orders: ordersOf(params).map(placeBody), ...common(params) }),
      result: ({ orders }, params) => {
        const rows = Array.isArray(orders) ? orders.filter(isRecord) : []
        return {
          orders: rows.map((row, i) =>
            row['error'] === undefined
              ? { ...placed(row['txid'], ordersOf(params)[i] ?? {}), success: true }
              : { error: row['error'], success: false },
          ),
        }
      },
    },
  ],
  [
    'amend_order',
    {
      call: 'AmendOrder',
      body: (params) => ({ ...params }),
      result: (result, { order_id, cl_ord_id }) => ({ ...result, order_id, cl_ord_id }),
    },
  ],
  [
    'cancel_order',
    {
      call: 'CancelOrder',
      body: (params) => ({
        txid: first(params['order_id']),
        cl_ord_id: first(params['cl_ord_id']),
      }),
      result: (_, params) => ({
        order_id: first(params['order_id']),
        cl_ord_id: first(params['cl_ord_id']),
      }),
    },
  ],
])

/** Whether a method is about orders. */
export function isOrderMethod(method: string): boolean {
  return METHODS.has(method)
}

/** Acts on a request about orders, and answers it in its time; `write` puts what every answer has around it. */
export function takeOrders(
  parts: PrivateParts,
  account: SimAccount | undefined,
  { method, params }: SpotRequest,
  { peer, write }: { readonly peer: SimPeer; readonly write: (message: object) => string },
): void {
  const refused = (error: string): string => write({ method, success: false, error })
  try {
    const known = METHODS.get(method)
    const endpoint = SPOT_ORDER_ENDPOINTS.get(known?.call ?? '')
    if (known === undefined || endpoint === undefined) throw new RestRefusal('Unsupported method')
    if (account === undefined) throw new RestRefusal('ESession:Invalid session')
    const act = endpoint.read(parts, known.body(params))
    const { action } = endpoint
    const { restDelayMs: delayMs } = parts.limits
    const asked = { account, action, host: 'spot-ws-auth', name: method, delayMs }
    const plan = parts.desk.run(asked, () => acted(() => act(account)))
    deskReply(
      plan,
      { peer, timers: parts.state.ports.timers },
      {
        write: (result) =>
          typeof result === 'string'
            ? refused(result)
            : write({ method, success: true, result: known.result({ ...result }, params) }),
        failure: (status) => refused(FAILURES[status] ?? 'EService:Internal error'),
      },
    )
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    peer.control(refused(error.message))
  }
}

/** There is no status here: a failure has words of its own. */
const FAILURES: Readonly<Record<number, string>> = {
  429: 'EAPI:Rate limit exceeded',
  503: 'EService:Unavailable',
}

function acted(act: () => object): object | string {
  try {
    return act()
  } catch (error) {
    if (error instanceof RestRefusal) return error.message
    throw error
  }
}

function common({ symbol, deadline }: SpotBody): SpotBody {
  return { pair: symbol, deadline }
}

/** Terms as REST has them: the price of a stop is its trigger there, and its limit the second price. */
function placeBody(order: SpotBody): SpotBody {
  const { order_type, side, order_qty, limit_price, triggers, cl_ord_id, post_only } = order
  const trigger = isRecord(triggers) ? triggers['price'] : undefined
  const expires = textOf(order, 'expire_time')
  return {
    ordertype: order_type,
    type: side,
    volume: order_qty,
    ...(trigger === undefined ? { price: limit_price } : { price: trigger, price2: limit_price }),
    timeinforce: textOf(order, 'time_in_force')?.toUpperCase(),
    ...(expires === undefined ? {} : { expiretm: timeUsOf(expires) / 1_000_000 }),
    oflags: post_only === true ? 'fciq,post' : 'fciq',
    cl_ord_id,
  }
}

function placed(orderId: unknown, { cl_ord_id }: SpotBody): object {
  return { order_id: orderId, cl_ord_id, order_userref: 0 }
}

function ordersOf({ orders }: SpotBody): readonly SpotBody[] {
  return Array.isArray(orders) ? orders.filter(isRecord) : []
}

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value
}
