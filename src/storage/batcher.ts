/**
 * @hotpath `StreamBuffer.append` runs once per recorded row: one copy of its bytes, no allocation but the view that
 * the copy needs. Memory: one open batch per stream, and the bounded queue of each sink.
 */
import { ConfigError, type VenueId } from '../core/index.ts'
import type { Counter, TimerHandle } from '../runtime/ports.ts'
import { type Batch, createBatch, streamKey } from './batch.ts'
import { Delivery, type SinkStatus, type StoragePorts } from './delivery.ts'
import { demandPositive } from './demand-positive.ts'
import type { RowsLost } from './loss.ts'
import type { RowStream, StreamPart } from './row.ts'
import type { Sink } from './sink.ts'

/** How rows are put together and handed to the sinks. */
export interface BatcherOptions {
  /** Most rows of a batch. @defaultValue 5,000 */
  readonly maxBatchRows?: number
  /** Most bytes of a batch; one row may be longer and is then a batch of its own. @defaultValue 262,144 */
  readonly maxBatchBytes?: number
  /** Oldest that a row gets before its batch is closed, in ms. @defaultValue 1,000 ms */
  readonly maxBatchAgeMs?: number
  /** Most bytes that wait for one sink. @defaultValue 67,108,864 */
  readonly maxQueuedBytes?: number
  /** First pause after a failed write, in ms. @defaultValue 100 ms */
  readonly retryMinMs?: number
  /** Longest pause after failed writes, in ms. @defaultValue 10,000 ms */
  readonly retryMaxMs?: number
  /** How long closing waits for a sink, in ms. @defaultValue 10,000 ms */
  readonly drainTimeoutMs?: number
  /** Told of every loss, when it happens; do not throw. */
  readonly onRowsLost?: (loss: RowsLost) => void
}

const DEFAULTS = {
  maxBatchRows: 5_000,
  maxBatchBytes: 262_144,
  maxBatchAgeMs: 1_000,
  maxQueuedBytes: 67_108_864,
  retryMinMs: 100,
  retryMaxMs: 10_000,
  drainTimeoutMs: 10_000,
} as const

type Limits = Readonly<Record<keyof typeof DEFAULTS, number>>

const FIRST_CAPACITY_BYTES = 16_384
const NEWLINE = 10
const encoder = new TextEncoder()

/** Where the rows of one stream go in. */
export interface StreamBuffer {
  /** The stream. */
  readonly stream: RowStream
  /** Adds one row: the first `length` bytes of `line`, one JSON object without a newline. Borrows `line`. */
  append(line: Uint8Array, length: number, localTimeUs: number): void
  /** Adds one row as text. */
  appendText(line: string, localTimeUs: number): void
}

/**
 * Puts rows together into batches, one open batch per stream, and delivers each batch to every sink.
 *
 * A batch closes by count, by bytes or by age. Adding a row never waits and never throws; a sink that does not keep up
 * loses rows of its own only, see {@link BatcherOptions.onRowsLost}.
 */
export class Batcher implements AsyncDisposable {
  readonly #ports: StoragePorts
  readonly #limits: Limits
  readonly #deliveries: readonly Delivery[]
  readonly #buffers = new Map<string, OpenBatch>()
  readonly #lateRows: Counter
  #ageTimer: TimerHandle | undefined
  #closing: Promise<void> | undefined

  /**
   * A batcher that feeds `sinks`, which it owns from now on: closing it closes them.
   *
   * @throws ConfigError `INVALID_OPTIONS`
   */
  constructor(sinks: readonly Sink[], ports: StoragePorts, options: BatcherOptions = {}) {
    this.#ports = ports
    const { onRowsLost, ...limits } = options
    this.#limits = Object.freeze({ ...DEFAULTS, ...limits })
    demandPositive('batcher', this.#limits)
    if (sinks.length === 0) {
      throw new ConfigError('INVALID_OPTIONS', 'Setting up the batcher: expected a sink, was none')
    }
    this.#lateRows = ports.metrics.counter('storage_rows_after_close')
    const deliveryOptions = { ...this.#limits, onRowsLost }
    this.#deliveries = sinks.map((sink) => new Delivery(sink, ports, deliveryOptions))
  }

  /** The buffer of a stream; the same one each time. Keep it: looking it up builds a text. */
  stream(venue: VenueId, part: StreamPart): StreamBuffer {
    const stream = Object.freeze({ venue, part })
    const key = streamKey(stream)
    let buffer = this.#buffers.get(key)
    if (buffer === undefined) {
      const sealed = (batch: Batch): void => this.#deliver(batch)
      buffer = new OpenBatch(stream, this.#limits, this.#ports, sealed, () => this.#arm())
      this.#buffers.set(key, buffer)
    }
    return buffer
  }

  /** Closes every open batch and hands it to the sinks; does not wait for them. */
  flush(): void {
    this.#ageTimer?.cancel()
    this.#ageTimer = undefined
    for (const buffer of this.#buffers.values()) buffer.seal()
  }

  /** How each sink is doing, in the order they were given. */
  status(): readonly SinkStatus[] {
    return this.#deliveries.map((delivery) => delivery.status())
  }

  /** Delivers what is there, within `drainTimeoutMs` per sink, and closes the sinks. Idempotent. */
  close(): Promise<void> {
    if (this.#closing === undefined) {
      this.flush()
      this.#closing = Promise.all(this.#deliveries.map((delivery) => delivery.close())).then(
        () => undefined,
      )
    }
    return this.#closing
  }

  /** Same as {@link Batcher.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #deliver(batch: Batch): void {
    if (this.#closing !== undefined) this.#lateRows.add(batch.rowCount)
    for (const delivery of this.#deliveries) delivery.offer(batch)
  }

  // One timer for all streams, armed by the first row of the oldest batch: younger batches close early, none late.
  #arm(): void {
    if (this.#closing !== undefined) {
      this.flush()
      return
    }
    this.#ageTimer ??= this.#ports.timers.after(this.#limits.maxBatchAgeMs, () => this.flush())
  }
}

/** The batch of one stream that still takes rows. */
class OpenBatch implements StreamBuffer {
  readonly stream: RowStream
  readonly #limits: Limits
  readonly #ports: StoragePorts
  readonly #onSealed: (batch: Batch) => void
  readonly #onFirstRow: () => void
  #bytes = new Uint8Array(FIRST_CAPACITY_BYTES)
  #length = 0
  #rowCount = 0
  #fromTimeUs = Number.POSITIVE_INFINITY
  #toTimeUs = Number.NEGATIVE_INFINITY

  constructor(
    stream: RowStream,
    limits: Limits,
    ports: StoragePorts,
    onSealed: (batch: Batch) => void,
    onFirstRow: () => void,
  ) {
    this.stream = stream
    this.#limits = limits
    this.#ports = ports
    this.#onSealed = onSealed
    this.#onFirstRow = onFirstRow
  }

  append(line: Uint8Array, length: number, localTimeUs: number): void {
    if (this.#rowCount > 0 && this.#length + length + 1 > this.#limits.maxBatchBytes) this.seal()
    this.#reserve(length + 1)
    this.#bytes.set(length === line.length ? line : line.subarray(0, length), this.#length)
    this.#bytes[this.#length + length] = NEWLINE
    this.#length += length + 1
    this.#rowCount += 1
    if (localTimeUs < this.#fromTimeUs) this.#fromTimeUs = localTimeUs
    if (localTimeUs > this.#toTimeUs) this.#toTimeUs = localTimeUs
    const { maxBatchRows, maxBatchBytes } = this.#limits
    if (this.#rowCount >= maxBatchRows || this.#length >= maxBatchBytes) this.seal()
    else if (this.#rowCount === 1) this.#onFirstRow()
  }

  appendText(line: string, localTimeUs: number): void {
    const bytes = encoder.encode(line)
    this.append(bytes, bytes.length, localTimeUs)
  }

  seal(): void {
    if (this.#rowCount === 0) return
    const batch = createBatch({
      id: this.#ports.ids.next(),
      stream: this.stream,
      rowCount: this.#rowCount,
      fromTimeUs: this.#fromTimeUs,
      toTimeUs: this.#toTimeUs,
      ndjson: this.#bytes.slice(0, this.#length),
    })
    this.#length = 0
    this.#rowCount = 0
    this.#fromTimeUs = Number.POSITIVE_INFINITY
    this.#toTimeUs = Number.NEGATIVE_INFINITY
    // A row far over the limit must not keep its memory for ever.
    if (this.#bytes.length > this.#limits.maxBatchBytes * 2) {
      this.#bytes = new Uint8Array(FIRST_CAPACITY_BYTES)
    }
    this.#onSealed(batch)
  }

  #reserve(more: number): void {
    const wanted = this.#length + more
    if (wanted <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(wanted, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }
}
