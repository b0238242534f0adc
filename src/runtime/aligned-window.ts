import type { RateLimit } from '../core/index.ts'
import type { SpendWindow, WindowClocks } from './spend-window.ts'

/**
 * At most `count` between two multiples of `perMs` on the venue's clock.
 *
 * ```text
 *   window k                    window k + 1
 *  ├──────────────────[m│m]─────────────────┤     m: the margin
 *    counts in k only   ▲ counts in both
 * ```
 * A weight spent closer than the margin to a boundary may count on either side of it there, so it counts on both here.
 */
export class AlignedWindow implements SpendWindow {
  readonly count: number
  readonly #clocks: WindowClocks
  readonly #perUs: number
  readonly #marginUs: number
  /** The wall clock's lead over the monotonic one when they were last compared, and found changed. */
  #leadUs = Number.NaN
  /** The window that ends next; it is ours until the margin after its end has passed. */
  #window = Number.NEGATIVE_INFINITY
  #used = 0
  #usedNext = 0

  constructor({ count, perMs }: RateLimit, clocks: WindowClocks) {
    this.count = count
    this.#clocks = clocks
    this.#perUs = perMs * 1_000
    // A quarter at most: so that no weight is near two boundaries.
    this.#marginUs = Math.min(clocks.marginUs, this.#perUs / 4)
  }

  waitUs(weight: number, ceiling: number): number {
    const nowUs = this.#turn()
    const endUs = this.#endUs()
    if (this.#used + weight > ceiling) return endUs + this.#marginUs - nowUs
    if (!this.#isNearEnd(nowUs) || this.#usedNext + weight <= ceiling) return 0
    return endUs + this.#perUs + this.#marginUs - nowUs
  }

  spend(weight: number): void {
    const nowUs = this.#turn()
    this.#used += weight
    if (this.#isNearEnd(nowUs)) this.#usedNext += weight
  }

  used(): number {
    this.#turn()
    return this.#used
  }

  observe(used: number): void {
    this.#turn()
    this.#used = Math.max(this.#used, used)
  }

  #turn(): number {
    const { monotonicClock, wallClock, venueOffsetUs } = this.#clocks
    const elapsedUs = monotonicClock.nowNs() / 1_000
    const leadUs = wallClock.nowUs() + venueOffsetUs() - elapsedUs
    const isStep = !(Math.abs(leadUs - this.#leadUs) <= this.#marginUs / 2)
    if (isStep) this.#leadUs = leadUs
    const nowUs = elapsedUs + this.#leadUs
    const window = Math.floor((nowUs - this.#marginUs) / this.#perUs)
    if (isStep) {
      // Nobody knows which window the venue had counted in: what was spent counts in this one and the next.
      this.#used = Math.max(this.#used, this.#usedNext)
      this.#usedNext = this.#used
    } else if (window > this.#window) {
      this.#used = window === this.#window + 1 ? this.#usedNext : 0
      this.#usedNext = 0
    }
    this.#window = window
    return nowUs
  }

  #endUs(): number {
    return (this.#window + 1) * this.#perUs
  }

  #isNearEnd(nowUs: number): boolean {
    return nowUs >= this.#endUs() - this.#marginUs
  }
}
