/**
 * @hotpath Finds a level of a ladder by its place from the touch: from the one that was asked for last, so that reading
 * level by level does not count again and again. Once per level read; allocates nothing. Bench: `bench/gate`.
 */
import { keyBelow } from './present-keys.ts'

/** See the head of this file. */
export class LadderCursor {
  #best = 0
  #index = 0
  #key = 0

  /** Reads from the best level of a ladder that changed. */
  restart(best: number): void {
    this.#best = best
    this.#index = 0
    this.#key = best
  }

  /** Key of the level that is `i` from the touch; there must be one. */
  key(i: number, present: Int32Array): number {
    if (i === 0) return this.#best
    let index = this.#index
    let key = this.#key
    if (i < index) {
      index = 0
      key = this.#best
    }
    for (; index < i; index += 1) key = keyBelow(present, key)
    this.#index = index
    this.#key = key
    return key
  }
}
