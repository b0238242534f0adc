import type { WallClock } from '../runtime/ports.ts'

/** Cost used in windows that start at multiples of their length on the venue's clock. */
export class WindowBudget {
  readonly #clock: WallClock
  readonly #limit: number
  readonly #perMs: number
  #window = Number.NaN
  #used = 0

  /** A budget of `limit` per `perMs` ms. */
  constructor(clock: WallClock, limit: number, perMs: number) {
    this.#clock = clock
    this.#limit = limit
    this.#perMs = perMs
  }

  /** Adds a cost; `false` where the limit is exceeded. The cost counts either way. */
  spend(cost: number): boolean {
    this.#turn()
    this.#used += cost
    return this.#used <= this.#limit
  }

  /** Cost used in the window of now. */
  used(): number {
    this.#turn()
    return this.#used
  }

  /** Time until the window ends, in ms. */
  restMs(): number {
    const nowMs = this.#clock.nowUs() / 1000
    return this.#perMs - (nowMs % this.#perMs)
  }

  #turn(): void {
    const window = Math.floor(this.#clock.nowUs() / 1000 / this.#perMs)
    if (window === this.#window) return
    this.#window = window
    this.#used = 0
  }
}
