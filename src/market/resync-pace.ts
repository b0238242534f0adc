/** How resyncs of one book are paced. Durations in ms. */
export interface ResyncPaceOptions {
  /** Cap of the first repeated attempt; doubles with each further one. */
  readonly baseMs: number
  /** Longest wait. */
  readonly capMs: number
  /** How long a book must have been live for its failures to be forgotten. */
  readonly stableMs: number
}

/** Pacing unless told otherwise. */
export const RESYNC_PACE: ResyncPaceOptions = Object.freeze({
  baseMs: 1_000,
  capMs: 30_000,
  stableMs: 10_000,
})

/**
 * Counts the failures of one book in a row, and says how long to wait before the next resync.
 *
 * The first is at once; then full jitter under a doubling cap. Being live counts as success only once it has lasted.
 */
export class ResyncPace {
  readonly #options: ResyncPaceOptions
  #failures = 0
  #liveSinceNs: number | undefined

  /** Starts without failures. */
  constructor(options: ResyncPaceOptions = RESYNC_PACE) {
    this.#options = options
  }

  /** Failures in a row. */
  get failures(): number {
    return this.#failures
  }

  /** The book became live at `nowNs` of the monotonic clock. */
  noteLive(nowNs: number): void {
    this.#liveSinceNs ??= nowNs
  }

  /** The book needs a resync at `nowNs`; `random` in [0, 1). Returns how long to wait in ms. */
  nextDelayMs(nowNs: number, random: number): number {
    const { baseMs, capMs, stableMs } = this.#options
    if (this.#liveSinceNs !== undefined && nowNs - this.#liveSinceNs >= stableMs * 1e6)
      this.#failures = 0
    this.#liveSinceNs = undefined
    this.#failures += 1
    if (this.#failures === 1) return 0
    return random * Math.min(capMs, baseMs * 2 ** (this.#failures - 2))
  }
}
