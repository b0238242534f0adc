import {
  type BookDelta,
  type BookSnapshot,
  BookUpdate,
  type InstrumentSlot,
  type LiveOrderBook,
} from '../../core/index.ts'
import { type BookPast, BookReplay } from './book-replay.ts'
import { BOOK_ROW, type BookCut } from './book-rows.ts'
import { CarriedBook } from './carried-book.ts'
import type { HistoryBudget } from './history-budget.ts'
import { HistoryCursor, type HistoryReadOptions, rangeOf, rowsOf } from './history-cursor.ts'
import { RowCursor } from './row-cursor.ts'
import { RowLog } from './row-log.ts'

const { delta: DELTA, snapshot: SNAPSHOT, interruption: INTERRUPTION, head: HEAD } = BOOK_ROW

/** Whose book a {@link BookHistory} keeps. */
export interface BookHistoryOptions extends BookCut {
  /** The venue's feed. */
  readonly feed: string
}

/**
 * The updates of one book: the newest as they came, older ones encoded, as long as the budget lets them stay. The book
 * can be had as it was at any time of them.
 *
 * Kind, times, last id, prices and sizes come back exactly and in their order; first and previous ids and checksums do not.
 */
export class BookHistory {
  readonly #past: BookPast
  readonly #gap: BookUpdate

  /** An empty history. */
  constructor(slot: InstrumentSlot, budget: HistoryBudget, options: BookHistoryOptions) {
    const { feed, ...cut } = options
    const carried = new CarriedBook(slot, feed, cut)
    const log = new RowLog(slot, budget, { head: HEAD }, carried)
    this.#past = { slot, feed, log, carried, cut }
    this.#gap = new BookUpdate(slot)
  }

  /** Updates held; interruptions count as one. */
  get count(): number {
    return this.#past.log.end - this.#past.log.from
  }

  /** Adds an update, as a live book publishes it. Borrowed. */
  push(update: BookUpdate): void {
    this.#past.log.push(update.isSnapshot ? SNAPSHOT : DELTA, update)
  }

  /** From now on nobody vouches for the book: it was not live until the next snapshot. */
  interrupt(localTimeUs: number): void {
    const { slot, feed, log } = this.#past
    this.#gap.begin(slot, feed, false, localTimeUs)
    log.push(INTERRUPTION, this.#gap)
  }

  /** Reads updates of the past. */
  read(options: HistoryReadOptions = {}): HistoryCursor<BookSnapshot | BookDelta> {
    const { slot, feed, log } = this.#past
    const rows = rowsOf(slot, log, options)
    // The event is the row itself: no level is copied.
    rows.row.begin(slot, feed, false, Number.NaN)
    return new HistoryCursor(rows, { event: rows.row.asEvent(), fill: isUpdate })
  }

  /** The book after each update of the past, oldest first. */
  replay(options: Omit<HistoryReadOptions, 'newestFirst'> = {}): BookReplay {
    const { slot, log } = this.#past
    const range = rangeOf(options)
    const first = new RowCursor(slot, log, range, false)
    return new BookReplay(this.#past, range, first.next() ? first.number : log.end)
  }

  /**
   * The book after the last update that had arrived by a time, epoch µs, as an object of its own; `undefined` where the
   * history does not reach so far back, or the book was not live then. Cold: decodes a segment or two.
   */
  bookAt(timeUs: number): LiveOrderBook | undefined {
    const { slot, log } = this.#past
    const range = rangeOf({ toTimeUs: timeUs })
    const last = new RowCursor(slot, log, range, true)
    if (!last.next()) return undefined
    const replay = new BookReplay(this.#past, range, last.number)
    replay.next()
    const { book } = replay
    return book.state === 'live' ? book : undefined
  }

  /** Gives its memory back; nothing is kept afterwards. Idempotent. */
  close(): void {
    this.#past.log.close()
    this.#past.carried.book.release()
  }
}

/** Tells what kind of update a row is; an interruption is none. */
function isUpdate(kind: number, row: BookUpdate): boolean {
  row.isSnapshot = kind === SNAPSHOT
  return kind !== INTERRUPTION
}
