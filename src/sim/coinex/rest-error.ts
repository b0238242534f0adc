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
  if (status === 429) {
    const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` }
    const body = { code: 4213, data: {}, message: 'requests too frequent' }
    return jsonResponse(status, body, headers)
  }
  // What stands in front of the venue answers in HTML.
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: new TextEncoder().encode(`<html><body>${status}</body></html>`),
  }
}
