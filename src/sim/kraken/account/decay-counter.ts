import type { WallClock } from '../../../runtime/ports.ts'

/** A counter that calls raise and time lowers. */
export class DecayCounter {
  readonly #clock: WallClock
  readonly #most: number
  readonly #unitMs: number
  #value = 0
  #atUs = 0

  /** A counter of at most `most`, which falls by 1 every `unitMs`. */
  constructor(clock: WallClock, most: number, unitMs: number) {
    this.#clock = clock
    this.#most = most
    this.#unitMs = unitMs
  }

  /** Raises it, unless that were too much. */
  spend(cost: number): boolean {
    this.#fall()
    if (this.#value + cost > this.#most) return false
    this.#value += cost
    return true
  }

  /** Raises it, whatever it comes to. */
  charge(cost: number): void {
    this.#fall()
    this.#value += cost
  }

  #fall(): void {
    const nowUs = this.#clock.nowUs()
    this.#value = Math.max(0, this.#value - (nowUs - this.#atUs) / 1000 / this.#unitMs)
    this.#atUs = nowUs
  }
}
