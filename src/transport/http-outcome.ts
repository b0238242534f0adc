import {
  CrossbookError,
  type HttpRequest,
  type HttpResponse,
  ProtocolError,
  TransportError,
  VenueError,
} from '../core/index.ts'
import { retryAfterMs } from './retry-after.ts'

/** "Too many requests", and the status of an address that was banned for going on after it. */
const LIMITED = 429
const BANNED = 418

/** The venue told us to stop. */
export interface StopOrder {
  /** Whether it is a ban. */
  readonly isBan: boolean
  /** For how long, in ms; absent where it did not say. */
  readonly forMs?: number
}

/** The error of reading an answer; what a reader throws beside its contract is an answer it could not read. */
export function readingError(error: unknown, request: HttpRequest): CrossbookError {
  if (error instanceof CrossbookError) return error
  return new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading the answer of ${request.path}: ${String(error).slice(0, 200)}`,
    { cause: error, context: { service: request.service, path: request.path } },
  )
}

/** Whether, and for how long, an error with its answer tells us to stop. */
export function stopOrder(
  error: CrossbookError,
  response: HttpResponse,
  nowUs: number,
): StopOrder | undefined {
  const isBan = response.status === BANNED || error.code === 'BANNED'
  if (!isBan && response.status !== LIMITED && error.code !== 'RATE_LIMITED') return undefined
  // What a driver says of it goes before the header: a venue may count ms there.
  const forMs = error.retryAfterMs ?? retryAfterMs(response.headers['retry-after'], nowUs)
  return forMs === undefined ? { isBan } : { isBan, forMs }
}

/**
 * The error of a call as its caller should see it: after a call that may not be repeated was sent, only a stop order
 * proves that it was not carried out; anything else is to be reconciled first.
 */
export function callerError(error: unknown, request: HttpRequest): unknown {
  if (request.isIdempotent || !(error instanceof CrossbookError) || error.retry !== 'safe')
    return error
  if (error.code === 'RATE_LIMITED' || error.code === 'BANNED') return error
  const details = { cause: error, retry: 'afterReconcile', context: error.context } as const
  const message = `${error.message}; it may have been carried out`
  if (error instanceof VenueError) return new VenueError(error.code, message, details)
  if (error instanceof ProtocolError) return new ProtocolError(error.code, message, details)
  return new TransportError(error.code, message, details)
}

/** The same error with the time to wait before trying again, where it has none. */
export function withRetryAfter(error: CrossbookError, forMs: number): CrossbookError {
  if (!(error instanceof VenueError) || error.retryAfterMs !== undefined) return error
  return new VenueError(error.code, error.message, {
    cause: error,
    retry: error.retry,
    retryAfterMs: forMs,
    context: error.context,
  })
}
