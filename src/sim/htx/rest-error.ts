import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words; it comes with status 200. */
export class RestRefusal extends Error {
  /** The venue's code: words on spot and market data, a number on reference data of futures. */
  readonly venueCode: string | number

  /** A refusal with its code and text. */
  constructor(venueCode: string | number, message: string) {
    super(message)
    this.venueCode = venueCode
  }
}

/** The answer that a refusal becomes; reference data spells the names of its members with an underscore. */
export function refusalResponse(code: string | number, text: string, nowMs: number): HttpResponse {
  return typeof code === 'number'
    ? jsonResponse(200, { status: 'error', err_code: code, err_msg: text, ts: nowMs })
    : jsonResponse(200, { status: 'error', ts: nowMs, 'err-code': code, 'err-msg': text })
}

/** What the venue says with a status when a fault script makes it fail. */
export function failureResponse(status: number): HttpResponse {
  if (status === 429) {
    return jsonResponse(429, {
      status: 'error',
      'err-code': 'too-many-request',
      'err-msg': 'Too many requests',
    })
  }
  if (status >= 500) return jsonResponse(status, { status: 'maintain' })
  return jsonResponse(status, {
    status: 'error',
    'err-code': 'gateway-internal-error',
    'err-msg': 'Internal error, please try again later',
  })
}
