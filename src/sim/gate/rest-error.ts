import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words. */
export class RestRefusal extends Error {
  /** HTTP status. */
  readonly status: number
  /** The venue's label. */
  readonly label: string

  /** A refusal with its label and text. */
  constructor(label: string, message: string, status = 400) {
    super(message)
    this.status = status
    this.label = label
  }
}

/** The answer that a refusal becomes. */
export function refusalResponse(
  status: number,
  label: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return jsonResponse(status, { label, message }, headers)
}

/** What the venue says with a status when a fault script makes it fail. */
export function failureResponse(
  status: number,
  retryAfterSeconds: number | undefined,
): HttpResponse {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  switch (status) {
    case 429:
      return refusalResponse(429, 'TOO_MANY_REQUESTS', 'Request Rate limit Exceeded (311)', headers)
    case 403:
      // The firewall in front answers in HTML.
      return {
        status,
        headers: { 'content-type': 'text/html' },
        body: new TextEncoder().encode('<html><body>403 Forbidden</body></html>'),
      }
    case 503:
      return refusalResponse(503, 'TOO_BUSY', 'Server is too busy at the moment', headers)
    default:
      return refusalResponse(status, 'SERVER_ERROR', 'Internal server error', headers)
  }
}
