import type { MaintainedBook } from '../../book/index.ts'
import type { BookUpdate } from '../../core/index.ts'

/** Kinds of rows of a book's history. */
export const BOOK_ROW: Readonly<Record<'delta' | 'snapshot' | 'interruption' | 'head', number>> =
  Object.freeze({
    /** A change. */
    delta: 0,
    /** The whole book. */
    snapshot: 1,
    /** From here on, and up to the next snapshot, nobody could vouch for the book. */
    interruption: 2,
    /** The book that a segment begins with; no row of its own. */
    head: 3,
  })

/** How the feed's keeper cuts a book; part of what its updates mean. */
export interface BookCut {
  /** Levels a side that the keeper keeps; absent: the venue removes what leaves. */
  readonly truncateTo?: number
}

/** Makes of a book what it was after a row. */
export function applyRow(book: MaintainedBook, kind: number, row: BookUpdate, cut: BookCut): void {
  if (kind === BOOK_ROW.interruption) {
    if (book.state === 'live') book.state = 'stale'
    return
  }
  row.isSnapshot = kind === BOOK_ROW.snapshot || kind === BOOK_ROW.head
  book.apply(row, cut)
  if (row.isSnapshot) book.state = 'live'
}
