import { AlignedWindow } from './aligned-window.ts'
import { DecayingWindow } from './decaying-window.ts'
import { SlidingWindow } from './sliding-window.ts'
import type { WindowOf } from './spend-window.ts'

/** The window of a limit, as the venue counts it. */
export const windowOfLimit: WindowOf = (limit, clocks) => {
  if (limit.isDecaying === true) return new DecayingWindow(limit, clocks)
  return limit.isClockAligned === true
    ? new AlignedWindow(limit, clocks)
    : new SlidingWindow(limit, clocks)
}
