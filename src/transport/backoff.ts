import type { Random } from '../runtime/ports.ts'

const FIRST_MS = 1_000
const FAST_CAP_MS = 30_000
const FAST_ATTEMPTS = 8
const SLOW_CAP_MS = 300_000

/** Reconnect delays with full jitter: 1 s doubling to 30 s, then a slow lane doubling to 5 min. It never gives up. */
export class Backoff {
  readonly #random: Random
  #attempts = 0

  /** Starts at the first delay. */
  constructor(random: Random) {
    this.#random = random
  }

  /** The next delay in ms. */
  nextMs(): number {
    const slow = this.#attempts - FAST_ATTEMPTS
    const capMs =
      slow < 0
        ? Math.min(FAST_CAP_MS, FIRST_MS * 2 ** this.#attempts)
        : Math.min(SLOW_CAP_MS, FAST_CAP_MS * 2 ** (slow + 1))
    this.#attempts = Math.min(this.#attempts + 1, 64)
    return this.#random.next() * capMs
  }

  /** Success: the next delay is the first again. */
  reset(): void {
    this.#attempts = 0
  }
}
