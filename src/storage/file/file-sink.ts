import { ConfigError } from '../../core/index.ts'
import type { FilePort } from '../../runtime/ports.ts'
import { type GzipLevel, gzipMember, gzipMemberInThread } from '../../wire/gzip.ts'
import { type Batch, streamKey } from '../batch.ts'
import { demandPositive } from '../demand-positive.ts'
import type { Sink } from '../sink.ts'
import { encodeBatchNote } from './batch-note.ts'
import type { RecoveredSegment } from './recover-stream.ts'
import { listStreams } from './stream-folder.ts'
import { StreamLog } from './stream-log.ts'

/** How history files are written. */
export interface FileSinkOptions {
  /** The folder that holds them; made where missing. One process at a time may write to it. */
  readonly folder: string
  /** The sink's name. @defaultValue `'file'` */
  readonly name?: string
  /** Most bytes of a segment; the next batch starts another. @defaultValue 67,108,864 */
  readonly maxSegmentBytes?: number
  /** How hard gzip tries. @defaultValue 4 */
  readonly level?: GzipLevel
  /**
   * Where batches are compressed: on a thread beside the event loop, or inline (2 to 3 ms per full batch). Runs under a
   * virtual runtime need `inline`: a thread's timing is no part of the seed.
   *
   * @defaultValue `'thread'`
   */
  readonly compression?: 'thread' | 'inline'
  /** How many of the newest batch ids of each stream are known, to drop batches that come again. @defaultValue 1,024 */
  readonly rememberedBatches?: number
}

const DEFAULTS = {
  name: 'file',
  maxSegmentBytes: 67_108_864,
  level: 4,
  compression: 'thread',
  rememberedBatches: 1_024,
} as const

/** What a sink found when it started. */
export interface FileRecovery {
  /** Every `.part` that a crash had left behind. */
  readonly segments: readonly RecoveredSegment[]
}

/**
 * Keeps rows in compressed files, `<folder>/<venue>/<part>/<YYYY-MM-DD>/<HH>-<seq>.ndjson.gz`, hours in UTC.
 *
 * A batch is one gzip member; it is acknowledged once `fdatasync` returned. A segment is named `.part` until it is
 * complete. Any gzip reader reads a complete segment; {@link readSegments} reads all of them, in order.
 */
export class FileSink implements Sink<object>, AsyncDisposable {
  /** Its name in logs and metrics. */
  readonly name: string
  readonly #files: FilePort
  readonly #options: Required<FileSinkOptions>
  readonly #streams = new Map<string, StreamLog>()
  #tail: Promise<unknown> = Promise.resolve()
  #recovery: FileRecovery | undefined
  #isClosed = false

  /** A sink over a folder; nothing is touched before the first write, or {@link FileSink.recover}. */
  constructor(files: FilePort, options: FileSinkOptions) {
    this.#files = files
    this.#options = Object.freeze({ ...DEFAULTS, ...options })
    this.name = this.#options.name
    const { maxSegmentBytes, rememberedBatches } = this.#options
    demandPositive('file sink', { maxSegmentBytes, rememberedBatches })
  }

  /**
   * Makes the folder whole after a crash: cuts what was torn, gives left-over parts their names, and learns the newest
   * batch ids. The first write does it too; later calls tell the same again.
   *
   * @throws StorageError `STORE_READ_FAILED`, `STORE_WRITE_FAILED`
   */
  recover(): Promise<FileRecovery> {
    return this.#inTurn(() => this.#recoverOnce())
  }

  /**
   * Appends a batch, unless it is stored already, and returns when it is on the device. Calls are done one by one.
   *
   * @throws StorageError `STORE_WRITE_FAILED`; ConfigError `CLOSED`
   */
  write(batch: Batch<object>): Promise<void> {
    if (this.#isClosed) {
      const message = `Writing batch ${batch.id}: expected an open sink, was closed`
      return Promise.reject(new ConfigError('CLOSED', message, { context: { batch: batch.id } }))
    }
    return this.#inTurn(() => this.#write(batch))
  }

  /** Ends the open segments, after the writes before. Idempotent. @throws StorageError `STORE_WRITE_FAILED` */
  close(): Promise<void> {
    this.#isClosed = true
    return this.#inTurn(async () => {
      for (const log of this.#streams.values()) await log.close()
    })
  }

  /** Same as {@link FileSink.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #write(batch: Batch<object>): Promise<void> {
    await this.#recoverOnce()
    const log = this.#log(streamKey(batch.stream))
    await log.load()
    if (log.has(batch.id)) return
    const note = encodeBatchNote(batch)
    const { level, compression } = this.#options
    const compress = compression === 'inline' ? gzipMember : gzipMemberInThread
    const member = await compress(batch.ndjson, note, level)
    await log.append(batch.id, batch.fromTimeUs, member)
  }

  async #recoverOnce(): Promise<FileRecovery> {
    if (this.#recovery !== undefined) return this.#recovery
    const segments: RecoveredSegment[] = []
    for (const key of await listStreams(this.#files, this.#options.folder)) {
      segments.push(...(await this.#log(key).load()))
    }
    this.#recovery = { segments }
    return this.#recovery
  }

  #log(key: string): StreamLog {
    let log = this.#streams.get(key)
    if (log === undefined) {
      log = new StreamLog(this.#files, `${this.#options.folder}/${key}`, this.#options)
      this.#streams.set(key, log)
    }
    return log
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task)
    // The next in turn starts whatever became of this one; whoever asked for it hears of its failure.
    this.#tail = result.catch(() => undefined)
    return result
  }
}
