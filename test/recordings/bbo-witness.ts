import type { MaintainedBook } from '../../src/book/index.ts'
import type { BboUpdate } from '../../src/core/index.ts'

/** How many ids back a BBO is remembered for a book that comes later. */
const MEMORY = 5_000

/** Compares a book with the venue's own BBO feed wherever both speak at the same update id. */
export class BboWitness {
  /** Comparisons made. */
  compared = 0
  /** Those that differed, in words. */
  readonly differences: string[] = []
  readonly #seen = new Map<string, string>()
  readonly #books = new Map<string, string>()

  /** A BBO arrived. */
  bbo(bbo: BboUpdate): void {
    if (bbo.lastId === undefined) return
    const key = `${bbo.symbol} ${bbo.lastId}`
    const text = `${bbo.priceText('bid')} ${bbo.sizeText('bid')} ${bbo.priceText('ask')} ${bbo.sizeText('ask')}`
    const book = this.#books.get(key)
    if (book !== undefined) this.#compare(key, book, text)
    remember(this.#seen, key, text)
  }

  /** A book moved to a new id. */
  book(book: MaintainedBook): void {
    if (book.state !== 'live' || book.lastId === undefined) return
    const { bids, asks } = book.evidence
    if (bids.count === 0 || asks.count === 0) return
    const key = `${book.instrument.symbol} ${book.lastId}`
    const text = `${bids.priceText(0)} ${bids.sizeText(0)} ${asks.priceText(0)} ${asks.sizeText(0)}`
    const bbo = this.#seen.get(key)
    if (bbo !== undefined) this.#compare(key, text, bbo)
    remember(this.#books, key, text)
  }

  #compare(key: string, book: string, bbo: string): void {
    this.compared += 1
    if (book !== bbo) this.differences.push(`${key}: book ${book}, bbo ${bbo}`)
  }
}

function remember(map: Map<string, string>, key: string, text: string): void {
  map.set(key, text)
  if (map.size > MEMORY) map.delete(map.keys().next().value ?? '')
}
