import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words. */
export class RestRefusal extends Error {
  /** HTTP status. */
  readonly status: number
  /** The venue's code; the Exchange has none. */
  readonly venueCode: string

  /** A refusal with its status, code and text. */
  constructor(status: number, venueCode: string, message: string) {
    super(message)
    this.status = status
    this.venueCode = venueCode
  }
}

/** The answer that a refusal becomes. */
export function refusalResponse({ status, venueCode, message }: RestRefusal): HttpResponse {
  return venueCode === ''
    ? jsonResponse(status, { message })
    : jsonResponse(status, { error: venueCode, error_details: message, message })
}

/** What Advanced Trade says with a status that a fault script asks for. */
export function failureResponse(
  status: number,
  retryAfterSeconds: number | undefined,
): HttpResponse {
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  const id = status === 429 ? 'rate_limit_exceeded' : 'internal_server_error'
  const message = status === 429 ? 'Too many requests' : 'Internal server error'
  return jsonResponse(status, { errors: [{ id, message }] }, headers)
}
