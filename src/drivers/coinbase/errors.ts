import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { isArray, isObject, optionalTextAt, parseJson } from '../kit/fields.ts'
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
  const { code, message } = readBody(body)
  const wait = retryAfterMs(headers)
  return new VenueError(
    codeOf(status, code),
    `Asking Coinbase: status ${status}, code ${code ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
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

function codeOf(status: number, venueCode: string | undefined): ErrorCode {
  if (status === 429) return 'RATE_LIMITED'
  const known = venueCode === undefined ? undefined : CODES[venueCode.toLowerCase()]
  return known ?? (status >= 500 ? 'VENUE_UNAVAILABLE' : 'VENUE_REJECTED')
}

/** `{"error","message"}`, `{"errors":[{"id","message"}]}`, or of the Exchange `{"message"}`. */
function readBody(body: Uint8Array): { code: string | undefined; message: string } {
  try {
    const value = parseJson(body)
    if (isObject(value)) {
      const errors = value['errors']
      const first = isArray(errors) && isObject(errors[0]) ? errors[0] : value
      return {
        code: optionalTextAt(first, 'id') ?? optionalTextAt(first, 'error'),
        message: optionalTextAt(first, 'message') ?? '',
      }
    }
  } catch {
    // Gateways answer in HTML: the status alone then says what happened.
  }
  return { code: undefined, message: '' }
}
