import type { BookUpdate } from '../../src/core/index.ts'

/** A row that owns everything. */
export interface NaiveRow {
  readonly kind: 'delta' | 'snapshot' | 'interruption'
  readonly localTimeUs: number
  /** The whole row as text. */
  readonly text: string
  readonly bids: readonly (readonly [string, string])[]
  readonly asks: readonly (readonly [string, string])[]
}

/** A book as texts, best first by no order at all. */
export interface NaivePastBook {
  readonly isLive: boolean
  readonly bids: Map<string, string>
  readonly asks: Map<string, string>
}

const NOTHING: NaivePastBook = { isLive: false, bids: new Map(), asks: new Map() }

/** All that a row says: texts, scales, times, id. */
export function textOfRow(update: BookUpdate): string {
  const { bids, asks } = update
  return JSON.stringify({
    ...update.toJSON(),
    localTimeUs: update.localTimeUs,
    scales: [bids.priceScale, bids.sizeScale, asks.priceScale, asks.sizeScale],
  })
}

/** An array of rows: what a history must read back. */
export class NaiveHistory {
  readonly rows: NaiveRow[] = []
  readonly #books: NaivePastBook[] = []

  push(update: BookUpdate): void {
    const { bids, asks } = update.toJSON() as Pick<NaiveRow, 'bids' | 'asks'>
    const kind = update.isSnapshot ? 'snapshot' : 'delta'
    this.#add({
      kind,
      localTimeUs: update.localTimeUs,
      text: textOfRow(update),
      bids,
      asks,
    })
  }

  interrupt(localTimeUs: number): void {
    this.#add({ kind: 'interruption', localTimeUs, text: '', bids: [], asks: [] })
  }

  /** The updates among the rows from a place on, within a time. */
  read(from: number, range: { fromTimeUs: number; toTimeUs: number }): NaiveRow[] {
    return this.rows
      .slice(from)
      .filter(
        ({ kind, localTimeUs }) =>
          kind !== 'interruption' &&
          localTimeUs >= range.fromTimeUs &&
          localTimeUs <= range.toTimeUs,
      )
  }

  /** The book after the row of a place. */
  bookAfter(place: number): NaivePastBook {
    return this.#books[place] ?? NOTHING
  }

  #add(row: NaiveRow): void {
    this.rows.push(row)
    const { isLive, bids, asks } = this.#books.at(-1) ?? NOTHING
    const isWhole = row.kind === 'snapshot'
    const book: NaivePastBook = {
      isLive: isWhole || (isLive && row.kind === 'delta'),
      bids: new Map(isWhole ? [] : bids),
      asks: new Map(isWhole ? [] : asks),
    }
    change(book.bids, row.bids)
    change(book.asks, row.asks)
    this.#books.push(book)
  }
}

function change(side: Map<string, string>, levels: NaiveRow['bids']): void {
  for (const [price, size] of levels) {
    if (size === '0') side.delete(price)
    else side.set(price, size)
  }
}
