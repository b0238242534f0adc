import {
  CrossbookError,
  type Fill,
  fillId,
  type HttpResponse,
  type OrderEvent,
  type PlaceRequest,
  refused,
  unanswered,
  type VenueOrder,
  type VenueOrderId,
  type VenueRequest,
} from '../../../core/index.ts'
import type { JsonObject, JsonValue } from '../../../wire/index.ts'
import { amountAt } from '../../kit/amounts.ts'
import {
  asArray,
  asObject,
  given,
  isArray,
  isObject,
  msTimeAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../kit/fields.ts'
import { orderVerdict, saidIn } from './errors.ts'
import { productOf } from './operations.ts'
import { orderIdAt, orderTimeUs, readOrder } from './order-rows.ts'
import { isUntriggered, stopOrderId } from './usdm/stops.ts'

/** Answers to order requests, of every status, as events. Nothing here throws: what cannot be read is unknown. */

/** The answer to one request. */
export function readAnswer(
  request: VenueRequest,
  response: HttpResponse,
  localTimeUs: number,
): readonly OrderEvent[] {
  if (!isGood(response)) return readRefusal(request, response, localTimeUs)
  return orUnreadable([request], localTimeUs, () =>
    readDone(request, asObject(parseJson(response.body), 'an order'), localTimeUs),
  )
}

/** The answer to a batch: a row for each request, in their order, an order or a refusal. */
export function readBatchAnswer(
  requests: readonly VenueRequest[],
  response: HttpResponse,
  localTimeUs: number,
): readonly OrderEvent[] {
  if (!isGood(response))
    return requests.flatMap((request) => readRefusal(request, response, localTimeUs))
  return orUnreadable(requests, localTimeUs, () => {
    const rows = asArray(parseJson(response.body), 'orders')
    return requests.flatMap((request, i) =>
      // Rows that are missing or too many: nobody can say which is whose.
      rows.length === requests.length
        ? readBatchRow(request, rows[i], response.status, localTimeUs)
        : unanswered(request, 'unreadable', localTimeUs),
    )
  })
}

function readBatchRow(
  request: VenueRequest,
  row: JsonValue | undefined,
  status: number,
  localTimeUs: number,
): readonly OrderEvent[] {
  return orUnreadable([request], localTimeUs, () => {
    const answer = asObject(row, 'an order')
    const code = optionalTextAt(answer, 'code')
    if (code === undefined) return readDone(request, answer, localTimeUs)
    const text = optionalTextAt(answer, 'msg') ?? ''
    return judged(request, status, { code, text }, localTimeUs)
  })
}

function readRefusal(
  request: VenueRequest,
  response: HttpResponse,
  localTimeUs: number,
): readonly OrderEvent[] {
  return judged(request, response.status, saidIn(response), localTimeUs)
}

function judged(
  request: VenueRequest,
  status: number,
  said: { readonly code: string; readonly text: string },
  localTimeUs: number,
): readonly OrderEvent[] {
  const verdict = orderVerdict(status, productOf(request.terms.instrument.product), said)
  return verdict.type === 'refused'
    ? [refused(request, verdict.said, localTimeUs)]
    : [unanswered(request, verdict.cause, localTimeUs)]
}

/** It was carried out. */
function readDone(
  request: VenueRequest,
  answer: JsonObject,
  localTimeUs: number,
): readonly OrderEvent[] {
  const { terms } = request
  const isOfStop =
    terms.instrument.product === 'usdm' &&
    isUntriggered(terms, request.type === 'place' ? undefined : request.venueOrderId)
  if (isOfStop) return readStopDone(request, answer, localTimeUs)
  // Spot wraps the order that was amended.
  const amended = answer['amendedOrder']
  const row = isObject(amended) ? amended : answer
  const order = readOrder(row, terms.instrument)
  const venueTimeUs = orderTimeUs(answer)
  const base = {
    order: { clientOrderId: request.clientOrderId },
    timeUs: localTimeUs,
    ...given('venueTimeUs', venueTimeUs),
  }
  const { filledQuantity, price, quantity } = order
  const venueOrderId = orderIdAt(row, 'orderId')
  // Where the answer to placing was lost, this is the first word of the id that fills come by.
  const { account, instrument } = terms
  const named = { ...base, order: { ...base.order, venueOrderId, account, instrument } }
  switch (request.type) {
    case 'place':
      if (order.status === 'rejected') return [refusedByStatus(request, localTimeUs)]
      return [
        { ...base, type: 'acknowledged', venueOrderId, filledQuantity },
        ...readFills(request, answer, venueOrderId, base),
        ...endOf(order, base),
      ]
    case 'amend':
      return [
        {
          ...named,
          type: 'amended',
          request: request.request,
          quantity,
          ...given('price', price),
          filledQuantity,
        },
        ...endOf(order, named),
      ]
    case 'cancel': {
      const ended = endOf(order, named)
      return ended.length > 0 ? ended : [unanswered(request, 'unreadable', localTimeUs)]
    }
  }
}

type EventBase = Pick<OrderEvent, 'order' | 'timeUs' | 'venueTimeUs'>

/** How the order ended, where the answer says that it did. That it was filled, its quantity says. */
function endOf({ status, filledQuantity }: VenueOrder, base: EventBase): readonly OrderEvent[] {
  return status === 'cancelled' || status === 'expired'
    ? [{ ...base, type: status, filledQuantity }]
    : []
}

function refusedByStatus(request: PlaceRequest, localTimeUs: number): OrderEvent {
  return refused(request, { code: 'REJECTED', text: 'status REJECTED' }, localTimeUs)
}

/** What was filled at once, with fees: only spot tells it. */
function readFills(
  { clientOrderId, terms }: PlaceRequest,
  answer: JsonObject,
  venueOrderId: VenueOrderId,
  base: EventBase,
): readonly OrderEvent[] {
  const rows = answer['fills']
  if (!isArray(rows)) return []
  return rows.map((item) => {
    const row = asObject(item, 'a fill')
    const fill: Fill = {
      fillId: fillId(textAt(row, 'tradeId')),
      account: terms.account,
      clientOrderId,
      venueOrderId,
      instrument: terms.instrument,
      side: terms.side,
      price: amountAt(row, 'price'),
      quantity: amountAt(row, 'qty'),
      fee: { amount: amountAt(row, 'commission'), asset: textAt(row, 'commissionAsset') },
      // What an order finds at its arrival it takes.
      isMaker: false,
      venueTimeUs: msTimeAt(answer, 'transactTime'),
    }
    return { ...base, type: 'fill', fill }
  })
}

function readStopDone(
  request: VenueRequest,
  answer: JsonObject,
  localTimeUs: number,
): readonly OrderEvent[] {
  const base = { order: { clientOrderId: request.clientOrderId }, timeUs: localTimeUs }
  const algoId = textAt(answer, 'algoId')
  return request.type === 'place'
    ? [{ ...base, type: 'acknowledged', venueOrderId: stopOrderId(algoId) }]
    : [{ ...base, type: 'cancelled' }]
}

function isGood({ status }: HttpResponse): boolean {
  return status >= 200 && status <= 299
}

function orUnreadable(
  requests: readonly VenueRequest[],
  localTimeUs: number,
  read: () => readonly OrderEvent[],
): readonly OrderEvent[] {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof CrossbookError)) throw error
    return requests.map((request) => unanswered(request, 'unreadable', localTimeUs))
  }
}
