/** What a caller may do after an error: nothing, the same call again, or the call again after reconciling with the venue. */
export type Retry = 'never' | 'safe' | 'afterReconcile'

/** Codes after which the same call may be made again. Those of each class stand together; `docs/errors.md` has a row for each. */
const SAFE_CODES = [
  // ConfigError
  'BOOK_NOT_LIVE',
  // TransportError: sockets and HTTP
  'CONNECT_FAILED',
  'CONNECTION_LOST',
  'SEND_FAILED',
  'ACK_TIMEOUT',
  'HTTP_TIMEOUT',
  'HTTP_FAILED',
  'BUDGET_EXHAUSTED',
  // VenueError: the venue answered, and said no
  'RATE_LIMITED',
  'BANNED',
  'VENUE_UNAVAILABLE',
  // ProtocolError
  'MALFORMED_RESPONSE',
  // StorageError: files and databases
  'STORE_WRITE_FAILED',
  'STORE_READ_FAILED',
  'JOURNAL_LOCKED',
] as const


/** A stable error code. Those after which the call may not be made again are types only: no program carries their names. */
export type ErrorCode =
  | (typeof SAFE_CODES)[number]
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
  | 'CLOSED'
  | 'ABORTED'
  | 'HANDLER_FAILED'
  | 'SUBSCRIPTION_LIMIT_EXCEEDED'
  // VenueError
  | 'VENUE_REJECTED'
  | 'SUBSCRIBE_REJECTED'
  // ProtocolError: what arrived cannot be read, or breaks the venue's own rules
  | 'MALFORMED_FRAME'
  | 'LEGACY_FRAME'
  | 'SLOW_CONSUMER'
  // StorageError
  | 'STORE_CORRUPT'
  | 'JOURNAL_FAILED'
  | 'JOURNAL_CORRUPT'
  | 'JOURNAL_RECORD_TOO_LARGE'
  // CrossbookError: a virtual run cannot go on
  | 'SIMULATION_STUCK'

const SAFE: ReadonlySet<string> = new Set(SAFE_CODES)

/** What a caller may do after an error of this code, unless the error says otherwise. */
export function retryOf(code: ErrorCode): Retry {
  return SAFE.has(code) ? 'safe' : 'never'
}
