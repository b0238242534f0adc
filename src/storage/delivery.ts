import { CrossbookError } from '../core/index.ts'
import type { Counter, Ports, TimerHandle } from '../runtime/ports.ts'
import { type Batch, streamKey } from './batch.ts'
import { joinLosses, lossBatch, type RowsLost } from './loss.ts'
import type { Sink } from './sink.ts'

/** Ends the ids of batches that stand for rows lost. */
const HOLE_SUFFIX = '-lost'

/** The ports that writing to sinks needs. */
export type StoragePorts = Pick<Ports, 'ids' | 'log' | 'metrics' | 'random' | 'timers'>

/** How a sink is fed. */
export interface DeliveryOptions {
  /** Most bytes of rows that wait for the sink; a batch beyond them is lost, counted and told. */
  readonly maxQueuedBytes: number
  /** First pause after a failed write, in ms; it doubles, with full jitter. */
  readonly retryMinMs: number
  /** Longest pause after failed writes, in ms. */
  readonly retryMaxMs: number
  /** How long closing waits for what is queued, in ms. */
  readonly drainTimeoutMs: number
  /** Told of every loss, when it happens. */
  readonly onRowsLost?: ((loss: RowsLost) => void) | undefined
}

/** How one sink is doing. */
export interface SinkStatus {
  /** Its name. */
  readonly sink: string
  /** Rows stored. */
  readonly writtenRows: number
  /** Batches stored. */
  readonly writtenBatches: number
  /** Rows lost. */
  readonly lostRows: number
  /** Writes that failed. */
  readonly failedWrites: number
  /** Bytes of rows that wait, the write in flight included. */
  readonly queuedBytes: number
  /** Whether the last write failed. */
  readonly isFailing: boolean
}

/**
 * Feeds one sink: a bounded queue in order, one write in flight, retries with backoff.
 *
 * When the queue is full the newest batch is lost, so that what is stored has one hole and not many; a `rowsLost` row
 * is stored in its place as soon as there is room.
 */
export class Delivery {
  readonly #sink: Sink
  readonly #ports: StoragePorts
  readonly #options: DeliveryOptions
  readonly #queue: Batch[] = []
  readonly #holes = new Map<string, RowsLost>()
  readonly #writtenRows: Counter
  readonly #writtenBatches: Counter
  readonly #lostRows: Counter
  readonly #failedWrites: Counter
  #queuedBytes = 0
  #failures = 0
  #isWriting = false
  #isAbandoned = false
  #wake: (() => void) | undefined
  #onIdle: (() => void) | undefined
  #closing: Promise<void> | undefined

  /** A delivery with an empty queue. */
  constructor(sink: Sink, ports: StoragePorts, options: DeliveryOptions) {
    this.#sink = sink
    this.#ports = ports
    this.#options = options
    const labels = { sink: sink.name }
    this.#writtenRows = ports.metrics.counter('storage_written_rows', labels)
    this.#writtenBatches = ports.metrics.counter('storage_written_batches', labels)
    this.#lostRows = ports.metrics.counter('storage_lost_rows', labels)
    this.#failedWrites = ports.metrics.counter('storage_failed_writes', labels)
  }

  /** Queues a batch, or loses it where there is no room. Returns at once. */
  offer(batch: Batch): void {
    if (this.#closing !== undefined) return this.#lose(batch, 'closed')
    const waiting = this.#queuedBytes
    if (waiting > 0 && waiting + batch.ndjson.length > this.#options.maxQueuedBytes) {
      return this.#lose(batch, 'overflow')
    }
    this.#markHole(streamKey(batch.stream))
    this.#push(batch)
    this.#pump()
  }

  /** How the sink is doing. */
  status(): SinkStatus {
    return {
      sink: this.#sink.name,
      writtenRows: this.#writtenRows.value(),
      writtenBatches: this.#writtenBatches.value(),
      lostRows: this.#lostRows.value(),
      failedWrites: this.#failedWrites.value(),
      queuedBytes: this.#queuedBytes,
      isFailing: this.#failures > 0,
    }
  }

  /** Writes what is queued, waiting at most `drainTimeoutMs`; tells what is lost then, and closes the sink. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#drain()
    return this.#closing
  }

  async #drain(): Promise<void> {
    for (const key of [...this.#holes.keys()]) this.#markHole(key)
    this.#pump()
    if (this.#isWriting) {
      const deadline = this.#ports.timers.after(this.#options.drainTimeoutMs, () => this.#abandon())
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve
      })
      deadline.cancel()
    }
    for (const batch of this.#queue) this.#lose(batch, 'closed')
    await this.#sink.close()
  }

  #abandon(): void {
    this.#isAbandoned = true
    this.#wake?.()
    this.#onIdle?.()
  }

  #pump(): void {
    if (this.#isWriting || this.#queue.length === 0) return
    this.#isWriting = true
    // Never rejects: every failure of a write is handled inside.
    void this.#run()
  }

  async #run(): Promise<void> {
    for (let batch = this.#queue[0]; batch !== undefined; batch = this.#queue[0]) {
      if (this.#isAbandoned) return
      try {
        await this.#sink.write(batch)
        if (this.#isAbandoned) return
        this.#succeeded(batch)
      } catch (error) {
        if (this.#isAbandoned) return
        if (error instanceof CrossbookError && error.retry === 'never') this.#rejected(batch, error)
        else await this.#pause(error)
      }
    }
    this.#isWriting = false
    this.#onIdle?.()
  }

  #succeeded(batch: Batch): void {
    this.#shift(batch)
    this.#writtenRows.add(batch.rowCount)
    this.#writtenBatches.add()
    if (this.#failures === 0) return
    this.#failures = 0
    this.#ports.log.info('Sink works again', () => ({ sink: this.#sink.name }))
  }

  /** The sink will never take this batch: the row that says so takes its place, and is the last word if refused too. */
  #rejected(batch: Batch, error: CrossbookError): void {
    this.#failedWrites.add()
    this.#shift(batch)
    this.#ports.log.error('Sink refused a batch for good', () => ({
      sink: this.#sink.name,
      batch: batch.id,
      code: error.code,
      error: error.message,
    }))
    const loss = this.#tell(batch, 'rejected')
    if (batch.id.endsWith(HOLE_SUFFIX)) return
    const marker = lossBatch(`${batch.id}${HOLE_SUFFIX}`, loss)
    this.#queue.unshift(marker)
    this.#queuedBytes += marker.ndjson.length
  }

  async #pause(error: unknown): Promise<void> {
    this.#failedWrites.add()
    this.#failures += 1
    const cap = this.#options.retryMinMs * 2 ** Math.min(this.#failures - 1, 30)
    const pauseMs = this.#ports.random.next() * Math.min(this.#options.retryMaxMs, cap)
    if (this.#failures === 1) {
      this.#ports.log.warn('Sink fails; batches wait', () => ({
        sink: this.#sink.name,
        error: error instanceof Error ? error.message : String(error),
      }))
    }
    let timer: TimerHandle | undefined
    await new Promise<void>((resolve) => {
      this.#wake = resolve
      timer = this.#ports.timers.after(pauseMs, resolve)
    })
    timer?.cancel()
    this.#wake = undefined
  }

  #push(batch: Batch): void {
    this.#queue.push(batch)
    this.#queuedBytes += batch.ndjson.length
  }

  #shift(batch: Batch): void {
    this.#queue.shift()
    this.#queuedBytes -= batch.ndjson.length
  }

  #markHole(key: string): void {
    const hole = this.#holes.get(key)
    if (hole === undefined) return
    this.#holes.delete(key)
    this.#push(lossBatch(`${this.#ports.ids.next()}${HOLE_SUFFIX}`, hole))
  }

  #lose(batch: Batch, reason: RowsLost['reason']): void {
    const loss = this.#tell(batch, reason)
    if (reason === 'closed') return
    const key = streamKey(batch.stream)
    const hole = this.#holes.get(key)
    this.#holes.set(key, hole === undefined ? loss : joinLosses(hole, loss))
    if (hole !== undefined) return
    this.#ports.log.error('Sink is too slow; rows are lost', () => ({
      sink: this.#sink.name,
      stream: key,
      queuedBytes: this.#queuedBytes,
    }))
  }

  #tell(batch: Batch, reason: RowsLost['reason']): RowsLost {
    const { stream, rowCount: rows, fromTimeUs, toTimeUs } = batch
    const loss: RowsLost = { sink: this.#sink.name, stream, reason, rows, fromTimeUs, toTimeUs }
    this.#lostRows.add(rows)
    this.#options.onRowsLost?.(loss)
    return loss
  }
}
