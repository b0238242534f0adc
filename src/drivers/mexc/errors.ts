import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import { given, optionalTextAt } from '../kit/fields.ts'
import { refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What refusals of spot mean. docs/venues/mexc.md §Errors; checked 2026-11-21. Unknown codes: `VENUE_REJECTED`. */
const SPOT_CODES: Readonly<Record<string, ErrorCode>> = {
  429: 'RATE_LIMITED',
  500: 'VENUE_UNAVAILABLE',
  503: 'VENUE_UNAVAILABLE',
  504: 'VENUE_UNAVAILABLE',
  // Maintenance.
  604: 'VENUE_UNAVAILABLE',
  801: 'VENUE_UNAVAILABLE',
  11444: 'VENUE_UNAVAILABLE',
}

/** What refusals of futures mean; they come as status 200. */
const FUTURES_CODES: Readonly<Record<string, ErrorCode>> = {
  500: 'VENUE_UNAVAILABLE',
  501: 'VENUE_UNAVAILABLE',
  9999: 'VENUE_UNAVAILABLE',
  604: 'VENUE_UNAVAILABLE',
  801: 'VENUE_UNAVAILABLE',
  510: 'RATE_LIMITED',
  2037: 'RATE_LIMITED',
}

/** The error of an answer that is not 2xx. */
export function restError(response: HttpResponse, service: string): VenueError {
  const { code, message = '' } = refusalOf(response.body, (answer) => ({
    code: optionalTextAt(answer, 'code'),
    message: optionalTextAt(answer, 'msg') ?? optionalTextAt(answer, 'message'),
  }))
  return answerError(response, service, code, message)
}

/** The error of an answer whose body says so, whatever its status. */
export function answerError(
  { status, headers }: HttpResponse,
  service: string,
  venueCode: string | undefined,
  message: string,
): VenueError {
  return new VenueError(
    codeOf(status, service, venueCode),
    `Asking MEXC ${service}: status ${status}, code ${venueCode ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', retryAfterMs(headers)),
      context: { status, service, venueCode },
    },
  )
}

/** The error of a refused subscribe; the venue gives texts only. */
export function streamError(text: string): VenueError {
  return new VenueError(
    'SUBSCRIBE_REJECTED',
    `Subscribing at MEXC: "${text.trim().slice(0, 160)}"`,
    { context: { text: text.slice(0, 160) } },
  )
}

function codeOf(status: number, service: string, venueCode: string | undefined): ErrorCode {
  // Who goes on after 429: two minutes to three days.
  if (status === 418) return 'BANNED'
  const codes = service === 'futures' ? FUTURES_CODES : SPOT_CODES
  const known = venueCode === undefined ? undefined : codes[venueCode]
  return refusalCode(status, known)
}
