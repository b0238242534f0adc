import type { RateLimit } from '../core/index.ts'
import type { MonotonicClock } from './ports.ts'
import type { SpendWindow, WindowClocks } from './spend-window.ts'

/**
 * At most `count` in any span of `perMs`: each weight counts for that long, and for the margin. What keeps to that keeps to
 * clock-aligned and decaying limits of the same numbers too, and leaves some of their room unused.
 */
export class SlidingWindow implements SpendWindow {
  readonly count: number
  readonly #clock: MonotonicClock
  readonly #spanUs: number
  /** Spends that still count, oldest first, from `#head` on. */
  readonly #timesUs: number[] = []
  readonly #weights: number[] = []
  #head = 0
  #used = 0

  constructor({ count, perMs }: RateLimit, { monotonicClock, marginUs }: WindowClocks) {
    this.count = count
    this.#clock = monotonicClock
    this.#spanUs = perMs * 1_000 + marginUs
  }

  waitUs(weight: number, ceiling: number): number {
    const nowUs = this.#expire()
    let used = this.#used
    if (used + weight <= ceiling) return 0
    for (let at = this.#head; at < this.#timesUs.length; at += 1) {
      used -= this.#weights[at] ?? 0
      if (used + weight <= ceiling) return (this.#timesUs[at] ?? nowUs) + this.#spanUs - nowUs
    }
    return 0
  }

  spend(weight: number): void {
    if (weight <= 0) return
    this.#timesUs.push(this.#nowUs())
    this.#weights.push(weight)
    this.#used += weight
  }

  used(): number {
    this.#expire()
    return this.#used
  }

  observe(used: number): void {
    this.spend(used - this.used())
  }

  #nowUs(): number {
    return this.#clock.nowNs() / 1_000
  }

  #expire(): number {
    const nowUs = this.#nowUs()
    while (this.#head < this.#timesUs.length) {
      if ((this.#timesUs[this.#head] ?? nowUs) + this.#spanUs > nowUs) break
      this.#used -= this.#weights[this.#head] ?? 0
      this.#head += 1
    }
    if (this.#head >= 64 && this.#head * 2 >= this.#timesUs.length) {
      this.#timesUs.splice(0, this.#head)
      this.#weights.splice(0, this.#head)
      this.#head = 0
    }
    return nowUs
  }
}
