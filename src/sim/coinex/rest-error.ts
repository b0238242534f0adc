import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words. */
export class RestRefusal extends Error {
  /** The venue's code. */
  readonly venueCode: number

  /** A refusal with its code and text. */
  constructor(venueCode: number, message: string) {
    super(message)
    this.venueCode = venueCode
  }
}

/** The answer that a refusal becomes: its status says nothing. */
export function refusalResponse(code: number, message: string, status = 200): HttpResponse {
  return jsonResponse(status, { code, data: {}, message })
}

/** What the venue says with a status when a fault script makes it fail. */
export function failureResponse(
  status: number,
  retryAfterSeconds: number | undefined,
): HttpResponse {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` }
  const body = (code: number, message: string): unknown => ({ code, data: {}, message })
  if (status === 429) return jsonResponse(status, body(4213, 'requests too frequent'), headers)
  if (status < 500) return jsonResponse(status, body(4001, 'service unavailable'), headers)
  // What stands in front of the venue answers in HTML.
  return {
    status,
    headers: { 'content-type': 'text/html', ...headers },
    body: new TextEncoder().encode(`<html><body>${status}</body></html>`),
  }
}
