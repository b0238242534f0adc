import type { HttpResponse } from '../../core/index.ts'
import { jsonResponse } from '../venue-host.ts'

/** A refusal in the venue's words. */
export class RestRefusal extends Error {
  /** HTTP status. */
  readonly status: number

  /** A refusal with its text; spot refuses with status 200. */
  constructor(message: string, status = 200) {
    super(message)
    this.status = status
  }
}

/** What spot answers to a refused call. */
export function spotRefusal(text: string, status = 200): HttpResponse {
  return jsonResponse(status, { error: [text] })
}

/** What futures answer to a refused call. */
export function futuresRefusal(text: string, status: number, serverTime: string): HttpResponse {
  return jsonResponse(status, { result: 'error', error: text, serverTime })
}

const FAILURES: Readonly<Record<number, string>> = {
  429: 'EGeneral:Too many requests',
  502: 'EService:Unavailable',
  503: 'EService:Unavailable',
  504: 'EService:Timeout',
}

/** The status by which a fault script means that the address is shut out; this venue says it in an answer of 200. */
const SHUT_OUT = 418

/** What spot says with a status when a fault script makes it fail. */
export function spotFailure(status: number, retryAfterSeconds: number | undefined): HttpResponse {
  if (status === SHUT_OUT)
    return jsonResponse(200, { error: ['EGeneral:Temporary lockout'] }, wait(retryAfterSeconds))
  return jsonResponse(
    status,
    { error: [FAILURES[status] ?? 'EGeneral:Internal error'] },
    wait(retryAfterSeconds),
  )
}

/** What futures say with a status when a fault script makes them fail. */
export function futuresFailure(
  status: number,
  retryAfterSeconds: number | undefined,
): HttpResponse {
  const error = status === 429 ? 'apiLimitExceeded' : 'unavailable'
  return jsonResponse(status, { result: 'error', error }, wait(retryAfterSeconds))
}

function wait(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
