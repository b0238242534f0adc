import type { MonotonicClock } from '../../runtime/ports.ts'

/** What a spinning thread loses to the rest of the machine: how far a time here can be trusted. */
export interface Stalls {
  /** Share of the time that went to others, in percent. */
  readonly lostPercent: number
  /** Longest gap in ms. */
  readonly longestMs: number
}

/** A gap of this much is not the loop's own. */
const GAP_NS = 20_000

/** Spins for `forMs` and looks for gaps in its own clock. */
export function stalls(clock: MonotonicClock, forMs: number): Stalls {
  const startNs = clock.nowNs()
  let lastNs = startNs
  let lostNs = 0
  let longestNs = 0
  while (lastNs - startNs < forMs * 1e6) {
    const nowNs = clock.nowNs()
    const gapNs = nowNs - lastNs
    lastNs = nowNs
    if (gapNs < GAP_NS) continue
    lostNs += gapNs
    longestNs = Math.max(longestNs, gapNs)
  }
  return { lostPercent: lostNs / forMs / 1e4, longestMs: longestNs / 1e6 }
}
