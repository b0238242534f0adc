import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import { given } from '../kit/fields.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/**
 * What Hyperliquid's refusals mean. docs/venues/hyperliquid.md §Errors; checked 2026-11-21. There are no codes: texts are told
 * by how they begin, and those not known are `VENUE_REJECTED`, or `SUBSCRIBE_REJECTED` on a socket.
 */
const TEXTS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^(too many|cannot (track|subscribe to) more than)/i, 'RATE_LIMITED'],
  [/(overloaded|temporarily unavailable)/i, 'VENUE_UNAVAILABLE'],
]

/** The error of an answer that is not 2xx. */
export function restError(response: HttpResponse): VenueError {
  return answerError(response, new TextDecoder().decode(response.body.subarray(0, 600)))
}

/** The error of an answer whose body says so, whatever its status. */
export function answerError({ status, headers }: HttpResponse, text: string): VenueError {
  return new VenueError(
    codeOf(status, text),
    `Asking Hyperliquid: status ${status}, "${text.slice(0, 160)}"`,
    { ...given('retryAfterMs', retryAfterMs(headers)), context: { status } },
  )
}

/** The error of a refused subscribe, by the text of the message on channel `error`. */
export function streamError(text: string): VenueError {
  return new VenueError(
    knownCode(text) ?? 'SUBSCRIBE_REJECTED',
    `Subscribing at Hyperliquid: "${text.slice(0, 160)}"`,
  )
}

/** Statuses that speak of the request: 422 is a question that cannot be read, 403 a region that is not served. */
const REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 413, 422])

/** Statuses without a meaning at the venue come from what stands in front of it, and pass. */
function codeOf(status: number, text: string): ErrorCode {
  if (status === 429) return 'RATE_LIMITED'
  const isRefusal = status < 300 || REFUSALS.has(status)
  return knownCode(text) ?? (isRefusal ? 'VENUE_REJECTED' : 'VENUE_UNAVAILABLE')
}

function knownCode(text: string): ErrorCode | undefined {
  return TEXTS.find(([begins]) => begins.test(text))?.[1]
}
