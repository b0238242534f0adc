/** What a caller may do after an error: nothing, the same call again, or the call again after reconciling with the venue. */
export type Retry = 'never' | 'safe' | 'afterReconcile'

/** Every stable error code with the retry class it carries by default. `docs/errors.md` has a row for each. */
export const ERROR_CODES = {
  // ConfigError: the caller's input is wrong; nothing was done
  INVALID_ID: 'never',
  INVALID_NUMBER: 'never',
  INVALID_OPTIONS: 'never',
  UNKNOWN_VENUE: 'never',
  UNKNOWN_MARKET: 'never',
  UNKNOWN_PAIR: 'never',
  UNKNOWN_CHANNEL: 'never',
  UNKNOWN_DEPTH: 'never',
  UNKNOWN_INTERVAL: 'never',
  UNKNOWN_ENVIRONMENT: 'never',
  UNSUPPORTED: 'never',
  BOOK_NOT_LIVE: 'safe',
  CLOSED: 'never',
  ABORTED: 'never',
  HANDLER_FAILED: 'never',
  SUBSCRIPTION_LIMIT_EXCEEDED: 'never',
  // TransportError: sockets and HTTP
  CONNECT_FAILED: 'safe',
  CONNECTION_LOST: 'safe',
  SEND_FAILED: 'safe',
  ACK_TIMEOUT: 'safe',
  HTTP_TIMEOUT: 'safe',
  HTTP_FAILED: 'safe',
  BUDGET_EXHAUSTED: 'safe',
  // VenueError: the venue answered, and said no
  VENUE_REJECTED: 'never',
  SUBSCRIBE_REJECTED: 'never',
  RATE_LIMITED: 'safe',
  BANNED: 'safe',
  VENUE_UNAVAILABLE: 'safe',
  // ProtocolError: what arrived cannot be read, or breaks the venue's own rules
  MALFORMED_FRAME: 'never',
  MALFORMED_RESPONSE: 'safe',
  LEGACY_FRAME: 'never',
  SLOW_CONSUMER: 'never',
  // StorageError: files and databases
  STORE_WRITE_FAILED: 'safe',
  STORE_READ_FAILED: 'safe',
  STORE_CORRUPT: 'never',
  JOURNAL_LOCKED: 'safe',
  JOURNAL_FAILED: 'never',
  JOURNAL_CORRUPT: 'never',
  JOURNAL_RECORD_TOO_LARGE: 'never',
  // CrossbookError: a virtual run cannot go on
  SIMULATION_STUCK: 'never',
} as const

/** A stable error code. */
export type ErrorCode = keyof typeof ERROR_CODES
