import {
  ConfigError,
  CrossbookError,
  type ErrorCode,
  type ErrorContext,
  ProtocolError,
  type Retry,
  StorageError,
  TransportError,
  VenueError,
} from '../../core/index.ts'

/** An error as plain data: what it is made of beside its cause, which stands in its words. */
export interface PlainError {
  readonly name: string
  /** Absent where it is none of ours. */
  readonly code?: ErrorCode
  readonly message: string
  readonly retry?: Retry
  readonly retryAfterMs?: number
  readonly context?: ErrorContext
}

const CLASSES: Readonly<Record<string, typeof CrossbookError>> = {
  ConfigError,
  TransportError,
  VenueError,
  ProtocolError,
  StorageError,
}

/** Writes an error down for another thread. */
export function toPlainError(error: unknown): PlainError {
  if (!(error instanceof CrossbookError)) {
    const isError = error instanceof Error
    return {
      name: isError ? error.name : 'Error',
      message: isError ? error.message : String(error),
    }
  }
  const { name, code, message, retry, retryAfterMs, context } = error
  const plain = { name, code, message, retry, context: { ...context } }
  return retryAfterMs === undefined ? plain : { ...plain, retryAfterMs }
}

/** The same error here, of the same class. */
export function fromPlainError(plain: PlainError): Error {
  const { name, code, message, retry, retryAfterMs, context } = plain
  if (code === undefined) return new Error(message)
  const Branch = CLASSES[name] ?? CrossbookError
  return new Branch(code, message, {
    ...(retry !== undefined && { retry }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(context !== undefined && { context }),
  })
}
