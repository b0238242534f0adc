import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, isArray, isObject, optionalTextAt } from '../kit/fields.ts'
import { type Refusal, refusalCode, refusalOf } from '../kit/refusal.ts'

/** What dYdX's refusals mean. docs/venues/dydx.md §Errors; checked 2026-11-21. */

/** The error of an answer that is not 2xx. */
export function restError({ status, headers, body }: HttpResponse): VenueError {
  const { code: venueCode, message = '' } = refusalOf(body, readRefusal)
  return new VenueError(
    refusalCode(status, undefined),
    `Asking dYdX: status ${status}, code ${venueCode ?? 'none'}, "${message.slice(0, 160)}"`,
    { ...given('retryAfterMs', waitMs(headers)), context: { status, venueCode } },
  )
}

/** `Retry-After` counts ms here, not seconds. */
function waitMs(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['retry-after']
  const ms = Number(text)
  return text !== undefined && Number.isFinite(ms) && ms >= 0 ? ms : undefined
}

/** `{"errors":[{"msg":…,"code":"GEOBLOCKED"}]}`. */
function readRefusal({ errors }: JsonObject): Refusal {
  const first = isArray(errors) ? errors[0] : undefined
  if (!isObject(first)) return {}
  return { code: optionalTextAt(first, 'code'), message: optionalTextAt(first, 'msg') }
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
