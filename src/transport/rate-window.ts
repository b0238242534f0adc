import type { RateLimit } from '../core/index.ts'

/** Two messages sent this far apart may arrive together; windows are kept longer by it. */
const ARRIVAL_JITTER_MS = 250
const ARRIVAL_JITTER_RATIO = 0.1

/**
 * A sliding window of what was spent: never more than the limit's `count` in any `perMs`.
 *
 * Times are monotonic ms given by the caller and must not go back. A venue that counts in windows aligned to its clock
 * is served too: what fits every sliding window fits every aligned one, and needs no agreement on the time.
 */
export class RateWindow {
  /** Most that may be spent in a window. */
  readonly count: number
  /** Length of the window in ms, with the margin for jitter on the way. */
  readonly perMs: number
  readonly #times: number[] = []
  readonly #weights: number[] = []
  #head = 0
  #used = 0

  /** Starts with nothing spent. */
  constructor(limit: RateLimit) {
    this.count = limit.count
    this.perMs = limit.perMs + Math.min(ARRIVAL_JITTER_MS, limit.perMs * ARRIVAL_JITTER_RATIO)
  }

  /** What was spent in the window that ends now. */
  used(nowMs: number): number {
    this.#expire(nowMs)
    return this.#used
  }

  /**
   * How long to wait before `weight` fits under `ceiling` (the limit unless told), in ms; 0 when it fits now.
   *
   * A weight above the ceiling fits once the window is empty.
   */
  waitMs(weight: number, nowMs: number, ceiling: number = this.count): number {
    this.#expire(nowMs)
    let used = this.#used
    const room = Math.max(0, ceiling - weight)
    if (used <= room) return 0
    for (let at = this.#head; at < this.#times.length; at++) {
      used -= this.#weights[at] ?? 0
      if (used <= room)
        return Math.max(1, Math.ceil((this.#times[at] ?? nowMs) + this.perMs - nowMs))
    }
    return 0
  }

  /** Notes that `weight` was spent now. */
  take(weight: number, nowMs: number): void {
    if (weight <= 0) return
    this.#times.push(nowMs)
    this.#weights.push(weight)
    this.#used += weight
  }

  /** Raises what was spent to what the venue says it counted; never lowers it. */
  observe(used: number, nowMs: number): void {
    this.take(used - this.used(nowMs), nowMs)
  }

  #expire(nowMs: number): void {
    while (
      this.#head < this.#times.length &&
      (this.#times[this.#head] ?? 0) + this.perMs <= nowMs
    ) {
      this.#used -= this.#weights[this.#head] ?? 0
      this.#head++
    }
    if (this.#head > 64 && this.#head * 2 > this.#times.length) {
      this.#times.splice(0, this.#head)
      this.#weights.splice(0, this.#head)
      this.#head = 0
    }
  }
}
