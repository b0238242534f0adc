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
import { arrayAt, asObject, asText, integerAt, isArray, parseJson } from '../../kit/fields.ts'
import { textsOf } from '../errors.ts'
import { type Meaning, meaningOf, refusalsOf } from './errors.ts'

/** What the venue's refusal says of a request; what is not known for a refusal leaves it unknown. */
export function refusalEvent(
  request: VenueRequest,
  texts: readonly string[],
  timeUs: number,
): OrderEvent {
  const meanings = texts.map(meaningOf)
  const isRefused = meanings.length > 0 && meanings.every((meaning) => says(meaning, request))
  const text = texts.join(', ')
  if (isRefused)
    return refused(request, { code: texts[0] ?? '', text, reason: meanings[0]?.code }, timeUs)
  const isLimited = meanings.some(({ code }) => code === 'RATE_LIMITED')
  return unanswered(request, isLimited ? 'rateLimited' : 'serverError', timeUs)
}

/** That an order is gone refuses what was asked of it, and says nothing of one that was to be placed. */
function says({ outcome }: Meaning, request: VenueRequest): boolean {
  return outcome === 'rejected' || (outcome === 'gone' && request.type !== 'place')
}

/** Why an answer says nothing that can be used; `undefined` where its body is worth reading. */
function unusable(response: HttpResponse): UnknownCause | undefined {
  const { status } = response
  if (status >= 500) return 'serverError'
  // The venue's own limits are told in answers of 200: this is a gateway's word.
  if (status === 429) return 'rateLimited'
  return refusalsOf(response.body) === undefined ? 'unreadable' : undefined
}

/** Reads with a reader that may throw; what it cannot read is unknown. Never throws. */
export function readOrUnknown(
  requests: readonly VenueRequest[],
  timeUs: number,
  read: () => readonly OrderEvent[],
): readonly OrderEvent[] {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof CrossbookError)) throw error
    return requests.map((request) => unanswered(request, 'unreadable', timeUs))
  }
}

/** What an answer of whatever status says of all its requests; `undefined` where it has a result to read. */
export function commonEnd(
  requests: readonly VenueRequest[],
  response: HttpResponse,
  timeUs: number,
): readonly OrderEvent[] | undefined {
  const cause = unusable(response)
  if (cause !== undefined) return requests.map((request) => unanswered(request, cause, timeUs))
  const refusals = refusalsOf(response.body) ?? []
  if (refusals.length > 0) return requests.map((request) => refusalEvent(request, refusals, timeUs))
  if (response.status >= 200 && response.status <= 299) return undefined
  return requests.map((request) => unanswered(request, 'unreadable', timeUs))
}

const resultOf = ({ body }: HttpResponse): JsonObject =>
  asObject(asObject(parseJson(body), 'answer')['result'], 'result')

/** Reads the answer to one request. Never throws. */
export function readSingle(
  request: VenueRequest,
  response: HttpResponse,
  timeUs: number,
): OrderEvent {
  const end = commonEnd([request], response, timeUs)
  const events =
    end ?? readOrUnknown([request], timeUs, () => [resulted(request, response, timeUs)])
  return events[0] ?? unanswered(request, 'unreadable', timeUs)
}

function resulted(request: VenueRequest, response: HttpResponse, timeUs: number): OrderEvent {
  const { clientOrderId, request: number } = request
  const result = resultOf(response)
  const head = { order: { clientOrderId }, timeUs }
  switch (request.type) {
    case 'place': {
      const [id] = arrayAt(result, 'txid')
      return { type: 'acknowledged', ...head, venueOrderId: venueOrderId(asText(id, 'txid')) }
    }
    case 'amend':
      asText(result['amend_id'], 'amend_id')
      return { type: 'amended', ...head, request: number }
    case 'cancel':
      return cancelled(
        request,
        integerAt(result, 'count') === 1 && result['pending'] !== true,
        timeUs,
      )
  }
}

/** Anything but the one order cancelled says neither that it is nor that it is not. */
export function cancelled(request: VenueRequest, isDone: boolean, timeUs: number): OrderEvent {
  const { clientOrderId } = request
  return isDone
    ? { type: 'cancelled', order: { clientOrderId }, timeUs }
    : unanswered(request, 'unreadable', timeUs)
}

/** Reads the answer to orders placed together: a row for each, in their order. Never throws. */
export function readBatch(
  requests: readonly VenueRequest[],
  response: HttpResponse,
  timeUs: number,
): readonly OrderEvent[] {
  const end = commonEnd(requests, response, timeUs)
  if (end !== undefined) return end
  return readOrUnknown(requests, timeUs, () => {
    const rows = arrayAt(resultOf(response), 'orders')
    const isWhole = rows.length === requests.length
    return requests.map((request, i) =>
      isWhole
        ? placedRow(request, asObject(rows[i], 'orders'), timeUs)
        : unanswered(request, 'unreadable', timeUs),
    )
  })
}

function placedRow(request: VenueRequest, row: JsonObject, timeUs: number): OrderEvent {
  const refusals = textsOf(row['error']).filter((text) => !text.startsWith('W'))
  if (refusals.length > 0) return refusalEvent(request, refusals, timeUs)
  const { txid } = row
  const id = isArray(txid) ? txid[0] : txid
  if (id === undefined || id === null) return unanswered(request, 'unreadable', timeUs)
  return {
    type: 'acknowledged',
    order: { clientOrderId: request.clientOrderId },
    venueOrderId: venueOrderId(asText(id, 'txid')),
    timeUs,
  }
}

/** Reads the answer to cancels sent together, which only counts: all of them, or nobody can say which. Never throws. */
export function readCancelledBatch(
  requests: readonly VenueRequest[],
  response: HttpResponse,
  timeUs: number,
): readonly OrderEvent[] {
  const end = commonEnd(requests, response, timeUs)
  if (end !== undefined) return end
  return readOrUnknown(requests, timeUs, () => {
    const isAll = integerAt(resultOf(response), 'count') === requests.length
    return requests.map((request) => cancelled(request, isAll, timeUs))
  })
}
