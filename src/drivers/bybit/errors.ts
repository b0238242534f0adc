import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, optionalTextAt } from '../kit/fields.ts'
import { refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What Bybit's refusals mean. docs/venues/bybit.md §Errors; checked 2026-11-21. Unknown codes: `VENUE_REJECTED`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  // Too many requests.
  429: 'RATE_LIMITED',
  10006: 'RATE_LIMITED',
  10018: 'RATE_LIMITED',
  10403: 'RATE_LIMITED',
  10429: 'RATE_LIMITED',
  20003: 'RATE_LIMITED',
  170005: 'RATE_LIMITED',
  170222: 'RATE_LIMITED',
  // Timeout, internal error, restart; all public calls may be sent again.
  10000: 'VENUE_UNAVAILABLE',
  10016: 'VENUE_UNAVAILABLE',
  10019: 'VENUE_UNAVAILABLE',
  170001: 'VENUE_UNAVAILABLE',
  170007: 'VENUE_UNAVAILABLE',
  170032: 'VENUE_UNAVAILABLE',
  170146: 'VENUE_UNAVAILABLE',
  170147: 'VENUE_UNAVAILABLE',
  170234: 'VENUE_UNAVAILABLE',
}

/** An address that asked too often is shut out for this long. */
const SHUT_OUT_MS = 600_000

/** The error of an answer that is not 2xx. */
export function restError(response: HttpResponse): VenueError {
  const { code, message } = refusalOf(response.body, (answer) => ({
    code: optionalTextAt(answer, 'retCode'),
    message: optionalTextAt(answer, 'retMsg') ?? '',
  }))
  // The gateway answers in plain text or HTML: what it says then stands for the message.
  const text = message ?? new TextDecoder().decode(response.body.subarray(0, 400))
  return answerError(response, code, text)
}

/** The error of an answer whose body says so, whatever its status: most refusals come as 200. */
export function answerError(
  { status, headers }: HttpResponse,
  venueCode: string | undefined,
  message: string,
): VenueError {
  const isShutOut = status === 403 && /too frequent/i.test(message)
  const wait = retryAfterMs(headers) ?? (isShutOut ? SHUT_OUT_MS : undefined)
  return new VenueError(
    isShutOut
      ? 'RATE_LIMITED'
      : refusalCode(status, venueCode === undefined ? undefined : CODES[venueCode]),
    `Asking Bybit: status ${status}, code ${venueCode ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', wait),
      context: { status, venueCode },
    },
  )
}

/** The error of a refused subscribe. It has no code: `error:handler not found,topic:…`, `Invalid topic: …`. */
export function streamError(refusal: JsonObject): VenueError {
  const detail = (optionalTextAt(refusal, 'ret_msg') ?? '').slice(0, 160)
  const isTooOften = /too (many|frequent)/i.test(detail)
  return new VenueError(
    isTooOften ? 'RATE_LIMITED' : 'SUBSCRIBE_REJECTED',
    `Subscribing at Bybit: "${detail}"`,
    { context: { detail } },
  )
}
