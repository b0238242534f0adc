import type { Stamp } from '../core/index.ts'
import type { WallClock } from '../runtime/ports.ts'

/**
 * Stamps by our own clock, for venues that are not asked for theirs. The nonce is the time in µs, raised where that would not
 * be higher than the one before.
 */
export function localStamps(wallClock: WallClock): () => Stamp {
  let last = 0
  return () => {
    const venueTimeUs = wallClock.nowUs()
    last = Math.max(last + 1, venueTimeUs)
    return { venueTimeUs, nonce: last }
  }
}
