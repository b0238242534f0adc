import type { RateLimit } from '../core/index.ts'
import type { MonotonicClock, WallClock } from './ports.ts'

/** What was spent in one window of a limit. */
export interface SpendWindow {
  /** Most that may be spent. */
  readonly count: number
  /** How long until `weight` may fit under `ceiling`, in µs; 0 when it fits now. `weight` is at most `ceiling`. */
  waitUs(weight: number, ceiling: number): number
  /** Notes that `weight` was spent now. */
  spend(weight: number): void
  /** What was spent and still counts. */
  used(): number
  /** Raises what was spent to what the venue says it counted; never lowers it, as its count may lag behind. */
  observe(used: number): void
}

/** What windows tell the time by. */
export interface WindowClocks {
  /** For sliding windows, and between steps of the wall clock. */
  readonly monotonicClock: MonotonicClock
  /** For clock-aligned windows. */
  readonly wallClock: WallClock
  /** What to add to the wall clock to get the venue's, in µs. */
  readonly venueOffsetUs: () => number
  /** How much earlier or later than here a request may count there: time on the way, and clocks that differ; µs. */
  readonly marginUs: number
}

/** At most `count` in any span of `perMs`: each weight counts for that long, and for the margin. */
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
