import type { BookCounters } from '../book-keeping.ts'

const NONE: BookCounters = {
  applied: 0,
  dropped: 0,
  gaps: 0,
  filledGaps: 0,
  resyncs: 0,
  staleSnapshots: 0,
  failedSnapshots: 0,
  corruptions: 0,
  untracked: 0,
}

/** Numbers about the keeping of books, over all threads that kept them one after the other. */
export class BookCounts {
  #before: BookCounters = NONE
  #total: BookCounters = NONE

  /** The numbers since the start, as far as they were told. */
  get total(): Readonly<BookCounters> {
    return this.#total
  }

  /** Takes what the thread of now has counted. */
  take(counters: BookCounters): void {
    const total = { ...NONE }
    for (const name of Object.keys(NONE) as (keyof BookCounters)[])
      total[name] = this.#before[name] + counters[name]
    this.#total = total
  }

  /** Another thread begins, and counts from 0. */
  restart(): void {
    this.#before = this.#total
  }
}
