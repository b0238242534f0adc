import { type ErrorCode, type Retry, retryOf } from './error-codes.ts'

/** The data that an error carries beside its message; no secrets, no text over 200 characters. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | undefined>>

/** What an error is built from, beside its code and its message. */
export interface ErrorDetails {
  /** What went wrong underneath, kept whole. */
  readonly cause?: unknown
  /** Overrides the retry class of the code. */
  readonly retry?: Retry
  /** How long to wait before trying again, in ms, where the venue said so. */
  readonly retryAfterMs?: number
  /** Venue, instrument, topic and the numbers compared. */
  readonly context?: ErrorContext
}

/**
 * The root of every error that crossbook throws.
 *
 * The message says what was being done, what was found, what was expected and what to do.
 * Branch on `code`; it is stable. `docs/errors.md` lists every code.
 */
export class CrossbookError extends Error {
  /** The name of its class. */
  override readonly name: string = 'CrossbookError'
  /** The stable code. */
  readonly code: ErrorCode
  /** Whether the call may be made again. */
  readonly retry: Retry
  /** How long to wait before trying again, in ms, where the venue said so. */
  readonly retryAfterMs?: number
  /** The numbers and names behind the message. */
  readonly context: ErrorContext

  /** Builds an error; prefer the branch classes. */
  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.retry = details.retry ?? retryOf(code)
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs
    this.context = Object.freeze({ ...details.context })
  }
}

/** The caller's input is wrong: an option, a name, a number. Nothing was done. */
export class ConfigError extends CrossbookError {
  /** The name of its class. */
  override readonly name = 'ConfigError'
}

/** A socket or an HTTP exchange failed before the venue gave an answer. */
export class TransportError extends CrossbookError {
  /** The name of its class. */
  override readonly name = 'TransportError'
}

/** The venue answered, and said no. */
export class VenueError extends CrossbookError {
  /** The name of its class. */
  override readonly name = 'VenueError'
}

/** What arrived cannot be read, or breaks the venue's own rules. */
export class ProtocolError extends CrossbookError {
  /** The name of its class. */
  override readonly name = 'ProtocolError'
}

/** A file or a database failed. */
export class StorageError extends CrossbookError {
  /** The name of its class. */
  override readonly name = 'StorageError'
}
