import type { StorageError } from '../../core/index.ts'
import type { FileLock, Ports } from '../../runtime/ports.ts'
import { CommitLatency } from './commit-latency.ts'
import { LOCK_FILE, snapshotFile } from './file-names.ts'
import { GroupCommit } from './group-commit.ts'
import { closed, locked, notANumber, notJson, tooLarge } from './journal-errors.ts'
import {
  type JournalLimits,
  type JournalOptions,
  resolveJournalOptions,
} from './journal-options.ts'
import { JournalTail } from './journal-tail.ts'
import type { JournalPosition } from './position.ts'
import { encodePositionFile } from './position-file.ts'
import { MAX_KIND, RECORD_FRAME_BYTES } from './record-format.ts'
import { type JournalRecovery, recoverJournal } from './recover-journal.ts'
import { removeBehind } from './remove-behind.ts'
import { SegmentFiles } from './segment-files.ts'

/** What a journal stands on, and what it does with it. */
export interface JournalStatus {
  /** Whether it takes records. A failed one never does again: close it, and open anew. */
  readonly state: 'open' | 'failed' | 'closed'
  /** The last record that was appended. */
  readonly appendedSequence: number
  /** The last record that is committed. */
  readonly committedSequence: number
  /** Bytes that wait for the disk. */
  readonly bufferedBytes: number
  /** How long the oldest record waits that is not committed, in ms; 0 where all are. */
  readonly waitingMs: number
  /** How long records took until they were committed, in µs; `undefined` before the first. */
  readonly commitUs: { readonly p50: number | undefined; readonly p99: number | undefined }
}

/** What `append` answers: the record's sequence number, or why it was not taken. */
export type Appended = number | 'backpressured' | 'failed'

type JournalPorts = Pick<Ports, 'files' | 'wallClock' | 'monotonicClock' | 'metrics'>

/** Room for the text of a record, to begin with. */
const FIRST_TEXT_BYTES = 16_384

/**
 * The one writer of a journal: records go in, and are told when they are committed.
 *
 * After `open`, rebuild the state by `replayJournal`, then append. `append` returns at once; what is appended without an
 * `await` in between, or while a write is under way, goes out in one write. After a failed write or sync nobody knows what
 * the disk holds: the journal is `failed` for good, whatever the disk says later.
 */
export class Journal implements AsyncDisposable {
  /** What was found when it was opened. */
  readonly recovery: JournalRecovery
  /** Its number among the journal's writers, higher than any before. */
  readonly epoch: number
  readonly #ports: JournalPorts
  readonly #options: JournalOptions & JournalLimits
  readonly #lock: FileLock
  readonly #files: SegmentFiles
  readonly #tail: JournalTail
  readonly #commits: GroupCommit
  readonly #latency: CommitLatency
  /** The text of one record after the other: bytes of its own for each would be garbage. */
  #text = Buffer.allocUnsafeSlow(FIRST_TEXT_BYTES)
  #snapshots: Promise<unknown> = Promise.resolve()
  #closing: Promise<void> | undefined

  private constructor(
    ports: JournalPorts,
    options: JournalOptions & JournalLimits,
    lock: FileLock,
    recovery: JournalRecovery,
  ) {
    const { folder, durability, maxSegmentBytes } = options
    this.recovery = recovery
    this.epoch = recovery.epoch + 1
    this.#ports = ports
    this.#options = options
    this.#lock = lock
    const isSyncing = durability === 'power'
    this.#files = new SegmentFiles(ports, folder, isSyncing, recovery.oldestSegment)
    this.#tail = new JournalTail(recovery.position, this.epoch, maxSegmentBytes, ports.wallClock)
    const histogram = ports.metrics.histogram('journal_commit_us', { folder })
    this.#latency = new CommitLatency(ports.monotonicClock, histogram)
    const { sequence } = recovery.position
    this.#commits = new GroupCommit(this.#files, this.#tail, options, sequence, this.#latency)
  }

  /**
   * Opens a journal for writing: takes its lock, reads and checks all of it, cuts a torn tail (`recovery.cut` says what),
   * and begins a segment.
   *
   * @throws ConfigError `INVALID_OPTIONS`; StorageError `JOURNAL_LOCKED`, `JOURNAL_CORRUPT`, `STORE_READ_FAILED`,
   * `STORE_WRITE_FAILED`
   */
  static async open(ports: JournalPorts, options: JournalOptions): Promise<Journal> {
    const resolved = resolveJournalOptions(options)
    const { folder } = resolved
    const lock = await ports.files.lock(`${folder}/${LOCK_FILE}`)
    if (!lock.isHeld) throw locked(folder, lock.holder)
    try {
      const recovery = await recoverJournal(ports.files, folder)
      const journal = new Journal(ports, resolved, lock, recovery)
      await journal.#begin()
      return journal
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /**
   * Appends a record of bytes; they are copied. `backpressured`: the disk is behind by `maxBufferBytes`, nothing was
   * taken; wait until `appendedSequence` is committed. `failed`: see {@link Journal.failure}.
   *
   * @throws ConfigError `CLOSED`, `INVALID_NUMBER`; StorageError `JOURNAL_RECORD_TOO_LARGE`
   */
  append(kind: number, payload: Uint8Array): Appended {
    return this.#append(kind, false, payload)
  }

  /**
   * Appends a record of a JSON value, as {@link Journal.append} does.
   *
   * @throws ConfigError `CLOSED`, `INVALID_NUMBER`, `INVALID_OPTIONS` — JSON has no text for it; StorageError
   * `JOURNAL_RECORD_TOO_LARGE`
   */
  appendJson(kind: number, value: object | string | number | boolean | null): Appended {
    const text: string | undefined = JSON.stringify(value)
    if (text === undefined) throw notJson()
    return this.appendText(kind, text)
  }

  /**
   * Appends a record of JSON text, which is not looked at, as {@link Journal.append} does.
   *
   * @throws ConfigError `CLOSED`, `INVALID_NUMBER`; StorageError `JOURNAL_RECORD_TOO_LARGE`
   */
  appendText(kind: number, text: string): Appended {
    // No character of a text takes more than three bytes.
    if (text.length * 3 > this.#text.length) this.#text = Buffer.allocUnsafeSlow(text.length * 3)
    return this.#append(kind, true, this.#text.subarray(0, this.#text.write(text)))
  }

  /**
   * Commits all that was appended, at once, where `durability` and the disk allow it: `process`, a file that takes bytes
   * without a wait, nothing under way. Returns whether all is committed; where not, wait for {@link Journal.committed}.
   */
  commitNow(): boolean {
    return this.#commits.commitNow()
  }

  /** The last record that was appended. */
  get appendedSequence(): number {
    return this.#tail.sequence
  }

  /** How long the oldest record waits that is not committed, in ms; 0 where all are. */
  waitingMs(): number {
    return this.#latency.waitingMs()
  }

  /**
   * Resolves once a record and all before it are committed, as `durability` says.
   *
   * @throws StorageError `JOURNAL_FAILED` — nobody knows whether it is on the disk; ConfigError `INVALID_NUMBER`
   */
  committed(sequence: number): Promise<void> {
    return this.#commits.committed(sequence)
  }

  /**
   * Writes a snapshot of the state after the last record appended, and returns where it stands; the records up to there
   * are synced before. Then removes what `retainedSnapshots` no longer keeps. `state` must not change meanwhile.
   *
   * @throws StorageError `JOURNAL_FAILED`, `STORE_WRITE_FAILED`, `STORE_READ_FAILED`, `JOURNAL_CORRUPT`; ConfigError
   * `CLOSED`
   */
  snapshot(state: Uint8Array): Promise<JournalPosition> {
    if (this.#closing !== undefined) return Promise.reject(closed('Taking a snapshot'))
    const position = this.#tail.position()
    const result = this.#snapshots.then(() => this.#takeSnapshot(position, state))
    // The next one is taken whatever became of this one; whoever asked for it hears of its failure.
    this.#snapshots = result.catch(() => undefined)
    return result
  }

  /** Its numbers now. */
  status(): JournalStatus {
    const isFailed = this.#commits.failure() !== undefined
    return {
      state: this.#closing !== undefined ? 'closed' : isFailed ? 'failed' : 'open',
      appendedSequence: this.#tail.sequence,
      committedSequence: this.#commits.committedSequence(),
      bufferedBytes: this.#tail.bufferedBytes(),
      waitingMs: this.#latency.waitingMs(),
      commitUs: { p50: this.#latency.quantileUs(0.5), p99: this.#latency.quantileUs(0.99) },
    }
  }

  /** Why it failed, `JOURNAL_FAILED` with the cause; `undefined` while it has not. */
  failure(): StorageError | undefined {
    return this.#commits.failure()
  }

  /**
   * Commits what was appended, syncs it, says in the head that this is the end, and lets go of the lock. Idempotent.
   *
   * @throws StorageError `JOURNAL_FAILED` where that fails; not for what had failed before
   */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  /** Same as {@link Journal.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #begin(): Promise<void> {
    const { header, buffer } = this.#tail.beginSegment()
    try {
      await this.#files.write({ header, bytes: buffer.bytes() })
    } catch (error) {
      // The error that is told is the first one.
      await this.#files.close().catch(() => undefined)
      throw error
    }
  }

  #append(kind: number, isJson: boolean, payload: Uint8Array): Appended {
    if (this.#closing !== undefined) throw closed('Appending to it')
    if (this.#commits.failure() !== undefined) return 'failed'
    const { maxBufferBytes, maxRecordBytes } = this.#options
    if (!Number.isInteger(kind) || kind < 1 || kind > MAX_KIND) {
      throw notANumber(`a kind from 1 to ${MAX_KIND}`, kind)
    }
    if (payload.length > maxRecordBytes) throw tooLarge(payload.length, maxRecordBytes)
    const bytes = RECORD_FRAME_BYTES + payload.length
    if (this.#tail.bufferedBytes() + bytes > maxBufferBytes) return 'backpressured'
    const sequence = this.#tail.add(kind, isJson, payload)
    this.#commits.wake()
    return sequence
  }

  async #takeSnapshot(position: JournalPosition, state: Uint8Array): Promise<JournalPosition> {
    await this.committed(position.sequence)
    await this.#commits.trying(() => this.#files.sync())
    const { folder, retainedSnapshots } = this.#options
    const { files, wallClock } = this.#ports
    const bytes = encodePositionFile('snap', {
      position,
      epoch: this.epoch,
      createdUs: wallClock.nowUs(),
      oldestSegment: position.segment,
      isClosed: false,
      state,
    })
    await files.replace(`${folder}/${snapshotFile(position.sequence)}`, bytes)
    if (retainedSnapshots !== false) {
      const keepFrom = (segment: number): Promise<void> => this.#files.keepFrom(segment)
      await removeBehind(files, folder, retainedSnapshots, keepFrom)
    }
    return position
  }

  async #close(): Promise<void> {
    try {
      await this.#snapshots
      if (this.#commits.failure() !== undefined) return
      const position = this.#tail.position()
      await this.committed(position.sequence)
      await this.#commits.trying(() => this.#files.end(position))
    } finally {
      // What is committed stays so: a close of the file cannot take it back.
      await this.#files.close().catch(() => undefined)
      await this.#lock.release()
    }
  }
}
