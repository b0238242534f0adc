/** What a caller may do after an error: nothing, the same call again, or the call again after reconciling with the venue. */
export type Retry = 'never' | 'safe' | 'afterReconcile'

/** A stable error code; `docs/errors.md` has a row for each. Types only: no program carries the names of all. */
export type ErrorCode =
  // ConfigError: the caller's input is wrong; nothing was done
  | 'INVALID_ID'
  | 'INVALID_NUMBER'
  | 'INVALID_OPTIONS'
  | 'UNKNOWN_VENUE'
  | 'UNKNOWN_MARKET'
  | 'UNKNOWN_PAIR'
  | 'UNKNOWN_CHANNEL'
  | 'UNKNOWN_DEPTH'
  | 'UNKNOWN_INTERVAL'
  | 'UNKNOWN_ENVIRONMENT'
  | 'UNSUPPORTED'
  | 'BOOK_NOT_LIVE'
  | 'CLOSED'
  | 'ABORTED'
  | 'HANDLER_FAILED'
  | 'SUBSCRIPTION_LIMIT_EXCEEDED'
  // TransportError: sockets and HTTP
  | 'CONNECT_FAILED'
  | 'CONNECTION_LOST'
  | 'SEND_FAILED'
  | 'ACK_TIMEOUT'
  | 'HTTP_TIMEOUT'
  | 'HTTP_FAILED'
  | 'BUDGET_EXHAUSTED'
  | 'THREAD_ENDED'
  // VenueError: the venue answered, and said no
  | 'VENUE_REJECTED'
  | 'SUBSCRIBE_REJECTED'
  | 'RATE_LIMITED'
  | 'BANNED'
  | 'VENUE_UNAVAILABLE'
  | 'AUTH_FAILED'
  | 'PERMISSION_DENIED'
  | 'CLOCK_SKEWED'
  | 'INSUFFICIENT_FUNDS'
  | 'ORDER_INVALID'
  | 'ORDER_NOT_FOUND'
  // ProtocolError: what arrived cannot be read, or breaks the venue's own rules
  | 'MALFORMED_FRAME'
  | 'MALFORMED_RESPONSE'
  | 'LEGACY_FRAME'
  | 'SLOW_CONSUMER'
  // StorageError: files and databases
  | 'STORE_WRITE_FAILED'
  | 'STORE_READ_FAILED'
  | 'STORE_CORRUPT'
  | 'JOURNAL_LOCKED'
  | 'JOURNAL_FAILED'
  | 'JOURNAL_CORRUPT'
  | 'JOURNAL_RECORD_TOO_LARGE'
  // CrossbookError: a virtual run cannot go on
  | 'SIMULATION_STUCK'

const SAFE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'BOOK_NOT_LIVE',
  'CONNECT_FAILED',
  'CONNECTION_LOST',
  'SEND_FAILED',
  'ACK_TIMEOUT',
  'HTTP_TIMEOUT',
  'HTTP_FAILED',
  'BUDGET_EXHAUSTED',
  'THREAD_ENDED',
  'RATE_LIMITED',
  'BANNED',
  'VENUE_UNAVAILABLE',
  'CLOCK_SKEWED',
  'MALFORMED_RESPONSE',
  'STORE_WRITE_FAILED',
  'STORE_READ_FAILED',
  'JOURNAL_LOCKED',
])

/** What a caller may do after an error of this code, unless the error says otherwise. */
export function retryOf(code: ErrorCode): Retry {
  return SAFE.has(code) ? 'safe' : 'never'
}
