import type { RowShapes } from './row-form.ts'

/** Rows that were encoded: they can be read by themselves, without those before. Never changed. */
export interface Segment {
  /** The rows. */
  readonly bytes: Uint8Array
  /** Number of its first row. */
  readonly from: number
  /** Number of the row after its last. */
  readonly end: number
  /** Earliest arrival of its rows, epoch µs. A wall clock may be set back: that need not be the first row's. */
  readonly earliestUs: number
  /** Latest arrival of its rows, epoch µs. */
  readonly latestUs: number
}

/** What a segment occupies beside its bytes, about. */
export const SEGMENT_OVERHEAD_BYTES = 400

/** How the rows of a history look. */
export interface RowKinds {
  /** Levels by kind; absent where rows say it. */
  readonly shapes?: RowShapes
  /** The kind that is no row: the state that a segment begins with. Absent where there is none. */
  readonly head?: number
}
