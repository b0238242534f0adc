import {
  CrossbookError,
  type HttpResponse,
  type OrderEvent,
  refused,
  type UnknownCause,
  unanswered,
  type VenueRequest,
  venueOrderId,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { given, optionalMsTimeAt, optionalTextAt } from '../../kit/fields.ts'
import { type Envelope, envelopeOf, type VenueWord, wordOf } from './envelope.ts'
import { meaningOf } from './errors.ts'
import { algoOrderId } from './venue-order-id.ts'

/**
 * Reads an answer of whatever status to order requests: what each came to. Never throws. A change or an end that is accepted is
 * not carried out yet ("it only means that your request has been accepted"): it is no event, the channel tells what comes of it.
 * docs/venues/okx.md §Trading; checked 2026-11-21.
 */
export function orderEvents(
  requests: readonly VenueRequest[],
  response: HttpResponse,
  timeUs: number,
): readonly OrderEvent[] {
  const { status } = response
  // Whatever is said with it: it may have been carried out.
  const envelope = status >= 500 ? undefined : envelopeOf(response)
  return requests.flatMap((request, index) => {
    if (envelope === undefined) return [unanswered(request, causeOfStatus(status), timeUs)]
    try {
      return answered(request, rowOf(envelope, request, index), envelope, timeUs)
    } catch (error) {
      if (!(error instanceof CrossbookError)) throw error
      return [unanswered(request, 'unreadable', timeUs)]
    }
  })
}

/** The row about a request: by either id of its order, or by its place, where the venue repeats none (stops that are cancelled). */
function rowOf({ rows }: Envelope, request: VenueRequest, index: number): JsonObject | undefined {
  const own = rows.find((row) => isOf(row, request))
  if (own !== undefined) return own
  const placed = rows[index]
  return placed !== undefined && idOf(placed) === undefined ? placed : undefined
}

/** An order that was a stop may have a name that the venue gave it. */
function isOf(row: JsonObject, request: VenueRequest): boolean {
  if (idOf(row) === request.clientOrderId) return true
  if (request.type === 'place' || request.venueOrderId === undefined) return false
  return optionalTextAt(row, 'ordId') === request.venueOrderId
}

function idOf(row: JsonObject): string | undefined {
  return optionalTextAt(row, 'clOrdId') ?? optionalTextAt(row, 'algoClOrdId')
}

function answered(
  request: VenueRequest,
  row: JsonObject | undefined,
  envelope: Envelope,
  timeUs: number,
): readonly OrderEvent[] {
  const word = row === undefined ? wordOfAll(envelope) : (wordOf(row) ?? wordOfAll(envelope))
  if (word === undefined) return [unanswered(request, 'unreadable', timeUs)]
  if (word.code === '0') return row === undefined ? [] : accepted(request, row, timeUs)
  const meaning = meaningOf(word.code)
  switch (meaning?.outcome) {
    case 'rejected':
      return [
        refused(request, { code: word.code, text: word.message, reason: meaning.code }, timeUs),
      ]
    case 'underWay':
      return []
    case 'unknown':
    case undefined:
      return [unanswered(request, 'serverError', timeUs)]
  }
}

/** All well, all failed, some failed: then only rows say what; any other code is of the whole request. */
const OF_ROWS: ReadonlySet<string> = new Set(['0', '1', '2'])

function wordOfAll({ code, message }: Envelope): VenueWord | undefined {
  return OF_ROWS.has(code) ? undefined : { code, message }
}

function accepted(request: VenueRequest, row: JsonObject, timeUs: number): readonly OrderEvent[] {
  if (request.type !== 'place') return []
  const orderId = optionalTextAt(row, 'ordId')
  const algoId = optionalTextAt(row, 'algoId')
  if (orderId === undefined && algoId === undefined)
    return [unanswered(request, 'unreadable', timeUs)]
  return [
    {
      type: 'acknowledged',
      order: { clientOrderId: request.clientOrderId },
      venueOrderId: orderId === undefined ? algoOrderId(algoId ?? '') : venueOrderId(orderId),
      timeUs,
      ...given('venueTimeUs', optionalMsTimeAt(row, 'ts')),
    },
  ]
}

function causeOfStatus(status: number): UnknownCause {
  if (status === 429) return 'rateLimited'
  return status >= 500 ? 'serverError' : 'unreadable'
}
