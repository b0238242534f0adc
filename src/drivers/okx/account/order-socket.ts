import {
  CrossbookError,
  type HttpResponse,
  type OrderFrame,
  type OrderSocketFrame,
  type OrderSocketProtocol,
  type VenueRequest,
} from '../../../core/index.ts'
import { isObject, optionalIntegerAt, parseJson } from '../../kit/fields.ts'
import type { OkxOptions } from '../trade-mode.ts'
import { orderEvents } from './answers.ts'
import { stopError } from './errors.ts'
import { expiryOf, spendsOf, weightOf } from './order-costs.ts'
import { isStop, isWaitingStop } from './stops.ts'
import { type Body, type WrittenOrder, writeBatch, writeOrder } from './written-order.ts'

/** What REST says in its path. Names of batches are not those of REST. */
const OPERATIONS: Readonly<Record<VenueRequest['type'], string>> = {
  place: 'order',
  amend: 'amend-order',
  cancel: 'cancel-order',
}
const BATCHES: Readonly<Record<VenueRequest['type'], string>> = {
  place: 'batch-orders',
  amend: 'batch-amend-orders',
  cancel: 'batch-cancel-orders',
}
/** `pong` is no JSON; nothing else of four bytes is answered. */
const PONG_BYTES = 4

/**
 * Orders on the private socket: what REST takes, but for the instrument, which is named by its `instIdCode`. One that was not
 * listed has none; and stops are taken by REST alone. docs/venues/okx.md §Trading; checked 2026-11-27.
 */
export function orderSocket(options: OkxOptions): OrderSocketProtocol {
  return {
    frame: (request) =>
      isTaken(request)
        ? frameOf(OPERATIONS[request.type], [request], writeOrder(request, options))
        : undefined,
    batch: (requests) => {
      const [first] = requests
      return first !== undefined && requests.every(isTaken)
        ? frameOf(BATCHES[first.type], requests, writeBatch(requests, options))
        : undefined
    },
    read,
  }
}

function isTaken(request: VenueRequest): boolean {
  const { instrument } = request.terms
  const isOfStop = request.type === 'place' ? isStop(request.terms) : isWaitingStop(request)
  return !isOfStop && instrument.orderCode !== undefined
}

function frameOf(
  op: string,
  requests: readonly VenueRequest[],
  { service, limit, body }: WrittenOrder,
): OrderFrame {
  const bodies: readonly Body[] = Array.isArray(body) ? body : [body as Body]
  const args = bodies.map(({ instId: _, ...rest }, i) => ({
    instIdCode: requests[i]?.terms.instrument.orderCode,
    ...rest,
  }))
  // A cancel is of force whenever it comes.
  const end = service === 'cancel' ? {} : { expTime: expiryOf(requests) }
  return {
    spends: spendsOf(service, requests.length),
    weight: { service, units: weightOf(limit) },
    write: ({ nonce }) => JSON.stringify({ id: String(nonce), op, args, ...end }),
    parse: (answer, localTimeUs) => orderEvents(requests, asByRest(answer), localTimeUs),
    refusal: (answer) => stopError(asByRest(answer)),
  }
}

/** The answer has the two levels that REST's has, and no status. */
function asByRest(body: Uint8Array): HttpResponse {
  return { status: 200, headers: {}, body }
}

/** What is no answer to an order has an `event`: a login, a notice, an error of the connection. */
function read(frame: Uint8Array): OrderSocketFrame {
  if (frame.length === PONG_BYTES) return 'control'
  try {
    const message = parseJson(frame)
    if (!isObject(message)) return 'ignored'
    if (message['event'] !== undefined) return 'control'
    return optionalIntegerAt(message, 'id') ?? 'ignored'
  } catch (error) {
    if (error instanceof CrossbookError) return 'fault'
    throw error
  }
}
