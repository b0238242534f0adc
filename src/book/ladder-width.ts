/**
 * @hotpath How many changes of a side are too far off for its ladder: whether it should be wider. Judged every 1,024
 * changes; two sums and a comparison a frame, allocates nothing. Bench: `bench/gate`.
 */

/** Places of a new ladder: 4 kB of sizes. */
export const FIRST_WIDTH = 512
/** Places of the widest: 512 kB. */
export const MOST_WIDTH = 65_536

/** Changes after which the width is judged. */
const JUDGED = 1_024
/** A ladder is narrow when more than one of so many changes is too far off. */
const OUTSIDE = 16

/** See the head of this file. */
export class LadderWidth {
  #seen = 0
  #outside = 0

  /** Counts changes, and those of them that were too far off; whether they are enough to judge by. */
  note(changes: number, outside: number): boolean {
    this.#seen += changes
    this.#outside += outside
    return this.#seen >= JUDGED
  }

  /** Whether the ladder is too narrow for what was counted; counts anew. */
  isNarrow(): boolean {
    const isNarrow = this.#outside * OUTSIDE > this.#seen
    this.#seen = 0
    this.#outside = 0
    return isNarrow
  }
}
