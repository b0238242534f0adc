import type { StorageError } from '../../core/index.ts'
import { afterTurn } from '../../runtime/after-turn.ts'
import type { CommitLatency } from './commit-latency.ts'
import { CommitWaiters } from './commit-waiters.ts'
import { failed, notANumber } from './journal-errors.ts'
import type { JournalOptions } from './journal-options.ts'
import type { JournalTail, RecordGroup } from './journal-tail.ts'
import type { SegmentFiles } from './segment-files.ts'

/**
 * Brings what was appended to the disk, one write at a time, and tells what is committed.
 *
 * After the first failure it does nothing more: nobody knows what the disk holds then.
 */
export class GroupCommit {
  readonly #files: SegmentFiles
  readonly #tail: JournalTail
  readonly #options: Pick<JournalOptions, 'folder' | 'onCommitted' | 'onFailed'>
  readonly #latency: CommitLatency
  readonly #waiters = new CommitWaiters()
  #committed: number
  #failure: StorageError | undefined
  #isFlushing = false
  /** Whether a group was taken by a write that is under way. */
  #isWriting = false

  readonly #begin = (): void => {
    if (!this.commitNow()) {
      void this.#flush()
      return
    }
    this.#isFlushing = false
    this.#tail.hashAhead()
  }

  /** Continues after the record that is committed already. */
  constructor(
    files: SegmentFiles,
    tail: JournalTail,
    options: Pick<JournalOptions, 'folder' | 'onCommitted' | 'onFailed'>,
    committed: number,
    latency: CommitLatency,
  ) {
    this.#latency = latency
    this.#files = files
    this.#tail = tail
    this.#options = options
    this.#committed = committed
  }

  /** The last record that is committed. */
  committedSequence(): number {
    return this.#committed
  }

  /** Why it failed; `undefined` while it has not. */
  failure(): StorageError | undefined {
    return this.#failure
  }

  /** Something was appended: it is written once this turn is over, or the write under way. */
  wake(): void {
    this.#latency.appended()
    if (this.#isFlushing) return
    this.#isFlushing = true
    afterTurn(this.#begin)
  }

  /**
   * Commits what was appended, at once, where the disk takes it without a wait and nothing is under way. Returns whether all
   * is committed; where it is not, {@link GroupCommit.committed} tells.
   */
  commitNow(): boolean {
    if (this.#failure !== undefined || this.#isWriting) return false
    for (let group = this.#tail.oldest(); group !== undefined; group = this.#tail.oldest()) {
      try {
        if (!this.#files.writeNow({ header: group.header, bytes: group.buffer.bytes() }))
          return false
      } catch (cause) {
        this.#fail(cause)
        return false
      }
      this.#tail.next()
      this.#latency.taken()
      this.#written(group)
    }
    this.#latency.idle()
    return true
  }

  /** Resolves once a record is committed. @throws StorageError `JOURNAL_FAILED`; ConfigError `INVALID_NUMBER` */
  async committed(sequence: number): Promise<void> {
    if (sequence <= this.#committed) return
    if (this.#failure !== undefined) throw this.#failure
    if (!(sequence <= this.#tail.sequence)) throw notANumber('a record that was appended', sequence)
    await this.#waiters.wait(sequence)
  }

  /** Does what else decides over durability: where it fails, the journal has failed. @throws StorageError `JOURNAL_FAILED` */
  async trying(task: () => Promise<void>): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    try {
      await task()
    } catch (cause) {
      throw this.#fail(cause)
    }
  }

  async #flush(): Promise<void> {
    for (let group = this.#tail.next(); group !== undefined; group = this.#tail.next()) {
      this.#latency.taken()
      this.#isWriting = true
      try {
        await this.#files.write({ header: group.header, bytes: group.buffer.bytes() })
      } catch (cause) {
        this.#fail(cause)
      }
      this.#isWriting = false
      // A sync for a snapshot may have failed meanwhile.
      if (this.#failure !== undefined) break
      this.#written(group)
    }
    this.#latency.idle()
    this.#isFlushing = false
  }

  #written(group: RecordGroup): void {
    const { lastSequence: sequence } = group
    this.#tail.written(group)
    this.#latency.committed()
    this.#committed = sequence
    this.#waiters.advance(sequence)
    const { onCommitted } = this.#options
    // On a turn of its own: what a handler throws is not the journal's.
    if (onCommitted !== undefined) queueMicrotask(() => onCommitted(sequence))
  }

  #fail(cause: unknown): StorageError {
    if (this.#failure !== undefined) return this.#failure
    const failure = failed(this.#options.folder, this.#committed, cause)
    this.#failure = failure
    this.#tail.drop()
    this.#waiters.fail(failure)
    const { onFailed } = this.#options
    if (onFailed !== undefined) queueMicrotask(() => onFailed(failure))
    return failure
  }
}
