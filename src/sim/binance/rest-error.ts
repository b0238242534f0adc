import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words. */
export class RestRefusal extends Error {
  /** HTTP status. */
  readonly status: number
  /** The venue's code. */
  readonly venueCode: number

  /** A refusal with its code and text. */
  constructor(venueCode: number, message: string, status = 400) {
    super(message)
    this.status = status
    this.venueCode = venueCode
  }
}

/** The answer that a refusal becomes. */
export function refusalResponse(
  status: number,
  code: number,
  msg: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return jsonResponse(status, { code, msg }, headers)
}

/** What the venue says with a status when a fault script makes it fail. */
export function failureResponse(status: number, retryAfterSeconds = 30): HttpResponse {
  const wait = { 'retry-after': String(retryAfterSeconds) }
  switch (status) {
    case 429:
      return refusalResponse(
        429,
        -1003,
        'Too many requests; please use the websocket for live updates.',
        wait,
      )
    case 418:
      return refusalResponse(
        418,
        -1003,
        'Way too many requests; IP banned. Please use the websocket for live updates to avoid bans.',
        wait,
      )
    case 403:
      // The firewall in front answers in HTML.
      return {
        status,
        headers: { 'content-type': 'text/html' },
        body: new TextEncoder().encode('<html><body>403 Forbidden</body></html>'),
      }
    case 503:
      return refusalResponse(
        503,
        -1000,
        'Unknown error, please check your request or try again later.',
      )
    default:
      return refusalResponse(
        status,
        -1001,
        'Internal error; unable to process your request. Please try again.',
      )
  }
}
