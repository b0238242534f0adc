import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, optionalTextAt } from '../kit/fields.ts'
import { refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What Gate's labels mean. docs/venues/gate.md §Errors; checked 2026-11-21. Unknown ones: `VENUE_REJECTED`. */
const LABELS: Readonly<Record<string, ErrorCode>> = {
  TOO_MANY_REQUESTS: 'RATE_LIMITED',
  TOO_FAST: 'RATE_LIMITED',
  INTERNAL: 'VENUE_UNAVAILABLE',
  SERVER_ERROR: 'VENUE_UNAVAILABLE',
  TOO_BUSY: 'VENUE_UNAVAILABLE',
}

/** Code of an error on a socket: the server's own; 1 is a bad request, 2 a bad argument, 4 a failed login. */
const SERVER_ERROR = '3'

/** The error of an answer that is not 2xx: `{"label":…,"message":…}`, on contracts sometimes `detail`. */
export function restError({ status, headers, body }: HttpResponse): VenueError {
  const { code: label, message = '' } = refusalOf(body, (answer) => ({
    code: optionalTextAt(answer, 'label'),
    message: optionalTextAt(answer, 'message') ?? optionalTextAt(answer, 'detail'),
  }))
  return new VenueError(
    refusalCode(status, label === undefined ? undefined : LABELS[label]),
    `Asking Gate: status ${status}, label ${label ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', retryAfterMs(headers)),
      context: { status, label },
    },
  )
}

/** The error of a refused subscribe: `{"code":2,"message":"unknown currency pair: …"}`. */
export function streamError(error: JsonObject): VenueError {
  const venueCode = optionalTextAt(error, 'code')
  const detail = (optionalTextAt(error, 'message') ?? '').slice(0, 160)
  const isRepeat = repeatedName(error) !== undefined
  return new VenueError(
    venueCode === SERVER_ERROR ? 'VENUE_UNAVAILABLE' : 'SUBSCRIBE_REJECTED',
    `Subscribing at Gate: code ${venueCode ?? 'none'}, "${detail}"`,
    // Nothing is wrong with the other names of a request that repeats one.
    { context: { venueCode }, ...(isRepeat ? { retry: 'safe' } : {}) },
  )
}

/** The name that a request repeated, as `Alert sub ob.BTC_USDT.50` says; `undefined` where it is another refusal. */
export function repeatedName(error: JsonObject): string | undefined {
  return /^Alert sub (\S+)/.exec(optionalTextAt(error, 'message') ?? '')?.[1]
}
