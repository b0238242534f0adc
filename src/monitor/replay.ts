import type { BookDeltaRow, BookSnapshotRow, Row } from '../storage/index.ts'
import { BookRebuilder, type ReplayedBook } from './replayed-book.ts'

/** A book right after one of its rows. */
export interface ReplayStep {
  /** The row. */
  readonly row: BookDeltaRow | BookSnapshotRow
  /** The book after it; the same object for all rows of the book. */
  readonly book: ReplayedBook
}

/**
 * Rebuilds every book that rows tell of, exact to the digit.
 *
 * A book is live from its first snapshot on, and stops being live where the record says that it cannot be continued:
 * its state changed to anything but `live`, the recorder started anew, or rows are missing.
 */
export class BookReplay {
  readonly #books = new Map<string, BookRebuilder>()

  /** Applies a row of any type; returns the book where it was a row of one. */
  apply(row: Row): ReplayedBook | undefined {
    switch (row.type) {
      case 'bookSnapshot':
      case 'bookDelta': {
        const book = this.#of(row)
        book.apply(row)
        return book
      }
      case 'bookState':
        if (row.state !== 'live') this.#books.get(bookKey(row))?.reset()
        return undefined
      case 'recording':
        if (row.event !== 'stopped') this.#resetStream(row.venue, row.part)
        return undefined
      case 'bbo':
      case 'trade':
      case 'ticker':
      case 'candle':
      case 'funding':
      case 'markPrice':
      case 'indexPrice':
      case 'openInterest':
      case 'liquidation':
      case 'instrumentChanged':
      case 'connection':
      case 'venueStatus':
      case 'venueDrift':
      case 'fault':
        return undefined
    }
  }

  /** Every book so far, in the order in which they were first heard of. */
  books(): readonly ReplayedBook[] {
    return [...this.#books.values()]
  }

  #of(row: BookDeltaRow | BookSnapshotRow): BookRebuilder {
    const key = bookKey(row)
    let book = this.#books.get(key)
    if (book === undefined) {
      book = new BookRebuilder(row)
      this.#books.set(key, book)
    }
    return book
  }

  #resetStream(venue: string, part: string): void {
    for (const book of this.#books.values()) {
      if (book.venue === venue && book.market === part) book.reset()
    }
  }
}

/**
 * Replays rows in the order given and yields each book right after each of its rows.
 *
 * @example
 * ```ts
 * for await (const { row, book } of replayBook(readSegments(files, 'history'))) {
 *   if (book.isLive) console.log(row.localTimeUs, book.bids[0], book.asks[0])
 * }
 * ```
 */
export async function* replayBook(
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<ReplayStep, void, undefined> {
  const replay = new BookReplay()
  for await (const row of rows) {
    const book = replay.apply(row)
    if (book !== undefined && (row.type === 'bookSnapshot' || row.type === 'bookDelta')) {
      yield { row, book }
    }
  }
}

// Neither a venue, a market nor a feed has a line break in its name.
function bookKey(row: Pick<BookDeltaRow, 'venue' | 'market' | 'symbol' | 'feed'>): string {
  return `${row.venue}\n${row.market}\n${row.feed}\n${row.symbol}`
}
