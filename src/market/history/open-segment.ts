/**
 * @hotpath The segment that is being written: rows come out of the ring in slices, a bounded number of levels a call.
 * Allocation budget: none per row; a segment's bytes when it is sealed. Bench: `bench/history.bench.ts`.
 */
import { BookUpdate, type InstrumentSlot } from '../../core/index.ts'
import { ByteWriter } from './byte-writer.ts'
import type { CarriedState } from './carried-state.ts'
import { RowEncoder } from './row-encoder.ts'
import { isPlainRow } from './row-form.ts'
import type { RowRing } from './row-ring.ts'
import type { RowKinds, Segment } from './segment.ts'
import { updateBytes } from './update-bytes.ts'

/** A segment has so many times the bytes of the state that it begins with, at least. */
const LEAST_HEADS = 8
/** What a row costs beside its levels, in levels. */
const ROW_LEVELS = 8
/** A row with more levels does not stay in memory when it was written. */
const MOST_KEPT_LEVELS = 1_024
/** An emptied writer that is larger than so many segments gives its memory back. */
const MOST_KEPT_SEGMENTS = 4

/** What is written now. */
type Writing = 'nothing' | 'copy' | 'head' | 'row'

/** See the head of this file. */
export class OpenSegment {
  /** Rows that are complete. */
  rows = 0
  /** Earliest arrival of them, epoch µs. */
  earliestUs: number = Number.POSITIVE_INFINITY
  /** Latest arrival of them, epoch µs. */
  latestUs: number = Number.NEGATIVE_INFINITY
  readonly #ring: RowRing
  readonly #kinds: RowKinds
  readonly #carried: CarriedState | undefined
  readonly #leastBytes: number
  readonly #writer = new ByteWriter()
  readonly #encoder: RowEncoder
  #row: BookUpdate
  #writing: Writing = 'nothing'
  #headBytes = 0
  /** Bytes of the rows that are complete. */
  #bytes = 0

  /** Takes its rows from `ring`. */
  constructor(
    slot: InstrumentSlot,
    ring: RowRing,
    kinds: RowKinds,
    carried: CarriedState | undefined,
    leastBytes: number,
  ) {
    this.#ring = ring
    this.#kinds = kinds
    this.#carried = carried
    this.#leastBytes = leastBytes
    this.#encoder = new RowEncoder(this.#writer, kinds.shapes)
    this.#row = new BookUpdate(slot)
  }

  /** Bytes of what was written, and of its room for more. */
  get capacity(): number {
    return this.#writer.capacity
  }

  /** Bytes of the row that is being written, or was last. */
  get rowBytes(): number {
    return updateBytes(this.#row)
  }

  /** Whether it was left in the middle of something. */
  get isBusy(): boolean {
    return this.#writing !== 'nothing'
  }

  /** Whether it has enough rows to be sealed. */
  get isFull(): boolean {
    return this.#bytes >= this.#leastBytes && this.#bytes >= LEAST_HEADS * this.#headBytes
  }

  /** Writes the oldest row of the ring, or goes on where it was left: up to `most` levels. Returns how many it took. */
  write(most: number): number {
    if (this.#writing === 'nothing') this.#begin()
    switch (this.#writing) {
      case 'copy':
        this.#copy(most)
        return most
      case 'head':
        this.#head(most)
        return most
      case 'row':
      case 'nothing':
        return this.#writeRow(most)
    }
  }

  /** Its complete rows as a segment of their own memory. */
  copy(): Segment {
    const { earliestUs, latestUs } = this
    const end = this.#ring.from
    const bytes = this.#writer.copy(this.#bytes)
    return { bytes, from: end - this.rows, end, earliestUs, latestUs }
  }

  /** Begins anew: the next row can be read by itself. A row that was begun is still in the ring. */
  restart(): void {
    this.#writer.clear(MOST_KEPT_SEGMENTS * this.#leastBytes)
    this.#encoder.restart()
    if (this.#writing === 'copy' || this.#writing === 'head') this.#carried?.dropCopy()
    this.#writing = 'nothing'
    this.#headBytes = 0
    this.#bytes = 0
    this.rows = 0
    this.earliestUs = Number.POSITIVE_INFINITY
    this.latestUs = Number.NEGATIVE_INFINITY
  }

  #begin(): void {
    const ring = this.#ring
    const kind = ring.kind(ring.from)
    const isFirst = this.#bytes === 0 && this.#headBytes === 0
    if (isFirst && this.#carried?.isNeededBefore(kind) === true) {
      this.#writing = 'copy'
      return
    }
    ring.read(ring.from, this.#row)
    this.#encoder.begin(kind, this.#row, ring.isPlain(ring.from))
    this.#writing = 'row'
  }

  #copy(most: number): void {
    const carried = this.#carried
    if (carried?.copy(most) !== true) return
    this.#encoder.begin(this.#kinds.head!, carried.head, isPlainRow(carried.head))
    this.#writing = 'head'
  }

  #head(most: number): void {
    if (!this.#encoder.go(most)) return
    this.#carried?.dropCopy()
    this.#headBytes = this.#writer.length
    this.#writing = 'nothing'
  }

  #writeRow(most: number): number {
    const row = this.#row
    const levels = row.bids.count + row.asks.count
    if (!this.#encoder.go(most)) return most
    const { localTimeUs } = row
    if (localTimeUs < this.earliestUs) this.earliestUs = localTimeUs
    if (localTimeUs > this.latestUs) this.latestUs = localTimeUs
    this.#carried?.apply(this.#ring.kind(this.#ring.from), row)
    this.#ring.shift()
    this.rows += 1
    this.#bytes = this.#writer.length
    this.#writing = 'nothing'
    if (levels > MOST_KEPT_LEVELS) this.#row = new BookUpdate(row.slot)
    return ROW_LEVELS + levels
  }
}
