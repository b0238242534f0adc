import { type ErrorCode, type HttpResponse, ProtocolError, VenueError } from '../../core/index.ts'
import { given } from '../kit/fields.ts'
import { retryAfterMs } from '../kit/retry-after.ts'

/** How long a client that was turned away stays away. */
const TURNED_AWAY_MS = 60_000

/** The error of an answer that is not 2xx: bodies say nothing, or are a page of the gateway. */
export function restError({ status, headers, body }: HttpResponse): VenueError {
  const code = codeOf(status, body)
  const wait = retryAfterMs(headers) ?? (code === 'RATE_LIMITED' ? TURNED_AWAY_MS : undefined)
  return new VenueError(code, `Asking Dukascopy: status ${status}`, {
    ...given('retryAfterMs', wait),
    context: { status },
  })
}

/** Whether an error says that there is no such file: an hour without ticks, or an unknown instrument. */
export function isMissing(error: unknown): boolean {
  return error instanceof VenueError && error.context['status'] === 404
}

/** A file or an answer that is not what it should be; asking again may help, once what was kept of it is gone. */
export function malformed(what: string, found: string): ProtocolError {
  return new ProtocolError('MALFORMED_RESPONSE', `Reading ${what}: ${found}`)
}

const OPEN_TAG = 0x3c

function codeOf(status: number, body: Uint8Array): ErrorCode {
  if (status === 429 || (status === 403 && body.includes(OPEN_TAG))) return 'RATE_LIMITED'
  return status === 408 || status >= 500 ? 'VENUE_UNAVAILABLE' : 'VENUE_REJECTED'
}
