import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, optionalTextAt } from '../kit/fields.ts'
import { refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What OKX's refusals mean. docs/venues/okx.md §Errors; checked 2026-11-21. Unknown codes: `VENUE_REJECTED`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  // Too many requests.
  50011: 'RATE_LIMITED',
  50040: 'RATE_LIMITED',
  50061: 'RATE_LIMITED',
  51113: 'RATE_LIMITED',
  60014: 'RATE_LIMITED',
  60023: 'RATE_LIMITED',
  // Timeout, maintenance, busy, system error; all public calls may be sent again.
  50001: 'VENUE_UNAVAILABLE',
  50004: 'VENUE_UNAVAILABLE',
  50005: 'VENUE_UNAVAILABLE',
  50013: 'VENUE_UNAVAILABLE',
  50026: 'VENUE_UNAVAILABLE',
  51054: 'VENUE_UNAVAILABLE',
  60015: 'VENUE_UNAVAILABLE',
  63999: 'VENUE_UNAVAILABLE',
  64008: 'VENUE_UNAVAILABLE',
}

/** The error of an answer that is not 2xx. */
export function restError(response: HttpResponse): VenueError {
  const { code, message = '' } = refusalOf(response.body, (answer) => ({
    code: optionalTextAt(answer, 'code'),
    message: optionalTextAt(answer, 'msg'),
  }))
  return answerError(response, code, message)
}

/** The error of an answer whose body says so, whatever its status: most refusals come as 200. */
export function answerError(
  { status, headers }: HttpResponse,
  venueCode: string | undefined,
  message: string,
): VenueError {
  return new VenueError(
    refusalCode(status, venueCode === undefined ? undefined : CODES[venueCode]),
    `Asking OKX: status ${status}, code ${venueCode ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', retryAfterMs(headers)),
      context: { status, venueCode },
    },
  )
}

/** The error of a refused subscribe. 60012 and 60018: bad request; 64003: needs VIP4; 64004: excludes another book. */
export function streamError(refusal: JsonObject): VenueError {
  const venueCode = optionalTextAt(refusal, 'code')
  const detail = (optionalTextAt(refusal, 'msg') ?? '').slice(0, 160)
  const known = venueCode === undefined ? undefined : CODES[venueCode]
  return new VenueError(
    known ?? 'SUBSCRIBE_REJECTED',
    `Subscribing at OKX: code ${venueCode ?? 'none'}, "${detail}"`,
    { context: { venueCode } },
  )
}
