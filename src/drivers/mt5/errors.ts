import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import { given, optionalTextAt } from '../kit/fields.ts'
import { refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What the codes of the contract mean. Unknown ones: `VENUE_REJECTED`. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  TERMINAL_OFFLINE: 'VENUE_UNAVAILABLE',
  BUSY: 'VENUE_UNAVAILABLE',
}

/** The error of an `err` message. */
export function bridgeError(code: string, detail: string): VenueError {
  return new VenueError(
    CODES[code] ?? 'VENUE_REJECTED',
    `Asking the bridge: ${code}, "${detail.slice(0, 160)}"`,
    { context: { venueCode: code } },
  )
}

/** The error of a symbol that was not subscribed; the reason may be a code or words. */
export function subscribeError(symbol: string, reason: string): VenueError {
  return new VenueError(
    CODES[reason] ?? 'SUBSCRIBE_REJECTED',
    `Subscribing ${symbol} at the bridge: "${reason.slice(0, 160)}"`,
    { context: { symbol, venueCode: reason.slice(0, 40) } },
  )
}

/** The error of an answer that is not 2xx: an `err` message where the bridge made it. */
export function restError({ status, headers, body }: HttpResponse): VenueError {
  const { code = 'none', message = '' } = refusalOf(body, (answer) => ({
    code: optionalTextAt(answer, 'code'),
    message: optionalTextAt(answer, 'msg'),
  }))
  return new VenueError(
    refusalCode(status, CODES[code]),
    `Asking the bridge: status ${status}, code ${code}, "${message.slice(0, 160)}"`,
    { ...given('retryAfterMs', retryAfterMs(headers)), context: { status, venueCode: code } },
  )
}
