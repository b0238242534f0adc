/**
 * @hotpath The rows of one history, oldest first:
 *
 *     [ segment ][ segment ] … [ open segment → ][ ring of the newest rows ]
 *       encoded, immutable       being written      typed arrays, as they came
 *
 * A row is pushed to the ring; once that has its fill, its oldest rows are encoded: a slice of levels an append, or half
 * as many again as came, so that no append waits for long and the ring keeps its size. Allocation budget: none per row; a segment's bytes
 * when it is sealed. Bench: `bench/history.bench.ts`.
 */
import type { BookUpdate, InstrumentSlot } from '../../core/index.ts'
import type { CarriedState } from './carried-state.ts'
import type { BudgetedHistory, HistoryBudget, HistoryTuning } from './history-budget.ts'
import { OpenSegment } from './open-segment.ts'
import { isPlainRow } from './row-form.ts'
import { RowRing } from './row-ring.ts'
import { type RowKinds, SEGMENT_OVERHEAD_BYTES, type Segment } from './segment.ts'

/** Levels that are encoded for each that came: more than one, for there are heads too. */
const KEEPING_UP = 1.5
/** What the objects of a history occupy beside the arrays that grow: measured by `npm run bench:gate`. */
const HISTORY_BYTES = 16_384
/** Rows, and levels, that a ring may always have room for. */
const LEAST_ROOM = 64

/** See the head of this file. */
export class RowLog implements BudgetedHistory {
  /** Bytes held, as the budget knows them. */
  bytes = 0
  /** The newest rows. */
  readonly ring: RowRing = new RowRing()
  /** How the rows look. */
  readonly kinds: RowKinds
  readonly #budget: HistoryBudget
  readonly #tuning: HistoryTuning
  /** Rows and levels that the ring has room for when it is trimmed. */
  readonly #roomRows: number
  readonly #roomLevels: number
  readonly #carried: CarriedState | undefined
  readonly #open: OpenSegment
  #segments: Segment[] = []
  #segmentBytes = 0
  /** Bytes of what encoding needs: the carried state, and the row that is being written. */
  #workBytes = 0
  #isClosed = false

  /** An empty log. */
  constructor(
    slot: InstrumentSlot,
    budget: HistoryBudget,
    kinds: RowKinds,
    carried?: CarriedState,
  ) {
    this.kinds = kinds
    this.#budget = budget
    this.#tuning = budget.tuning
    this.#roomRows = roomFor(budget.tuning.hotRows)
    this.#roomLevels = roomFor(budget.tuning.hotLevels)
    this.#carried = carried
    this.#open = new OpenSegment(slot, this.ring, kinds, carried, budget.tuning.segmentBytes)
    this.bytes = this.#weigh()
    budget.add(this)
  }

  /** Number of its oldest row. */
  get from(): number {
    return this.#segments[0]?.from ?? this.ring.from - this.#open.rows
  }

  /** Number of the row that comes next. */
  get end(): number {
    return this.ring.end
  }

  /** See {@link BudgetedHistory}. */
  get hotBytes(): number {
    return HISTORY_BYTES + this.ring.bytes + this.#workBytes
  }

  /** See {@link BudgetedHistory}. */
  get segmentCount(): number {
    return this.#segments.length
  }

  /** See {@link BudgetedHistory}. */
  get oldestUs(): number {
    const [oldest] = this.#segments
    if (oldest !== undefined) return oldest.latestUs
    return this.#open.rows > 0 ? this.#open.latestUs : Number.POSITIVE_INFINITY
  }

  /** Adds a row. The update is borrowed. Nothing happens once it is closed. */
  push(kind: number, row: BookUpdate): void {
    if (this.#isClosed) return
    const { ring } = this
    ring.push(kind, row, isPlainRow(row))
    if (this.#isOverfull() || this.#open.isBusy) this.#encode(row.bids.count + row.asks.count)
    this.#tell()
  }

  /** The segment of a row's number, of its own memory; `undefined` where the row is in the ring. */
  segmentOf(number: number): Segment | undefined {
    if (number >= this.ring.from) return undefined
    const segments = this.#segments
    let low = 0
    let high = segments.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (segments[middle]!.end <= number) low = middle + 1
      else high = middle
    }
    // The open one is not in the list: it is all that is younger than the last.
    return segments[low] ?? this.#open.copy()
  }

  /** See {@link BudgetedHistory}. */
  evictOldest(): number {
    const oldest = this.#segments.shift()
    const rows = oldest === undefined ? this.#open.rows : oldest.end - oldest.from
    if (oldest === undefined) {
      this.#open.restart()
      this.#trim()
    } else this.#segmentBytes -= oldest.bytes.length + SEGMENT_OVERHEAD_BYTES
    this.bytes = this.#weigh()
    return rows
  }

  /** Gives all memory back. Cursors end. Idempotent. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#budget.remove(this)
    while (this.from < this.ring.from) this.evictOldest()
    while (this.ring.count > 0) this.ring.shift()
    this.ring.trim(1, 1)
  }

  #isOverfull(): boolean {
    const { hotRows, hotLevels } = this.#tuning
    return this.ring.count > hotRows || this.ring.levelCount > hotLevels
  }

  #encode(levels: number): void {
    let left = Math.max(this.#tuning.sliceLevels, Math.ceil(KEEPING_UP * levels))
    while (left > 0 && (this.#open.isBusy || this.#isOverfull())) {
      left -= this.#open.write(left)
      if (this.#open.isFull && !this.#open.isBusy) this.#seal()
    }
    this.#weigh()
  }

  #seal(): void {
    const segment = this.#open.copy()
    this.#segments.push(segment)
    this.#segmentBytes += segment.bytes.length + SEGMENT_OVERHEAD_BYTES
    this.#open.restart()
    this.#trim()
  }

  /** Not more often than segments end: what a burst of large frames needed, the next one needs too. */
  #trim(): void {
    this.ring.trim(this.#roomRows, this.#roomLevels)
  }

  #tell(): void {
    const bytes = this.#measure()
    const change = bytes - this.bytes
    if (change === 0) return
    this.bytes = bytes
    this.#budget.change(change)
  }

  /** What encoding needs changes with it alone, or with what is evicted. */
  #weigh(): number {
    this.#workBytes = (this.#carried?.bytes ?? 0) + this.#open.rowBytes
    return this.#measure()
  }

  #measure(): number {
    return this.hotBytes + this.#segmentBytes + this.#open.capacity
  }
}

/** A power of two with a quarter to spare. */
function roomFor(count: number): number {
  return Math.max(LEAST_ROOM, 2 ** Math.ceil(Math.log2((count * 4) / 3)))
}
