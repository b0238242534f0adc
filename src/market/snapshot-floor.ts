/** After so many refusals in a row snapshots are believed: a venue may restart its ids lower. */
const MAX_REFUSALS = 5

/** The last id that a book had when it lost its ground: a snapshot from before it is a cache's, and too old. */
export class SnapshotFloor {
  #id: number = Number.NaN
  #refusals = 0

  /** The book lost its ground at an id; NaN where it had none. */
  raise(id: number): void {
    // Comparisons with NaN are false: an id replaces no floor, a higher one replaces a lower.
    if (Number.isNaN(this.#id) || id > this.#id) this.#id = id
  }

  /** Whether a snapshot of this id is refused, which is counted. */
  refuses(id: number): boolean {
    if (!(id < this.#id) || this.#refusals >= MAX_REFUSALS) return false
    this.#refusals += 1
    return true
  }

  /** The numbering started again: its ids are lower. */
  forget(): void {
    this.#id = Number.NaN
  }

  /** The book is in step: nothing from before is held against it. */
  clear(): void {
    this.forget()
    this.#refusals = 0
  }
}
