/**
 * @hotpath Reads the rows of a log one after the other, from either end, into one update that is reused. Segments are
 * decoded as they are come to: from the oldest row by row, from the newest a segment at a time. Allocation budget: none
 * per row. Bench: `bench/history.bench.ts`.
 */
import { BookUpdate, type InstrumentSlot } from '../../core/index.ts'
import { RowDecoder } from './row-decoder.ts'
import type { RowLog } from './row-log.ts'
import { RowRing } from './row-ring.ts'
import type { Segment } from './segment.ts'

/** Which rows are read, by their arrival; both ends are included. */
export interface RowRange {
  readonly fromUs: number
  readonly toUs: number
}

/** Hears of what lies between rows. */
export interface RowListener {
  /** The state that the rows to come build on. Borrowed. */
  onHead(state: BookUpdate): void
  /** Rows were evicted before they could be read. */
  onMissed(): void
}

/** See the head of this file. Sees the rows that are there when it is made, less those that are evicted meanwhile. */
export class RowCursor {
  /** The row read last. */
  readonly row: BookUpdate
  /** Its kind. */
  kind = 0
  /** Rows that were evicted before they could be read. */
  missed = 0
  readonly #log: RowLog
  readonly #range: RowRange
  readonly #isNewestFirst: boolean
  readonly #listener: RowListener | undefined
  readonly #end: number
  /** Oldest first: the number of the row that comes next; newest first: of the row after it. */
  #number: number
  #decoder: RowDecoder | undefined
  /** Number of the row that the decoder comes to next. */
  #decoded = 0
  #block = new RowRing()

  /** Stands before the first row. */
  constructor(
    slot: InstrumentSlot,
    log: RowLog,
    range: RowRange,
    isNewestFirst: boolean,
    listener?: RowListener,
  ) {
    this.row = new BookUpdate(slot)
    this.#log = log
    this.#range = range
    this.#isNewestFirst = isNewestFirst
    this.#listener = listener
    this.#end = log.end
    this.#number = isNewestFirst ? log.end : log.from
  }

  /** Number of the row read last. */
  get number(): number {
    return this.#isNewestFirst ? this.#number : this.#number - 1
  }

  /** Goes on with the row of a number; oldest first only. */
  goTo(number: number): void {
    this.#decoder = undefined
    this.#number = number
  }

  /** Reads the next row; `false` when there is none. */
  next(): boolean {
    return this.#isNewestFirst ? this.#nextOlder() : this.#nextNewer()
  }

  #nextNewer(): boolean {
    const log = this.#log
    for (;;) {
      if (this.#decoder !== undefined) {
        if (this.#decodeNext(this.#decoder)) return true
        this.#decoder = undefined
      }
      if (this.#number >= this.#end) return false
      if (this.#number < log.from) {
        const from = Math.min(log.from, this.#end)
        this.missed += from - this.#number
        this.#number = from
        this.#listener?.onMissed()
        continue
      }
      const segment = log.segmentOf(this.#number)
      if (segment === undefined) {
        this.#number += 1
        if (this.#isTaken(log.ring, this.#number - 1)) return true
      } else if (this.#isOutside(segment)) this.#number = segment.end
      else this.#enter(segment)
    }
  }

  #enter(segment: Segment): void {
    this.#decoder = new RowDecoder(segment.bytes, this.#log.kinds.shapes)
    this.#decoded = segment.from
  }

  /** Decodes up to the next row that is wanted; `false` at the segment's end. */
  #decodeNext(decoder: RowDecoder): boolean {
    const { row } = this
    const { fromUs, toUs } = this.#range
    const { head } = this.#log.kinds
    while (this.#number < this.#end && decoder.next(row)) {
      if (decoder.kind === head) {
        if (this.#decoded === this.#number) this.#listener?.onHead(row)
        continue
      }
      this.#decoded += 1
      // A part of the segment may have been read when it was still open.
      if (this.#decoded <= this.#number) continue
      this.#number = this.#decoded
      if (row.localTimeUs < fromUs || row.localTimeUs > toUs) continue
      this.kind = decoder.kind
      return true
    }
    return false
  }

  #nextOlder(): boolean {
    const log = this.#log
    for (;;) {
      const number = this.#number - 1
      if (this.#block.count > 0) {
        this.#number = number
        const isTaken = this.#isTaken(this.#block, this.#block.end - 1)
        this.#block.pop()
        if (isTaken) return true
        continue
      }
      if (number < log.from) return false
      const segment = log.segmentOf(number)
      if (segment === undefined) {
        this.#number = number
        if (this.#isTaken(log.ring, number)) return true
      } else if (this.#isOutside(segment)) this.#number = segment.from
      else this.#unpack(segment)
    }
  }

  /** Decodes the rows of a segment before the place where the cursor stands. */
  #unpack(segment: Segment): void {
    const decoder = new RowDecoder(segment.bytes, this.#log.kinds.shapes)
    const { head } = this.#log.kinds
    this.#block = new RowRing()
    for (let number = segment.from; number < this.#number && decoder.next(this.row); ) {
      if (decoder.kind === head) continue
      this.#block.push(decoder.kind, this.row, true)
      number += 1
    }
  }

  /** Reads a row of a ring, where it is wanted. */
  #isTaken(ring: RowRing, number: number): boolean {
    if (!ring.isWithin(number, this.#range)) return false
    this.kind = ring.kind(number)
    ring.read(number, this.row)
    return true
  }

  #isOutside({ earliestUs, latestUs }: Segment): boolean {
    return latestUs < this.#range.fromUs || earliestUs > this.#range.toUs
  }
}
