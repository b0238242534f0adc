import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { isArray, isObject, optionalTextAt, parseJson } from '../kit/fields.ts'

/** What dYdX's refusals mean. docs/venues/dydx.md §Errors; checked 2026-11-21. */

/** The error of an answer that is not 2xx. */
export function restError(response: HttpResponse): VenueError {
  const { status, headers, body } = response
  const { message, venueCode } = readBody(body)
  const wait = waitMs(headers)
  return new VenueError(
    codeOf(status),
    `Asking dYdX: status ${status}, code ${venueCode ?? 'none'}, "${message.slice(0, 160)}"`,
    { ...(wait === undefined ? {} : { retryAfterMs: wait }), context: { status, venueCode } },
  )
}

function codeOf(status: number): ErrorCode {
  if (status === 429) return 'RATE_LIMITED'
  return status >= 500 ? 'VENUE_UNAVAILABLE' : 'VENUE_REJECTED'
}

/** `Retry-After` counts ms here, not seconds. */
function waitMs(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['retry-after']
  const ms = Number(text)
  return text !== undefined && Number.isFinite(ms) && ms >= 0 ? ms : undefined
}

/** `{"errors":[{"msg":…,"code":"GEOBLOCKED"}]}`; gateways answer in HTML. */
function readBody(body: Uint8Array): { message: string; venueCode: string | undefined } {
  try {
    const value = parseJson(body)
    const errors = isObject(value) ? value['errors'] : undefined
    const first = isArray(errors) ? errors[0] : undefined
    if (isObject(first)) {
      return {
        message: optionalTextAt(first, 'msg') ?? '',
        venueCode: optionalTextAt(first, 'code'),
      }
    }
  } catch {
    // No JSON: the status alone then says what happened.
  }
  return { message: '', venueCode: undefined }
}

/** By what an `error` frame says; the first that matches. All others are refused for good. */
const REFUSALS: readonly (readonly [RegExp, ErrorCode])[] = [
  [/^Internal error/, 'VENUE_UNAVAILABLE'],
  [/^Too many subscribe attempts|subscription limit reached/, 'RATE_LIMITED'],
]

/** The error of a refused subscribe. */
export function streamError(message: JsonObject): VenueError {
  const detail = optionalTextAt(message, 'message') ?? ''
  const code = REFUSALS.find(([words]) => words.test(detail))?.[1] ?? 'SUBSCRIBE_REJECTED'
  return new VenueError(code, `Subscribing at dYdX: "${detail.slice(0, 160)}"`)
}
