import type { Histogram, MonotonicClock } from '../../runtime/ports.ts'

/** How long records wait until they are committed: of each write, its oldest record. */
export class CommitLatency {
  readonly #clock: MonotonicClock
  readonly #histogram: Histogram
  /** Since when the oldest record waits that no write has taken yet; NaN where there is none. */
  #waitingSinceNs = Number.NaN
  /** The same of the write under way. */
  #writingSinceNs = Number.NaN

  /** Nothing waits. `histogram` is in µs. */
  constructor(clock: MonotonicClock, histogram: Histogram) {
    this.#clock = clock
    this.#histogram = histogram
  }

  /** A record was appended. Hot: no allocation. */
  appended(): void {
    if (Number.isNaN(this.#waitingSinceNs)) this.#waitingSinceNs = this.#clock.nowNs()
  }

  /** A write has taken records that waited; where a new segment splits them, the rest has waited as long. */
  taken(): void {
    if (!Number.isNaN(this.#waitingSinceNs)) this.#writingSinceNs = this.#waitingSinceNs
    this.#waitingSinceNs = Number.NaN
  }

  /** The write is done. */
  committed(): void {
    this.#histogram.record((this.#clock.nowNs() - this.#writingSinceNs) / 1_000)
  }

  /** Nothing is under way; what is appended from here on waits for a write of its own. */
  idle(): void {
    this.#writingSinceNs = Number.NaN
  }

  /** How long the oldest record waits that is not committed, in ms; 0 where all are. */
  waitingMs(): number {
    const sinceNs = Number.isNaN(this.#writingSinceNs) ? this.#waitingSinceNs : this.#writingSinceNs
    return Number.isNaN(sinceNs) ? 0 : (this.#clock.nowNs() - sinceNs) / 1e6
  }

  /** The commit time at a quantile in µs; `undefined` before the first commit. */
  quantileUs(q: number): number | undefined {
    return this.#histogram.count() === 0 ? undefined : this.#histogram.quantile(q)
  }
}
