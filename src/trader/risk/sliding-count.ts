const KEPT_HEAD = 64

/**
 * Counts events in spans that end now, on event time: an event counts until its age is the whole span.
 *
 * Times are epoch µs and never go back; one that does counts as the newest. Nothing older than the longest span is kept.
 */
export class SlidingCount {
  readonly #longestUs: number
  /** Oldest first, from `#head` on. */
  #timesUs: number[]
  #head = 0

  /** Counts over spans of up to `longestUs`, of events in `timesUs` at first. */
  constructor(longestUs: number, timesUs: readonly number[] = []) {
    this.#longestUs = longestUs
    this.#timesUs = [...timesUs]
  }

  /** An event happened. */
  add(timeUs: number): void {
    const newestUs = this.#timesUs.at(-1) ?? timeUs
    this.#timesUs.push(Math.max(timeUs, newestUs))
    this.#expire(timeUs)
  }

  /** How many happened in the `spanUs` that end at `nowUs`. */
  count(nowUs: number, spanUs: number): number {
    // The first that still counts, by halving: times are in order.
    let from = this.#head
    let to = this.#timesUs.length
    while (from < to) {
      const middle = (from + to) >>> 1
      if ((this.#timesUs[middle] ?? 0) > nowUs - spanUs) to = middle
      else from = middle + 1
    }
    return this.#timesUs.length - from
  }

  /** Times that may still count, oldest first. */
  timesUs(): readonly number[] {
    return this.#timesUs.slice(this.#head)
  }

  #expire(nowUs: number): void {
    const oldestUs = nowUs - this.#longestUs
    while ((this.#timesUs[this.#head] ?? nowUs) <= oldestUs) this.#head += 1
    if (this.#head < KEPT_HEAD || this.#head * 2 < this.#timesUs.length) return
    this.#timesUs = this.#timesUs.slice(this.#head)
    this.#head = 0
  }
}
