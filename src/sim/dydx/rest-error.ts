import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words. */
export class RestRefusal extends Error {
  /** HTTP status. */
  readonly status: number

  /** A refusal with its status and text. */
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The answer that a refusal becomes. */
export function refusalResponse(
  status: number,
  msg: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return jsonResponse(status, { errors: [{ msg }] }, headers)
}

/** The answer to one call too many; it says in ms when to come back. */
export function limitedResponse(waitMs: number): HttpResponse {
  return refusalResponse(429, 'Too many requests', { 'retry-after': String(Math.ceil(waitMs)) })
}

/** What the venue says with a status when a fault script makes it fail. */
export function failureResponse(
  status: number,
  retryAfterSeconds: number | undefined,
): HttpResponse {
  switch (status) {
    // This venue bans nobody: who is told to go away is told so by 429.
    case 418:
    case 429:
      return limitedResponse((retryAfterSeconds ?? 1) * 1000)
    case 502:
    case 503:
      // The gateway in front answers in HTML.
      return {
        status,
        headers: { 'content-type': 'text/html' },
        body: new TextEncoder().encode('<html><body>Service Unavailable</body></html>'),
      }
    case 403:
      return jsonResponse(status, {
        errors: [{ msg: 'Access is restricted in your region', code: 'GEOBLOCKED' }],
      })
    default:
      return refusalResponse(status, 'Internal Server Error')
  }
}
