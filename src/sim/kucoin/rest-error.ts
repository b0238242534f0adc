import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words; many come with status 200. */
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
export function refusalResponse(
  status: number,
  code: string,
  msg: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return jsonResponse(status, { code, msg }, headers)
}

/** What the venue says with a status when a fault script makes it fail. A 429 without its headers is an overload. */
export function failureResponse(status: number): HttpResponse {
  switch (status) {
    case 429:
      return refusalResponse(429, '429000', 'Too many requests')
    case 403:
      return {
        status,
        headers: { 'content-type': 'text/html' },
        body: new TextEncoder().encode('<html><body>403 Forbidden</body></html>'),
      }
    default:
      return refusalResponse(status, '500000', 'Internal Server Error')
  }
}
