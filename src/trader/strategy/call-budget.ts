/** How much time calls may take. */
export interface CallBudgetOptions {
  /** Longest time of one call, in ms. */
  readonly maxCallMs: number
  /** How many longer calls stop the strategy. */
  readonly maxOverruns: number
  /** How long one of them is remembered, in ms of view time. */
  readonly overrunWindowMs: number
}

/** Counts the calls of one strategy that took longer than they may. Not part of its state: it depends on a clock. */
export class CallBudget {
  readonly #options: CallBudgetOptions
  #overrunsUs: number[] = []

  constructor(options: CallBudgetOptions) {
    this.#options = options
  }

  /** A call took that long; whether that was once too often. Tells it once, until it is {@link CallBudget.clear}ed. */
  isOverdrawn(tookNs: number, nowUs: number): boolean {
    const { maxCallMs, maxOverruns, overrunWindowMs } = this.#options
    if (tookNs <= maxCallMs * 1_000_000) return false
    const sinceUs = nowUs - overrunWindowMs * 1_000
    this.#overrunsUs = this.#overrunsUs.filter((timeUs) => timeUs >= sinceUs)
    this.#overrunsUs.push(nowUs)
    return this.#overrunsUs.length === maxOverruns
  }

  /** Forgets all of them. */
  clear(): void {
    this.#overrunsUs = []
  }
}
