import {
  Decimal,
  type HttpResponse,
  type OrderEvent,
  unanswered,
  type VenueRequest,
  venueOrderId,
} from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt } from '../../../kit/amounts.ts'
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
import { commonEnd, readOrUnknown, refusalEvent } from '../../account/answers.ts'
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
    case 'place':
      return placed(request, row, head)
    case 'amend':
      return [{ type: 'amended', ...head, request: number }]
    case 'cancel':
      return [{ type: 'cancelled', ...head }]
  }
}

/** What every event of an answer has. */
type Head = Pick<OrderEvent, 'order' | 'timeUs' | 'venueTimeUs'>

/**
 * An order that was taken: its answer lists what was executed at once, and its placing on the book where it has one. No
 * feed tells the end of an order that may not rest; its fills come by `fills`, whose ids the executions do not have.
 */
function placed({ terms }: VenueRequest, row: JsonObject, head: Head): readonly OrderEvent[] {
  const { orderEvents } = row
  const events = isArray(orderEvents) ? orderEvents.filter(isObject) : []
  const ofType = (type: string): readonly JsonObject[] =>
    events.filter((event) => optionalTextAt(event, 'type') === type)
  const executed = ofType('EXECUTION')
  const filledQuantity = executed.reduce(
    (sum, event) => sum.plus(amountAt(event, 'amount')),
    new Decimal(0),
  )
  const acknowledged: OrderEvent = {
    type: 'acknowledged',
    ...head,
    venueOrderId: venueOrderId(textAt(row, 'order_id')),
    ...(executed.length === 0 ? {} : { filledQuantity }),
  }
  const mayRest =
    terms.type !== 'market' && !(terms.type === 'limit' && terms.timeInForce === 'ioc')
  const isRestGone =
    !mayRest &&
    executed.length > 0 &&
    ofType('PLACE').length === 0 &&
    filledQuantity.lt(terms.quantity)
  return isRestGone ? [acknowledged, { type: 'expired', ...head }] : [acknowledged]
}
