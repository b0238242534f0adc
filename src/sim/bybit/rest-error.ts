import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words; they come with status 200. */
export class RestRefusal extends Error {
  /** The venue's code. */
  readonly venueCode: string
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>

  /** A refusal with its code and text. */
  constructor(venueCode: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.venueCode = venueCode
    this.headers = headers
  }
}

/** The answer that a refusal becomes. */
export function refusalResponse(
  status: number,
  code: string,
  retMsg: string,
  timeMs: number,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  const body = { retCode: Number(code), retMsg, result: {}, retExtInfo: {}, time: timeMs }
  return jsonResponse(status, body, headers)
}

/** The gateway in front shuts out who asks too often, in plain text. */
export function shutOutResponse(): HttpResponse {
  return {
    status: 403,
    headers: { 'content-type': 'text/plain' },
    body: new TextEncoder().encode('403, access too frequent'),
  }
}

/** What the venue says with a status when a fault script makes it fail. */
export function failureResponse(status: number, timeMs: number): HttpResponse {
  switch (status) {
    case 403:
      return shutOutResponse()
    case 429:
      return refusalResponse(429, '10429', 'System level frequency protection', timeMs)
    default:
      return refusalResponse(status, '10016', 'Internal System Error.', timeMs)
  }
}
