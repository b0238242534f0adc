/**
 * @hotpath Chooses which frames of an endpoint are looked at for drift: of each kind of frame the first ones, then one a
 * second, so that rare kinds are seen however many frames of others there are, and the cost has a bound.
 * Per frame: two loads and two comparisons. Allocation budget: none. Bench: `bench/gate`.
 */
import type { FrameOutcome } from '../core/index.ts'
import { EVENT_KIND_COUNT } from './event-kinds.ts'

const FIRST_FRAMES = 16
const EVERY_US = 1_000_000

/** Kinds of frames that tell no event; those that do are of the kind of their last event. */
export const FRAME_KINDS: Readonly<Record<Exclude<FrameOutcome, 'event'>, number>> = {
  control: EVENT_KIND_COUNT,
  ignored: EVENT_KIND_COUNT + 1,
  fault: EVENT_KIND_COUNT + 2,
}
const KINDS = EVENT_KIND_COUNT + 3

/** See the head of this file. */
export class DriftSampler {
  readonly #firstLeft = new Int32Array(KINDS).fill(FIRST_FRAMES)
  readonly #lastUs = new Float64Array(KINDS)

  /** Whether a frame of this kind is to be looked at; then it counts as looked at. */
  isDue(kind: number, localTimeUs: number): boolean {
    const left = this.#firstLeft[kind]!
    if (left <= 0) {
      const sinceUs = localTimeUs - this.#lastUs[kind]!
      // A clock that was set back must not end the watch.
      if (sinceUs < EVERY_US && sinceUs >= 0) return false
    } else this.#firstLeft[kind] = left - 1
    this.#lastUs[kind] = localTimeUs
    return true
  }
}
