import type { RateLimit } from '../core/index.ts'
import type { SpendWindow, WindowClocks } from './spend-window.ts'

/**
 * A counter that spends raise and time lowers, by `count` in `perMs`.
 *
 * What is spent now may be counted up to the margin later there, and so begin to fall later: as long as anything was spent
 * within the margin, the venue's counter may stand above ours by what falls in it. So a spend finds at least that much there.
 */
export class DecayingWindow implements SpendWindow {
  readonly count: number
  readonly #clocks: Pick<WindowClocks, 'monotonicClock'>
  readonly #perUs: number
  readonly #slack: number
  #used = 0
  #atUs = 0

  constructor({ count, perMs }: RateLimit, { monotonicClock, marginUs }: WindowClocks) {
    this.count = count
    this.#clocks = { monotonicClock }
    this.#perUs = count / (perMs * 1_000)
    this.#slack = marginUs * this.#perUs
  }

  waitUs(weight: number, ceiling: number): number {
    return Math.max(0, (this.used() + weight - ceiling) / this.#perUs)
  }

  spend(weight: number): void {
    if (weight > 0) this.#used = Math.max(this.used(), this.#slack) + weight
  }

  used(): number {
    const nowUs = this.#clocks.monotonicClock.nowNs() / 1_000
    this.#used = Math.max(0, this.#used - (nowUs - this.#atUs) * this.#perUs)
    this.#atUs = nowUs
    return this.#used
  }

  observe(used: number): void {
    this.#used = Math.max(this.used(), used)
  }
}
