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
  /** By span, the first event that counted when it was asked last: the next answer is near it. */
  readonly #firsts = new Map<number, number>()

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
    const times = this.#timesUs
    const sinceUs = nowUs - spanUs
    let first = Math.max(this.#firsts.get(spanUs) ?? 0, this.#head)
    while (first < times.length && (times[first] ?? 0) <= sinceUs) first += 1
    while (first > this.#head && (times[first - 1] ?? 0) > sinceUs) first -= 1
    this.#firsts.set(spanUs, first)
    return times.length - first
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
    for (const [spanUs, first] of this.#firsts)
      this.#firsts.set(spanUs, Math.max(first - this.#head, 0))
    this.#head = 0
  }
}
