/**
 * @hotpath How often a book changes, measured: it is hot once 1,024 levels changed within a minute, and no longer once
 * fewer than 256 a minute do. In between it stays what it is, so that it does not go to and fro. A sum and a few
 * comparisons an update, no allocation. Bench: `bench/gate`.
 */
import type { BookUpdate } from '../core/index.ts'

const MINUTE_US = 60_000_000
const HOT_CHANGES = 1_024
const QUIET_PER_MINUTE = 256

/** See the head of this file. */
export class ChangeRate {
  /** Whether it changes often. */
  isHot = false
  #changes = 0
  #sinceUs: number = Number.NaN

  /**
   * Counts the changes of an update; whether it is to be judged now. A whole book is no change, and its time says nothing: it may
   * have been asked for before the changes that came meanwhile.
   */
  note({ isSnapshot, bids, asks, localTimeUs }: BookUpdate): boolean {
    if (isSnapshot) return false
    this.#changes += bids.count + asks.count
    const passedUs = localTimeUs - this.#sinceUs
    return this.#changes >= HOT_CHANGES || !(passedUs >= 0 && passedUs < MINUTE_US)
  }

  /** Judges what was counted, where that says something by now; whether `isHot` is another. */
  judge(nowUs: number): boolean {
    const { isHot } = this
    const passedUs = nowUs - this.#sinceUs
    if (passedUs < MINUTE_US && this.#changes >= HOT_CHANGES) this.isHot = true
    else if (passedUs >= 0 && passedUs < MINUTE_US) return false
    else if (this.#changes * MINUTE_US < QUIET_PER_MINUTE * passedUs) this.isHot = false
    this.#changes = 0
    this.#sinceUs = nowUs
    return this.isHot !== isHot
  }
}
