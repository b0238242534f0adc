import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import { isObject, parseJson } from '../kit/fields.ts'
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
  const { code, detail } = readBody(body)
  const wait = retryAfterMs(headers)
  const known = status === 429 ? 'RATE_LIMITED' : status >= 500 ? 'VENUE_UNAVAILABLE' : CODES[code]
  return new VenueError(
    known ?? 'VENUE_REJECTED',
    `Asking the bridge: status ${status}, code ${code}, "${detail.slice(0, 160)}"`,
    { ...(wait === undefined ? {} : { retryAfterMs: wait }), context: { status, venueCode: code } },
  )
}

function readBody(body: Uint8Array): { readonly code: string; readonly detail: string } {
  try {
    const value = parseJson(body)
    if (isObject(value)) {
      const { code, msg } = value
      return {
        code: typeof code === 'string' ? code : 'none',
        detail: typeof msg === 'string' ? msg : '',
      }
    }
  } catch {
    // Something between us and the bridge answered: the status alone then says what happened.
  }
  return { code: 'none', detail: '' }
}
