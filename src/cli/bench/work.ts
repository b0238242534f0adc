/** One row of `crossbook bench`. */
export interface Work {
  /** What is done with each item, in a word for programs. */
  readonly name: 'decodeDepth' | 'decodeBbo' | 'decodeTrade' | 'book' | 'signOrder'
  /** The same for people. */
  readonly title: string
  /** Levels a side of the book; absent: no book. */
  readonly levels?: number
  /** Makes the items; called when its turn comes, so that one work's items are on the heap at a time. */
  readonly prepare: () => PreparedWork
}

/** Work with its items at hand. */
export interface PreparedWork {
  /** Frames, or orders. */
  readonly items: number
  /** Bytes of an item on average. */
  readonly bytesPerItem: number
  /** Brings it back to where the first item begins; not timed. */
  readonly reset: () => void
  /** Takes every item once. */
  readonly pass: () => void
  /** `JSON.parse` of every item and nothing else; absent: there is no JSON to read. */
  readonly floor?: () => void
}

/** Frames as a socket hands them over, and what both ways of reading them share. */
export function framesOf(texts: readonly string[]): {
  readonly frames: readonly Buffer[]
  readonly bytesPerItem: number
  readonly floor: () => void
} {
  const frames = texts.map((text) => Buffer.from(text))
  const bytes = frames.reduce((sum, { length }) => sum + length, 0)
  let kept: unknown
  return {
    frames,
    bytesPerItem: Math.round(bytes / frames.length),
    floor: () => {
      for (const frame of frames) kept = JSON.parse(frame.toString())
      // Looked at, so that no work is thought to be without effect.
      if (kept === undefined) throw new Error('JSON.parse gave nothing')
    },
  }
}
