import {
  type HttpResponse,
  type OrderEvent,
  refused,
  type SaidRefusal,
  type UnknownCause,
  unanswered,
  type VenueRequest,
  venueOrderId,
} from '../../../core/index.ts'
import type { JsonValue } from '../../../wire/index.ts'
import { given, isArray, isObject, optionalTextAt } from '../../kit/fields.ts'
import { type Envelope, envelopeOf } from './envelope.ts'
import { type CodeMeaning, meaningOfCode, meaningOfRefusal, textOf } from './errors.ts'

/**
 * Reads the answer to one request, of whatever status. Never throws: what it cannot read is unknown. `envelope` is what the
 * response has, where it did not come by REST.
 */
export function readAnswer(
  request: VenueRequest,
  response: HttpResponse,
  timeUs: number,
  envelope: Envelope | undefined = envelopeOf(response),
): readonly OrderEvent[] {
  return isTaken(response, envelope)
    ? taken(request, envelope.body['result'], { timeUs, venueTimeUs: envelope.venueTimeUs })
    : [refusedAsWhole(request, response, envelope, timeUs)]
}

/**
 * Reads the answer to several requests. `result.list` and `retExtInfo.list` run in parallel to them; of a request that has
 * no place in both, nobody can say anything.
 */
export function readBatchAnswer(
  requests: readonly VenueRequest[],
  response: HttpResponse,
  timeUs: number,
  envelope: Envelope | undefined = envelopeOf(response),
): readonly OrderEvent[] {
  if (!isTaken(response, envelope))
    return requests.map((request) => refusedAsWhole(request, response, envelope, timeUs))
  const { body, venueTimeUs } = envelope
  const words = listIn(body['retExtInfo'])
  const rows = listIn(body['result'])
  return requests.flatMap((request, i) => {
    const code = textIn(words[i], 'code')
    if (code === undefined) return [unanswered(request, 'unreadable', timeUs)]
    if (code === '0') return taken(request, rows[i], { timeUs, venueTimeUs })
    const text = textIn(words[i], 'msg') ?? ''
    return [judged(request, meaningOfCode(code, text), { code, text }, timeUs)]
  })
}

function isTaken({ status }: HttpResponse, envelope: Envelope | undefined): envelope is Envelope {
  return envelope?.retCode === '0' && status >= 200 && status <= 299
}

function refusedAsWhole(
  request: VenueRequest,
  response: HttpResponse,
  envelope: Envelope | undefined,
  timeUs: number,
): OrderEvent {
  const meaning = meaningOfRefusal(response, envelope)
  const code = envelope?.retCode ?? String(response.status)
  return judged(request, meaning, { code, text: envelope?.retMsg ?? textOf(response.body) }, timeUs)
}

/** Whatever is not known to be a refusal does not say that the request was not carried out. */
function judged(
  request: VenueRequest,
  meaning: CodeMeaning | undefined,
  said: SaidRefusal,
  timeUs: number,
): OrderEvent {
  switch (meaning?.outcome) {
    case 'rejected':
      return refused(request, { code: said.code, text: said.text, reason: meaning.code }, timeUs)
    case 'unchanged':
      return unchanged(request, timeUs)
    case 'unknown':
      return unanswered(request, causeOf(meaning), timeUs)
    case undefined:
      return unanswered(request, 'unreadable', timeUs)
  }
}

function causeOf({ code }: CodeMeaning): UnknownCause {
  if (code === 'VENUE_UNAVAILABLE') return 'serverError'
  return code === 'RATE_LIMITED' ? 'rateLimited' : 'unreadable'
}

/** "Not modified": the terms that an amend asks for are in force. To other requests it is no answer. */
function unchanged(request: VenueRequest, timeUs: number): OrderEvent {
  if (request.type !== 'amend') return unanswered(request, 'unreadable', timeUs)
  const { clientOrderId, request: number, quantity, price } = request
  const order = { clientOrderId }
  return { type: 'amended', order, request: number, quantity, ...given('price', price), timeUs }
}

/**
 * The gateway has taken the request. A placed order has an id from then on, and may be refused later. That an amend or a
 * cancel was carried out is told by the private stream, or found by asking: the answer says nothing about it.
 */
function taken(
  request: VenueRequest,
  result: JsonValue | undefined,
  times: { readonly timeUs: number; readonly venueTimeUs: number | undefined },
): readonly OrderEvent[] {
  const { timeUs, venueTimeUs } = times
  const { clientOrderId } = request
  const orderId = textIn(result, 'orderId')
  const named = textIn(result, 'orderLinkId')
  const isOfAnother = named !== undefined && named !== clientOrderId
  if (orderId === undefined || isOfAnother) return [unanswered(request, 'unreadable', timeUs)]
  if (request.type !== 'place') return []
  return [
    {
      type: 'acknowledged',
      order: { clientOrderId },
      venueOrderId: venueOrderId(orderId),
      timeUs,
      ...given('venueTimeUs', venueTimeUs),
    },
  ]
}

function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  const list = isObject(value) ? value['list'] : undefined
  return isArray(list) ? list : []
}

function textIn(value: JsonValue | undefined, key: string): string | undefined {
  try {
    return isObject(value) ? optionalTextAt(value, key) : undefined
  } catch {
    // Another kind of value stands there: none that says anything.
    return undefined
  }
}
