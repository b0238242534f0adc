import type { BookCursor, BookUpdate, ContinuityRule } from '../core/index.ts'

/** Copies of the updates of one book that cannot be applied yet, in the order in which they came. Cold: a live book holds none. */
export class HeldUpdates {
  readonly #most: number
  #updates: BookUpdate[] = []
  #lost = 0

  /** Holds nothing; `most` of them at once. */
  constructor(most: number) {
    this.#most = most
  }

  /** How many are held. */
  get count(): number {
    return this.#updates.length
  }

  /** How many were lost because too many waited. */
  get lost(): number {
    return this.#lost
  }

  /** Holds a copy; where there are too many, the oldest is lost. */
  hold(update: BookUpdate): void {
    if (this.#updates.length >= this.#most) {
      this.#updates.shift()
      this.#lost += 1
    }
    this.#updates.push(update.clone())
  }

  /** Takes the first that is next at a cursor, which the rule then has moved; what is old before it is dropped. */
  takeNext(rule: ContinuityRule, cursor: BookCursor): BookUpdate | undefined {
    for (let i = 0; i < this.#updates.length; ) {
      const update = this.#updates[i] as BookUpdate
      // An id that is not beyond the cursor may be next where ids restarted; else it is old, whatever the rule sees in it.
      const isOld = update.last <= cursor.lastId
      const verdict = rule.judge(cursor, update)
      if (verdict === 'gap' && !isOld) {
        i += 1
        continue
      }
      this.#updates.splice(i, 1)
      if (verdict === 'apply') return update
    }
    return undefined
  }

  /** Drops what is from before a time of the venue; what has no time stays. */
  dropBefore(venueUs: number): void {
    this.#updates = this.#updates.filter((update) => !(update.venueUs < venueUs))
  }

  /** Drops all. */
  clear(): void {
    this.#updates = []
  }
}
