/** What cases are fed: frames as bytes, as a socket hands them over, and the snapshots that books start from. */

/** Which market's layout the frames have. */
export type Layout = 'spot' | 'usdm'

/** Frames that are only decoded. */
export interface DecodeInput {
  readonly layout: Layout
  readonly symbol: string
  /** REST snapshot; some peers decode no delta before they have seen one. */
  readonly snapshot: string
  readonly frames: readonly Buffer[]
}

/** Where one book starts. */
export interface BookStart {
  readonly symbol: string
  /** The REST answer. */
  readonly snapshot: string
}

/** Frames that keep books. */
export interface BookInput {
  readonly layout: Layout
  readonly starts: readonly BookStart[]
  readonly frames: readonly Buffer[]
  /** For each frame the place of its book in `starts`. */
  readonly bookOf: Int32Array
}

/** Kind of a stream. */
export type Kind = 'depth' | 'bbo' | 'trade'

/** Bytes of an average frame. */
export function averageBytes(frames: readonly Buffer[]): number {
  return Math.round(frames.reduce((sum, frame) => sum + frame.length, 0) / frames.length)
}
