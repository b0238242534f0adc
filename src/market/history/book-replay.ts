import { MaintainedBook } from '../../book/index.ts'
import type { BookUpdate, Borrowed, InstrumentSlot, OrderBook } from '../../core/index.ts'
import { wholeBook } from '../whole-book.ts'
import { applyRow, BOOK_ROW, type BookCut } from './book-rows.ts'
import type { CarriedBook } from './carried-book.ts'
import { RowCursor, type RowRange } from './row-cursor.ts'
import type { RowLog } from './row-log.ts'

const ALWAYS: RowRange = { fromUs: Number.NEGATIVE_INFINITY, toUs: Number.POSITIVE_INFINITY }

/** What a book's history consists of. */
export interface BookPast {
  readonly slot: InstrumentSlot
  readonly feed: string
  readonly log: RowLog
  readonly carried: CarriedBook
  readonly cut: BookCut
}

/**
 * The book as it was after each update of a part of its history, oldest first. One book goes through all of it: narrow
 * it to `live`, and read it before the next step.
 *
 * @example
 * ```ts
 * for (const book of bookHistory.replay()) {
 *   if (book.state === 'live') console.log(book.localTimeUs, book.bids.priceText(0))
 * }
 * ```
 */
export class BookReplay implements Iterable<Borrowed<OrderBook>> {
  readonly #book: MaintainedBook
  readonly #past: BookPast
  readonly #range: RowRange
  readonly #rows: RowCursor

  /** The book before the row of a number, which must be held or come next; it is applied next. */
  constructor(past: BookPast, range: RowRange, number: number) {
    const { slot, feed, log, cut } = past
    this.#book = new MaintainedBook(slot, feed, cut.truncateTo ?? 'full')
    this.#past = past
    this.#range = range
    this.#rows = new RowCursor(slot, log, ALWAYS, false, {
      onHead: (state) => this.#apply(BOOK_ROW.head, state),
      onMissed: () => this.#apply(BOOK_ROW.interruption, this.#rows.row),
    })
    this.#build(number)
  }

  /** The book. Borrowed: it changes with the next step. */
  get book(): Borrowed<OrderBook> {
    return this.#book.view
  }

  /** Rows that were evicted before they could be read; the book is not live until the next one that is whole. */
  get missed(): number {
    return this.#rows.missed
  }

  /** Applies the next update in range; `false` when there is none. */
  next(): boolean {
    const { fromUs, toUs } = this.#range
    while (this.#step()) {
      const { localTimeUs } = this.#rows.row
      if (localTimeUs >= fromUs && localTimeUs <= toUs) return true
    }
    return false
  }

  /** The book after each update that is left, in the same object. */
  [Symbol.iterator](): Iterator<Borrowed<OrderBook>> {
    const result = { done: false, value: this.book }
    return {
      next: () => {
        result.done = !this.next()
        return result as IteratorYieldResult<Borrowed<OrderBook>>
      },
    }
  }

  /** Applies what is before the row of a number, from the last whole book on. */
  #build(number: number): void {
    const { log, carried } = this.#past
    const segment = log.segmentOf(number)
    this.#rows.goTo(segment?.from ?? log.ring.from)
    if (segment === undefined && carried.book.state === 'live') {
      this.#apply(BOOK_ROW.snapshot, wholeBook(carried.book))
    }
    while (this.#rows.number + 1 < number && this.#step());
  }

  #step(): boolean {
    if (!this.#rows.next()) return false
    this.#apply(this.#rows.kind, this.#rows.row)
    return true
  }

  #apply(kind: number, row: BookUpdate): void {
    applyRow(this.#book, kind, row, this.#past.cut)
  }
}
