import { ConfigError, StorageError } from '../../core/index.ts'

/** Somebody else writes the journal. */
export function locked(folder: string, holder: string): StorageError {
  const message =
    `Opening the journal in ${folder}: expected no other writer, found ${holder}. ` +
    'End it first; the journal of a process that died is free at once'
  return new StorageError('JOURNAL_LOCKED', message, { context: { holder } })
}

/** A write or a sync failed. */
export function failed(folder: string, committedSequence: number, cause: unknown): StorageError {
  const why = cause instanceof Error ? cause.message : String(cause)
  const message =
    `Writing the journal in ${folder}: ${why}. Nothing after record ${committedSequence} is committed; ` +
    'close it, look at the disk, open it again and reconcile'
  return new StorageError('JOURNAL_FAILED', message, { cause, context: { committedSequence } })
}

/** A record is larger than the journal allows. */
export function tooLarge(found: number, expected: number): StorageError {
  const message = `Appending to a journal: expected at most ${expected} bytes, was ${found}. Put large state into snapshots`
  return new StorageError('JOURNAL_RECORD_TOO_LARGE', message, { context: { expected, found } })
}

/** The journal was closed before. */
export function closed(doing: string): ConfigError {
  return new ConfigError('CLOSED', `${doing}: expected an open journal, was closed`)
}

/** A kind or a sequence number is none. */
export function notANumber(expected: string, found: number): ConfigError {
  const message = `Using a journal: expected ${expected}, was ${found}`
  return new ConfigError('INVALID_NUMBER', message, { context: { found } })
}

/** A value is none that JSON has a text for. */
export function notJson(): ConfigError {
  const message =
    'Appending to a journal: expected a value that JSON can write, was a function or alike'
  return new ConfigError('INVALID_OPTIONS', message)
}
