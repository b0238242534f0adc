import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import { given, optionalTextAt } from '../kit/fields.ts'
import { refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/**
 * What KuCoin's refusals mean; both hosts. docs/venues/kucoin.md §Errors; checked 2026-11-21. Unknown codes are
 * `VENUE_REJECTED`.
 */
const CODES: Readonly<Record<string, ErrorCode>> = {
  429000: 'RATE_LIMITED',
  // Too many of one address: blocked for 30 s.
  1015: 'RATE_LIMITED',
  500000: 'VENUE_UNAVAILABLE',
  503: 'VENUE_UNAVAILABLE',
  230005: 'VENUE_UNAVAILABLE',
  408000: 'VENUE_UNAVAILABLE',
}

/** Codes whose meaning differs by host: on spot 200002 suspends a currency, on futures it blocks for 10 s. */
const FUTURES_CODES: Readonly<Record<string, ErrorCode>> = { 200002: 'RATE_LIMITED' }

/** Refusals of classic sockets that say more than that the topic is refused. */
const STREAM_CODES: Readonly<Record<string, ErrorCode>> = { 509: 'RATE_LIMITED' }

/** The error of an answer that is not 2xx. */
export function restError(response: HttpResponse, service: string): VenueError {
  const { code, message = '' } = refusalOf(response.body, (answer) => ({
    code: optionalTextAt(answer, 'code'),
    message: optionalTextAt(answer, 'msg'),
  }))
  return answerError(response, service, code, message)
}

/** The error of an answer whose body says so, whatever its status: success is 200000 and status 200. */
export function answerError(
  { status, headers }: HttpResponse,
  service: string,
  venueCode: string | undefined,
  message: string,
): VenueError {
  const code = codeOf(status, service, venueCode)
  const wait = code === 'RATE_LIMITED' ? waitOf(headers) : undefined
  return new VenueError(
    code,
    `Asking KuCoin (${service}): status ${status}, code ${venueCode ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', wait),
      context: { status, venueCode, service },
    },
  )
}

/** The error of a refused subscribe. Classic ones have a code, unified ones only words. */
export function streamError(venueCode: string | undefined, detail: string): VenueError {
  const known = venueCode === undefined ? undefined : STREAM_CODES[venueCode]
  return new VenueError(
    known ?? 'SUBSCRIBE_REJECTED',
    `Subscribing at KuCoin: code ${venueCode ?? 'none'}, "${detail.slice(0, 160)}"`,
    { context: { venueCode } },
  )
}

/** `gw-ratelimit-reset` is the ms until the pool is full again; a 429 without it is the server's own overload. */
function waitOf(headers: Readonly<Record<string, string>>): number | undefined {
  const text = headers['gw-ratelimit-reset']
  const reset = text === undefined || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(reset) && reset >= 0 ? reset : retryAfterMs(headers)
}

function codeOf(status: number, service: string, venueCode: string | undefined): ErrorCode {
  const ofHost = service === 'futures' ? FUTURES_CODES : {}
  const known = venueCode === undefined ? undefined : (ofHost[venueCode] ?? CODES[venueCode])
  return refusalCode(status, known)
}
