const SMOOTHING = 1 / 64

/**
 * How often one book changes, as a smoothed gap between updates; a silence far beyond it is evidence of staleness.
 *
 * Hot: one subtraction and one multiplication per update, no allocation.
 */
export class UpdateRate {
  #lastUs: number = Number.NaN
  #meanGapUs: number = Number.NaN

  /** Notes an update that arrived at `localTimeUs`. */
  note(localTimeUs: number): void {
    const gapUs = localTimeUs - this.#lastUs
    this.#lastUs = localTimeUs
    if (Number.isNaN(gapUs) || gapUs < 0) return
    this.#meanGapUs = Number.isNaN(this.#meanGapUs)
      ? gapUs
      : this.#meanGapUs + (gapUs - this.#meanGapUs) * SMOOTHING
  }

  /** Whether nothing came for `factor` times the usual gap, and for `minMs` at least. */
  isTooQuiet(nowUs: number, factor: number, minMs: number): boolean {
    const silenceUs = nowUs - this.#lastUs
    return silenceUs > minMs * 1_000 && silenceUs > this.#meanGapUs * factor
  }

  /** Forgets the last update, not the rate: silence starts anew. */
  restart(): void {
    this.#lastUs = Number.NaN
  }
}
