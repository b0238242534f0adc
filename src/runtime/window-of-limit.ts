import type { RateLimit } from '../core/index.ts'
import { DecayingWindow } from './decaying-window.ts'
import {
  AlignedWindow,
  SlidingWindow,
  type SpendWindow,
  type WindowClocks,
} from './spend-window.ts'

/** Makes the window of a limit. */
export function windowOfLimit(limit: RateLimit, clocks: WindowClocks): SpendWindow {
  if (limit.isDecaying === true) return new DecayingWindow(limit, clocks)
  return limit.isClockAligned === true
    ? new AlignedWindow(limit, clocks)
    : new SlidingWindow(limit, clocks)
}
