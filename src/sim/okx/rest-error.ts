import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words; most come with status 200. */
export class RestRefusal extends Error {
  /** HTTP status. */
  readonly status: number
  /** The venue's code. */
  readonly venueCode: string

  /** A refusal with its code and text. */
  constructor(venueCode: string, message: string, status = 200) {
    super(message)
    this.status = status
    this.venueCode = venueCode
  }
}

/** The answer that a refusal becomes. */
export function refusalResponse(status: number, code: string, msg: string): HttpResponse {
  return jsonResponse(status, { code, msg, data: [] })
}

/** What the venue says with a status when a fault script makes it fail. */
export function failureResponse(status: number): HttpResponse {
  switch (status) {
    case 429:
      return refusalResponse(429, '50011', 'Too Many Requests')
    case 403:
      // The firewall in front answers in HTML.
      return {
        status,
        headers: { 'content-type': 'text/html' },
        body: new TextEncoder().encode('<html><body>403 Forbidden</body></html>'),
      }
    case 503:
      return refusalResponse(503, '50001', 'Service temporarily unavailable. Try again later')
    default:
      return refusalResponse(status, '50026', 'System error. Try again later')
  }
}
