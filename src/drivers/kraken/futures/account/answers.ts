import {
  type HttpResponse,
  type OrderEvent,
  unanswered,
  type VenueRequest,
  venueOrderId,
} from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import {
  arrayAt,
  asObject,
  given,
  isArray,
  isObject,
  objectAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../../kit/fields.ts'
import { readOrUnknown, refusalEvent, unusable } from '../../account/answers.ts'
import { refusalsOf } from '../../account/errors.ts'
import { optionalIsoTimeAt } from '../../times.ts'

/** Where each answer keeps what became of its order. */
const STATUS_KEYS: Readonly<Record<VenueRequest['type'], string>> = {
  place: 'sendStatus',
  amend: 'editStatus',
  cancel: 'cancelStatus',
}

/** The word by which each says that it was carried out. */
const DONE: Readonly<Record<VenueRequest['type'], string>> = {
  place: 'placed',
  amend: 'edited',
  cancel: 'cancelled',
}

/**
 * Reads the answer to one request: `"result":"success"` says that it was read, its status whether it was carried out.
 * Never throws.
 */
export function readStatus(
  request: VenueRequest,
  response: HttpResponse,
  timeUs: number,
): readonly OrderEvent[] {
  return (
    commonEnd([request], response, timeUs) ??
    readOrUnknown([request], timeUs, () =>
      statusEvents(request, objectAt(messageOf(response), STATUS_KEYS[request.type]), timeUs),
    )
  )
}

/** Reads the answer to a batch: a row for each order, in whatever order. Never throws. */
export function readBatchStatus(
  requests: readonly VenueRequest[],
  response: HttpResponse,
  timeUs: number,
): readonly OrderEvent[] {
  return (
    commonEnd(requests, response, timeUs) ??
    readOrUnknown(requests, timeUs, () => {
      const rows = arrayAt(messageOf(response), 'batchStatus').map((row) => asObject(row, 'row'))
      return requests.flatMap((request, i) => {
        const row = rows.find((candidate) => isFor(candidate, request, i))
        return row === undefined
          ? [unanswered(request, 'unreadable', timeUs)]
          : readOrUnknown([request], timeUs, () => statusEvents(request, row, timeUs))
      })
    })
  )
}

/** Orders sent have a tag of ours; changes and cancels are named by an id of either side. */
function isFor(row: JsonObject, request: VenueRequest, i: number): boolean {
  if (request.type === 'place') return optionalTextAt(row, 'order_tag') === String(i)
  if (optionalTextAt(row, 'order_tag') !== undefined) return false
  const { venueOrderId: id, clientOrderId } = request
  if (id !== undefined)
    return (optionalTextAt(row, 'order_id') ?? optionalTextAt(row, 'orderId')) === id
  return (optionalTextAt(row, 'cliOrdId') ?? optionalTextAt(row, 'cli_ord_id')) === clientOrderId
}

const messageOf = ({ body }: HttpResponse): JsonObject => asObject(parseJson(body), 'answer')

function commonEnd(
  requests: readonly VenueRequest[],
  response: HttpResponse,
  timeUs: number,
): readonly OrderEvent[] | undefined {
  const cause = unusable(response)
  if (cause !== undefined) return requests.map((request) => unanswered(request, cause, timeUs))
  const refusals = refusalsOf(response.body) ?? []
  if (refusals.length > 0) return requests.map((request) => refusalEvent(request, refusals, timeUs))
  if (response.status >= 200 && response.status <= 299) return undefined
  const other = response.status === 429 ? 'rateLimited' : 'unreadable'
  return requests.map((request) => unanswered(request, other, timeUs))
}

function statusEvents(
  request: VenueRequest,
  row: JsonObject,
  timeUs: number,
): readonly OrderEvent[] {
  const { clientOrderId, request: number } = request
  const status = textAt(row, 'status')
  const head = {
    order: { clientOrderId },
    timeUs,
    ...given('venueTimeUs', optionalIsoTimeAt(row, 'receivedTime')),
  }
  if (status === 'iocWouldNotExecute' && request.type === 'place')
    return [{ type: 'expired', ...head }]
  if (status !== DONE[request.type]) return [refusalEvent(request, [status], timeUs)]
  switch (request.type) {
    case 'place': {
      const id = venueOrderId(textAt(row, 'order_id'))
      const placed: OrderEvent = { type: 'acknowledged', ...head, venueOrderId: id }
      return neverRests(request, row) ? [placed, { type: 'expired', ...head }] : [placed]
    }
    case 'amend':
      return [{ type: 'amended', ...head, request: number }]
    case 'cancel':
      return [{ type: 'cancelled', ...head }]
  }
}

/**
 * Whether what was not filled of an order at once is gone: its answer lists executions, and no placing on the book. No
 * feed tells the end of such an order; how much was filled is told by `fills`, whose ids the executions do not have.
 */
function neverRests({ terms }: VenueRequest, row: JsonObject): boolean {
  const isImmediate =
    terms.type === 'market' || (terms.type === 'limit' && terms.timeInForce === 'ioc')
  const { orderEvents } = row
  if (!isImmediate || !isArray(orderEvents)) return false
  const kinds = orderEvents.map((item) =>
    isObject(item) ? optionalTextAt(item, 'type') : undefined,
  )
  return kinds.includes('EXECUTION') && !kinds.includes('PLACE')
}
