import type { Batch } from './batch.ts'
import type { Row } from './row.ts'

/**
 * A place where rows end up: files, a database, a message broker.
 *
 * Delivery is at least once: a batch whose `write` failed, or whose answer was lost in a crash, comes again with the
 * same id, and a sink that has it stores nothing and resolves. Batches of one stream come in order, one `write` at a
 * time. A sink of `object` takes rows of any kind.
 *
 * @example
 * ```ts
 * const sink: Sink = {
 *   name: 'counter',
 *   write: async (batch) => console.log(batch.id, batch.rows().length),
 *   close: async () => {},
 * }
 * ```
 */
export interface Sink<R extends object = Row> {
  /** Its name in logs and metrics. */
  readonly name: string
  /**
   * Stores a batch. Resolves once the rows would survive a crash of this process and, where the store can promise it,
   * of the machine. A rejection means "not stored, or not known": the batch comes again, unless the error's `retry` is
   * `never`.
   *
   * @throws StorageError `STORE_WRITE_FAILED`; `STORE_CORRUPT` where this batch can never be stored.
   */
  write(batch: Batch<R>): Promise<void>
  /** Releases what it holds. Idempotent. No `write` follows. */
  close(): Promise<void>
}
