import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, optionalTextAt } from '../kit/fields.ts'
import { refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What CoinEx's refusals mean. docs/venues/coinex.md §Errors; checked 2026-11-21. Unknown codes: `VENUE_REJECTED`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  // Too many requests: REST, then spot's and futures' sockets.
  213: 'RATE_LIMITED',
  4123: 'RATE_LIMITED',
  4213: 'RATE_LIMITED',
  23002: 'RATE_LIMITED',
  33002: 'RATE_LIMITED',
  // Busy, unavailable, timed out, internal error; all public calls may be sent again.
  35: 'VENUE_UNAVAILABLE',
  36: 'VENUE_UNAVAILABLE',
  3008: 'VENUE_UNAVAILABLE',
  4001: 'VENUE_UNAVAILABLE',
  4002: 'VENUE_UNAVAILABLE',
  23001: 'VENUE_UNAVAILABLE',
  24001: 'VENUE_UNAVAILABLE',
  24002: 'VENUE_UNAVAILABLE',
  33001: 'VENUE_UNAVAILABLE',
  34001: 'VENUE_UNAVAILABLE',
  34002: 'VENUE_UNAVAILABLE',
}

/** The error of an answer that is not 2xx: of a gateway, as the venue itself refuses with 200. */
export function restError(response: HttpResponse): VenueError {
  const { code, message = '' } = refusalOf(response.body, (answer) => ({
    code: optionalTextAt(answer, 'code'),
    message: optionalTextAt(answer, 'message'),
  }))
  return answerError(response, code, message)
}

/** The error of an answer whose body says so, whatever its status: refusals come as 200. */
export function answerError(
  { status, headers }: HttpResponse,
  venueCode: string | undefined,
  message: string,
): VenueError {
  return new VenueError(
    refusalCode(status, venueCode === undefined ? undefined : CODES[venueCode]),
    `Asking CoinEx: status ${status}, code ${venueCode ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', retryAfterMs(headers)),
      context: { status, venueCode },
    },
  )
}

/** The error of a refused subscribe. 20001 and 30001: bad argument; 20002 and 30002: unknown method; 21001: not signed. */
export function streamError(refusal: JsonObject): VenueError {
  const venueCode = optionalTextAt(refusal, 'code')
  const detail = (optionalTextAt(refusal, 'message') ?? '').slice(0, 160)
  const known = venueCode === undefined ? undefined : CODES[venueCode]
  return new VenueError(
    known ?? 'SUBSCRIBE_REJECTED',
    `Subscribing at CoinEx: code ${venueCode ?? 'none'}, "${detail}"`,
    { context: { venueCode } },
  )
}
