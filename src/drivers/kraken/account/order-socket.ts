import {
  CrossbookError,
  type Decimal,
  type HttpResponse,
  type OrderEvent,
  type OrderFrame,
  type OrderSocketFrame,
  type OrderSocketProtocol,
  type PlaceRequest,
  type Stamp,
  unanswered,
  type VenueRequest,
  venueOrderId,
} from '../../../core/index.ts'
import { JsonNumber, type JsonObject, type JsonValue } from '../../../wire/index.ts'
import {
  asArray,
  asObject,
  isArray,
  isObject,
  optionalIntegerAt,
  optionalTextAt,
  parseJson,
  textAt,
} from '../../kit/fields.ts'
import { jsonText } from '../../kit/json-text.ts'
import { textsOf } from '../errors.ts'
import { isoText } from '../times.ts'
import { cancelled, commonEnd, readOrUnknown, refusalEvent } from './answers.ts'
import { toWire } from './client-order-id.ts'
import { stopError } from './errors.ts'
import { ORDER_TYPES, spendsOf } from './order-words.ts'
import { deadlineText } from './signed-call.ts'

const METHODS: Readonly<Record<VenueRequest['type'], string>> = {
  place: 'add_order',
  amend: 'amend_order',
  cancel: 'cancel_order',
}
const BATCH = 'batch_add'
const ANSWERED: ReadonlySet<string> = new Set([...Object.values(METHODS), BATCH])

/**
 * Orders of spot on the private WebSocket v2: amounts are JSON numbers, written digit by digit, and each frame shows the token
 * of its connection. Only placings go together; a cancel of several would have an answer that only counts.
 * docs/venues/kraken.md §Trading; checked 2026-11-27.
 */
export const spotOrderSocket: OrderSocketProtocol = {
  frame: (request) =>
    frameOf(METHODS[request.type], [request], paramsOf(request), (result, timeUs) => [
      resulted(request, asObject(result, 'result'), timeUs),
    ]),
  batch: (requests) => {
    const placings = requests.filter((request) => request.type === 'place')
    const [first] = placings
    if (first === undefined || placings.length < requests.length) return undefined
    const { symbol } = first.terms.instrument
    if (placings.some(({ terms }) => terms.instrument.symbol !== symbol)) return undefined
    const orders = placings.map(placing)
    return frameOf(BATCH, placings, { symbol, orders }, (result, timeUs) =>
      readRows(placings, result, timeUs),
    )
  },
  read,
}

function frameOf(
  method: string,
  requests: readonly VenueRequest[],
  params: JsonObject,
  read: (result: JsonValue | undefined, timeUs: number) => readonly OrderEvent[],
): OrderFrame {
  return {
    spends: spendsOf(requests),
    write: (stamp) => {
      const all = { ...params, ...deadlineOf(requests, stamp), token: stamp.grant ?? '' }
      return jsonText({ method, params: all, req_id: new JsonNumber(String(stamp.nonce)) })
    },
    parse: (answer, timeUs) => {
      const end = commonEnd(requests, asByRest(answer), timeUs)
      if (end !== undefined) return end
      return readOrUnknown(requests, timeUs, () =>
        read(asObject(parseJson(answer), 'answer')['result'], timeUs),
      )
    },
    refusal: (answer) => stopError(asByRest(answer)),
  }
}

/** Cancels are of force whenever they come. */
function deadlineOf(requests: readonly VenueRequest[], stamp: Stamp): JsonObject {
  if (requests.some(({ type }) => type === 'cancel')) return {}
  const deadlineUs = Math.min(...requests.map((request) => request.deadlineUs))
  return { deadline: deadlineText(deadlineUs, stamp) }
}

function paramsOf(request: VenueRequest): JsonObject {
  switch (request.type) {
    case 'place':
      return { symbol: request.terms.instrument.symbol, ...placing(request) }
    case 'amend': {
      const { clientOrderId, price, quantity, terms, venueOrderId: id } = request
      return {
        ...(id === undefined ? { cl_ord_id: toWire(clientOrderId) } : { order_id: id }),
        order_qty: number(quantity),
        ...(price === undefined ? {} : { limit_price: number(price) }),
        // Without it a new price of a post-only order may trade at once.
        ...(terms.postOnly ? { post_only: true } : {}),
      }
    }
    case 'cancel': {
      const { clientOrderId, venueOrderId: id } = request
      return id === undefined ? { cl_ord_id: [toWire(clientOrderId)] } : { order_id: [id] }
    }
  }
}

/** An order's terms, but for its symbol. Fees are asked for in quote, as by REST. */
function placing({ clientOrderId, terms }: PlaceRequest): JsonObject {
  const { side, type, quantity, price, triggerPrice, timeInForce, expireTimeUs, postOnly } = terms
  return {
    order_type: ORDER_TYPES[type],
    side,
    order_qty: number(quantity),
    ...(price === undefined ? {} : { limit_price: number(price) }),
    ...(triggerPrice === undefined
      ? {}
      : { triggers: { reference: 'last', price: number(triggerPrice), price_type: 'static' } }),
    ...(type === 'market' ? {} : { time_in_force: timeInForce }),
    ...(expireTimeUs === undefined ? {} : { expire_time: isoText(expireTimeUs) }),
    ...(postOnly ? { post_only: true } : {}),
    fee_preference: 'quote',
    cl_ord_id: toWire(clientOrderId),
  }
}

const number = (amount: Decimal): JsonNumber => new JsonNumber(amount.toFixed())

function resulted(request: VenueRequest, result: JsonObject, timeUs: number): OrderEvent {
  const { clientOrderId, request: id } = request
  const head = { order: { clientOrderId }, timeUs }
  switch (request.type) {
    case 'place':
      return {
        type: 'acknowledged',
        ...head,
        venueOrderId: venueOrderId(textAt(result, 'order_id')),
      }
    case 'amend':
      textAt(result, 'amend_id')
      return { type: 'amended', ...head, request: id }
    case 'cancel':
      return cancelled(request, namesOf(result).length > 0, timeUs)
  }
}

/** A cancel's answer names the one order that it ended. */
function namesOf(result: JsonObject): readonly string[] {
  return [...textsOf(result['order_id']), ...textsOf(result['cl_ord_id'])]
}

/** A row for each order, in their turn; documented as the result itself, and as its `orders`. */
function readRows(
  requests: readonly VenueRequest[],
  result: JsonValue | undefined,
  timeUs: number,
): readonly OrderEvent[] {
  const rows = isArray(result) ? result : asArray(asObject(result, 'result')['orders'], 'orders')
  return requests.flatMap((request, i) =>
    readOrUnknown([request], timeUs, () => {
      // Rows that are missing or too many: nobody can say which is whose.
      if (rows.length !== requests.length) return [unanswered(request, 'unreadable', timeUs)]
      const row = asObject(rows[i], 'orders')
      const refusals = textsOf(row['error'])
      return [
        refusals.length > 0
          ? refusalEvent(request, refusals, timeUs)
          : resulted(request, row, timeUs),
      ]
    }),
  )
}

/** The answer as one of REST: its refusal stands under the same name, alone. */
function asByRest(body: Uint8Array): HttpResponse {
  return { status: 200, headers: {}, body }
}

/** Answers to orders have the method of their request; of what else comes, balances are not read. */
function read(frame: Uint8Array): OrderSocketFrame {
  try {
    const message = parseJson(frame)
    if (!isObject(message)) return 'ignored'
    if (ANSWERED.has(optionalTextAt(message, 'method') ?? ''))
      return optionalIntegerAt(message, 'req_id') ?? 'control'
    return message['data'] === undefined ? 'control' : 'ignored'
  } catch (error) {
    if (error instanceof CrossbookError) return 'fault'
    throw error
  }
}
