import type { Stamp } from '../../core/index.ts'
import type { WallClock } from '../../runtime/ports.ts'
import type { VenueClock } from './venue-clock.ts'

/**
 * Stamps for signatures: the venue's time as estimated, and a nonce that only rises: our time in µs, raised where the clock
 * was set back or asked twice in a µs. One scale for ever: a venue refuses every nonce below the highest that it saw.
 */
export function venueStamps(clock: VenueClock, wallClock: WallClock, lowestNonce = 0): () => Stamp {
  let last = lowestNonce
  return () => {
    const nowUs = wallClock.nowUs()
    last = Math.max(last + 1, nowUs)
    return { venueTimeUs: clock.at(nowUs), nonce: last }
  }
}
