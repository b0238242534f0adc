import { type BookCounters, noBookCounts } from '../book-keeping.ts'

/** Numbers about the keeping of books, over all threads that kept them one after the other. */
export class BookCounts {
  #before: BookCounters = noBookCounts()
  #total: BookCounters = noBookCounts()

  /** The numbers since the start, as far as they were told. */
  get total(): Readonly<BookCounters> {
    return this.#total
  }

  /** Takes what the thread of now has counted. */
  take(counters: BookCounters): void {
    const total = noBookCounts()
    for (const name of Object.keys(total) as (keyof BookCounters)[])
      total[name] = this.#before[name] + counters[name]
    this.#total = total
  }

  /** Another thread begins, and counts from 0. */
  restart(): void {
    this.#before = this.#total
  }
}
