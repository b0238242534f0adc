import type { BookUpdate } from '../core/index.ts'

const CAPACITY = 128

/**
 * The ids of the last updates applied to a book.
 *
 * Needed where a venue chains updates by the id before: such a rule sees a copy from a lagging connection as a gap,
 * because ids alone do not say older from newer there (a venue may restart them lower).
 */
export class RecentUpdates {
  readonly #prev = new Float64Array(CAPACITY).fill(Number.NaN)
  readonly #last = new Float64Array(CAPACITY).fill(Number.NaN)
  #at = 0

  /** Notes an update that was applied. */
  add(update: BookUpdate): void {
    // Ids that restart lower will be used again for other changes: what was noted before no longer identifies.
    if (update.last < update.prev) this.clear()
    this.#prev[this.#at] = update.prev
    this.#last[this.#at] = update.last
    this.#at = (this.#at + 1) % CAPACITY
  }

  /** Whether this very update was applied lately. */
  has(update: BookUpdate): boolean {
    for (let i = 0; i < CAPACITY; i += 1) {
      if (this.#last[i] === update.last && Object.is(this.#prev[i], update.prev)) return true
    }
    return false
  }

  /** Forgets everything. */
  clear(): void {
    this.#last.fill(Number.NaN)
    this.#at = 0
  }
}
