import type { FrameOutcome } from './frame-outcome.ts'

/**
 * What a driver knows of its venue's messages, as data: by it the venue's changes are seen while data flows.
 *
 * A *feature* is one thing that a message has, as text: its kind (`trades`), a field (`trades.data[].side`, where `[]`
 * are the items of an array and `*` any key of an object that is keyed by names), or a value of a field that has few of
 * them (`trades.data[].side=buy`).
 */
export interface KnownMessages {
  /** Every feature of every message that is known. */
  readonly features: ReadonlySet<string>
  /**
   * The features of one frame: its kind first, then each other once, what contains others before them; none where it
   * cannot be read.
   *
   * Never throws, whatever the frame; the work and the result are bounded. The frame is borrowed.
   */
  readonly featuresOf: (frame: Uint8Array) => readonly string[]
  /** The frame as a person would read it, for samples; `''` where it cannot be read. Never throws. */
  readonly textOf: (frame: Uint8Array) => string
}

/**
 * The features of a frame that are not known. What stands inside of something unknown is not told again: of an object
 * that is new only itself, of a message that is new only its kind. Of a frame that the driver ignores only its kind is
 * looked at, because nobody reads its fields.
 */
export function unknownFeatures(
  known: KnownMessages,
  frame: Uint8Array,
  outcome: FrameOutcome,
): readonly string[] {
  const features = known.featuresOf(frame)
  const unknown: string[] = []
  for (const feature of outcome === 'ignored' ? features.slice(0, 1) : features) {
    if (known.features.has(feature)) continue
    if (!unknown.some((outer) => isInside(feature, outer))) unknown.push(feature)
  }
  return unknown
}

function isInside(feature: string, outer: string): boolean {
  if (!feature.startsWith(outer)) return false
  const next = feature[outer.length]
  return next === '.' || next === '[' || next === '='
}
