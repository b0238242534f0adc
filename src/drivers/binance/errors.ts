import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, optionalTextAt } from '../kit/fields.ts'
import { refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What Binance's refusals mean. docs/venues/binance.md §Errors; checked 2026-11-21. Unknown codes: `VENUE_REJECTED`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  '-1003': 'RATE_LIMITED',
  '-1015': 'RATE_LIMITED',
  '-1008': 'VENUE_UNAVAILABLE',
  '-1001': 'VENUE_UNAVAILABLE',
  '-1016': 'VENUE_UNAVAILABLE',
}

/** The error of an answer that is not 2xx. */
export function restError(response: HttpResponse): VenueError {
  const { code, message = '' } = refusalOf(response.body, (answer) => ({
    code: optionalTextAt(answer, 'code'),
    message: optionalTextAt(answer, 'msg'),
  }))
  return new VenueError(
    codeOf(response.status, code),
    `Asking Binance: status ${response.status}, code ${code ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', retryAfterMs(response.headers)),
      context: { status: response.status, venueCode: code },
    },
  )
}

/** The error of a refused subscribe. Codes: 0 unknown property, 1 boolean expected, 2 invalid request, 3 invalid JSON. */
export function streamError(refusal: JsonObject): VenueError {
  const venueCode = optionalTextAt(refusal, 'code')
  const detail = (optionalTextAt(refusal, 'msg') ?? '').slice(0, 160)
  return new VenueError(
    'SUBSCRIBE_REJECTED',
    `Subscribing at Binance: code ${venueCode ?? 'none'}, "${detail}"`,
    {
      context: { venueCode },
    },
  )
}

function codeOf(status: number, code: string | undefined): ErrorCode {
  if (status === 418) return 'BANNED'
  if (status === 403) return 'RATE_LIMITED'
  return refusalCode(status, code === undefined ? undefined : CODES[code])
}
