import { deskReply } from '../../account/desk-reply.ts'
import type { FoundKey } from '../../account/sim-accounts.ts'
import type { SimPeer } from '../../fault-link.ts'
import { RestRefusal } from '../rest-error.ts'
import { ORDER_ENDPOINTS, runOrders, written } from './order-endpoints.ts'
import type { PrivateParts } from './private-parts.ts'
import type { BodyObject } from './request-body.ts'

/** What a message asks for, by its `op`: the endpoint that does the same over REST. Stops are not among them. */
const PATHS: ReadonlyMap<string, string> = new Map([
  ['order', '/api/v5/trade/order'],
  ['batch-orders', '/api/v5/trade/batch-orders'],
  ['amend-order', '/api/v5/trade/amend-order'],
  ['batch-amend-orders', '/api/v5/trade/amend-batch-orders'],
  ['cancel-order', '/api/v5/trade/cancel-order'],
  ['batch-cancel-orders', '/api/v5/trade/cancel-batch-orders'],
])

/** A message that is about orders. */
export interface OrderMessage {
  /** The client's id of it; it has to have one. */
  readonly id: string | undefined
  /** What it asks for. */
  readonly op: string
  /** The orders. */
  readonly args: readonly unknown[]
  /** Until when it is of force, epoch ms as text. */
  readonly expTime: string | undefined
}

/** Whether a word asks for something about orders. */
export function isOrderOp(op: string): boolean {
  return PATHS.has(op)
}

/** Acts on a message about orders, and answers it in its time. */
export function takeOrders(
  parts: PrivateParts,
  found: FoundKey | undefined,
  message: OrderMessage,
  peer: SimPeer,
): void {
  const { clock, ports } = parts.state
  const startUs = clock.nowUs()
  const text = (body: object): string => {
    const { id, op } = message
    return JSON.stringify({ id, op, ...body })
  }
  const failed = (code: string, msg: string): string => {
    const times = { inTime: String(startUs), outTime: String(clock.nowUs()) }
    return text({ code, msg, data: [], ...times })
  }
  try {
    const path = PATHS.get(message.op) ?? ''
    const endpoint = ORDER_ENDPOINTS.get(path)
    if (message.id === undefined || endpoint === undefined)
      throw new RestRefusal('60013', 'Invalid args')
    if (found === undefined) throw new RestRefusal('60011', 'Please log in')
    const items = message.args.map((item) => namedByCode(item, parts))
    const from = { host: 'ws', name: message.op }
    const { expTime } = message
    const plan = runOrders(parts, { found, path, endpoint, items, expTime, from })
    deskReply(
      plan,
      { peer, timers: ports.timers },
      {
        write: (rows) => text(written(rows, endpoint, startUs, clock.nowUs())),
        failure: (status) => failed(...failureOf(status)),
      },
    )
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    peer.control(failed(error.venueCode, error.message))
  }
}

/** Instruments are named by number here; a name is passed over. */
function namedByCode(item: unknown, { state }: PrivateParts): BodyObject {
  if (typeof item !== 'object' || item === null) throw new RestRefusal('60013', 'Invalid args')
  const { instIdCode, instId: _, ...rest } = item as Record<string, unknown>
  if (instIdCode === undefined)
    throw new RestRefusal('50014', 'Parameter instIdCode can not be empty')
  const live = typeof instIdCode === 'number' ? state.byIdCode(instIdCode) : undefined
  return { ...rest, instId: live?.spec.symbol ?? '?' }
}

/** There is no status here: a failure has a code of its own. */
function failureOf(status: number): readonly [code: string, msg: string] {
  switch (status) {
    case 429:
      return [
        '50011',
        'Rate limit reached. Please refer to API documentation and throttle requests accordingly',
      ]
    case 503:
      return ['50001', 'Service temporarily unavailable. Try again later']
    default:
      return ['63999', 'Internal system error']
  }
}
