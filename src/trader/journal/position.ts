/** A place between two records, and the proof that all before it is what was written. */
export interface JournalPosition {
  /** The segment. */
  readonly segment: number
  /** The byte in it where the next record begins. */
  readonly offset: number
  /** The last record before it; 0 where there is none. */
  readonly sequence: number
  /** The chain hash there. */
  readonly hash: Uint8Array
}

/** Which of two places comes first: below 0 it is `a`. */
export function comparePositions(a: JournalPosition, b: JournalPosition): number {
  return a.segment - b.segment || a.offset - b.offset
}
