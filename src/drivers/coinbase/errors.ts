import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, isArray, isObject, optionalTextAt } from '../kit/fields.ts'
import { type Refusal, refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What the refusals of both services mean. docs/venues/coinbase.md §Errors; checked 2026-11-21. Unknown: `VENUE_REJECTED`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  rate_limit_exceeded: 'RATE_LIMITED',
  resource_exhausted: 'RATE_LIMITED',
  internal_server_error: 'VENUE_UNAVAILABLE',
  internal: 'VENUE_UNAVAILABLE',
  unavailable: 'VENUE_UNAVAILABLE',
}

/** The error of an answer that is not 2xx. */
export function restError({ status, headers, body }: HttpResponse): VenueError {
  const { code, message = '' } = refusalOf(body, readRefusal)
  return new VenueError(
    refusalCode(status, code === undefined ? undefined : CODES[code.toLowerCase()]),
    `Asking Coinbase: status ${status}, code ${code ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', retryAfterMs(headers)),
      context: { status, venueCode: code },
    },
  )
}

/** The error of an error frame, which names neither request nor channel. */
export function streamError(refusal: JsonObject): VenueError {
  const text = optionalTextAt(refusal, 'message') ?? ''
  const reason = optionalTextAt(refusal, 'reason')
  const detail = (reason === undefined ? text : `${text}: ${reason}`).slice(0, 160)
  const code = /rate limit|too many/i.test(detail) ? 'RATE_LIMITED' : 'SUBSCRIBE_REJECTED'
  return new VenueError(code, `Subscribing at Coinbase: "${detail}"`)
}

/** `{"error","message"}`, `{"errors":[{"id","message"}]}`, or of the Exchange `{"message"}`. */
function readRefusal(answer: JsonObject): Refusal {
  const errors = answer['errors']
  const first = isArray(errors) && isObject(errors[0]) ? errors[0] : answer
  return {
    code: optionalTextAt(first, 'id') ?? optionalTextAt(first, 'error'),
    message: optionalTextAt(first, 'message'),
  }
}
