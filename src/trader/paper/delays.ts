import type { TimerHandle, Timers } from '../../runtime/ports.ts'

/** The longest delay that a timer takes, in ms. */
const MOST_MS = 2 ** 31 - 1

/** Waits that all end when this is closed. */
export class Delays {
  readonly #timers: Timers
  readonly #pending = new Map<TimerHandle, () => void>()
  #isClosed = false

  /** Waits for nothing yet. */
  constructor(timers: Timers) {
    this.#timers = timers
  }

  /** Resolves after a time to `true`, or to `false` as soon as this is closed. */
  after(delayMs: number): Promise<boolean> {
    if (this.#isClosed) return Promise.resolve(false)
    return new Promise((resolve) => {
      const timer = this.#timers.after(Math.min(delayMs, MOST_MS), () => {
        this.#pending.delete(timer)
        resolve(true)
      })
      this.#pending.set(timer, () => resolve(false))
    })
  }

  /** Ends every wait. Idempotent. */
  close(): void {
    this.#isClosed = true
    for (const [timer, end] of this.#pending) {
      timer.cancel()
      end()
    }
    this.#pending.clear()
  }
}
