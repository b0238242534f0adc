import type { RateLimit } from '../core/index.ts'
import type { MonotonicClock, WallClock } from './ports.ts'

/** What was spent in one window of a limit. */
export interface SpendWindow {
  /** Most that may be spent. */
  readonly count: number
  /** How long until `weight` may fit under `ceiling`, in µs; 0 when it fits now. `weight` is at most `ceiling`. */
  waitUs(weight: number, ceiling: number): number
  /** Notes that `weight` was spent now. */
  spend(weight: number): void
  /** What was spent and still counts. */
  used(): number
  /** Raises what was spent to what the venue says it counted; never lowers it, as its count may lag behind. */
  observe(used: number): void
}

/** What windows tell the time by. */
export interface WindowClocks {
  /** For sliding windows, and between steps of the wall clock. */
  readonly monotonicClock: MonotonicClock
  /** For clock-aligned windows. */
  readonly wallClock: WallClock
  /** What to add to the wall clock to get the venue's, in µs. */
  readonly venueOffsetUs: () => number
  /** How much earlier or later than here a request may count there: time on the way, and clocks that differ; µs. */
  readonly marginUs: number
}

/** Makes the window of a limit. */
export type WindowOf = (limit: RateLimit, clocks: WindowClocks) => SpendWindow
