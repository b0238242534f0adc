import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words: spot's with a status of its own, those of futures with status 200. */
export class RestRefusal extends Error {
  /** The venue's code. */
  readonly venueCode: number

  /** A refusal with its code and text. */
  constructor(venueCode: number, message: string) {
    super(message)
    this.venueCode = venueCode
  }
}

/** What spot answers to a refused call. */
export function spotRefusal(
  status: number,
  code: number,
  msg: string,
  retryAfterSeconds?: number,
): HttpResponse {
  return jsonResponse(status, { code, msg, _extend: null }, wait(retryAfterSeconds))
}

/** What futures answer to a refused call. */
export function futuresRefusal(code: number, message: string, status = 200): HttpResponse {
  return jsonResponse(status, { success: false, code, message })
}

/** What the venue says with a status when a fault script makes it fail. */
export function failureResponse(
  status: number,
  retryAfterSeconds: number | undefined,
): HttpResponse {
  if (status === 403) {
    // The firewall in front answers in HTML.
    return {
      status,
      headers: { 'content-type': 'text/html' },
      body: new TextEncoder().encode('<html><body>Access Denied</body></html>'),
    }
  }
  const text = status === 429 || status === 418 ? 'Too many requests' : 'Service unavailable'
  return spotRefusal(status, status, text, retryAfterSeconds)
}

function wait(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
