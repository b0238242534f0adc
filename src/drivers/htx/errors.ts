import { type ErrorCode, type HttpResponse, VenueError } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { given, optionalTextAt } from '../kit/fields.ts'
import { type Refusal, refusalCode, refusalOf } from '../kit/refusal.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** What HTX's refusals mean. docs/venues/htx.md §Errors; checked 2026-11-21. Unknown codes: `VENUE_REJECTED`. */
const CODES: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ...[
    'base-request-exceed-frequency-limit',
    'rate-too-many-requests',
    '510',
    '1006',
    '1032',
    '2004',
    '2030',
    '40403',
  ].map((code) => [code, 'RATE_LIMITED'] as const),
  ...[
    'base-system-error',
    'gateway-internal-error',
    'system-maintenance',
    'maintain',
    '1000',
    '1001',
    '1004',
    '1056',
    '1059',
    '1108',
  ].map((code) => [code, 'VENUE_UNAVAILABLE'] as const),
])

/** The error of an answer that is not 2xx. */
export function restError(response: HttpResponse): VenueError {
  return answerError(
    response,
    refusalOf(response.body, (answer) => refusalIn(answer) ?? {}),
  )
}

/**
 * The refusal in an answer, whatever its HTTP status; `undefined` where it is a success. Families spell it in four ways:
 * `status` with `err-code`, with `err_code`, `code` with `message`, and `status: maintain` alone.
 */
export function refusalIn(message: JsonObject): Refusal | undefined {
  const status = optionalTextAt(message, 'status')
  const code = optionalTextAt(message, 'code')
  if (status === 'ok' || (status === undefined && code === '200')) return undefined
  const words =
    optionalTextAt(message, 'err-msg') ??
    optionalTextAt(message, 'err_msg') ??
    optionalTextAt(message, 'message') ??
    optionalTextAt(message, 'msg')
  return {
    code:
      optionalTextAt(message, 'err-code') ??
      optionalTextAt(message, 'err_code') ??
      code ??
      (status === 'error' ? undefined : status),
    message: words,
  }
}

/** The error that a refusal is. */
export function answerError({ status, headers }: HttpResponse, refusal: Refusal): VenueError {
  const { code, message = '' } = refusal
  return new VenueError(
    refusalCode(status, code === undefined ? undefined : CODES.get(code)),
    `Asking HTX: status ${status}, code ${code ?? 'none'}, "${message.slice(0, 160)}"`,
    {
      ...given('retryAfterMs', retryAfterMs(headers)),
      context: { status, venueCode: code },
    },
  )
}

/** The error of a refused subscribe, of any socket. */
export function streamError(answer: JsonObject): VenueError {
  const { code, message = '' } = refusalIn(answer) ?? {}
  const known = code === undefined ? undefined : CODES.get(code)
  return new VenueError(
    known ?? 'SUBSCRIBE_REJECTED',
    `Subscribing at HTX: code ${code ?? 'none'}, "${message.slice(0, 160)}"`,
    { context: { venueCode: code } },
  )
}
