import type { LevelBuffer } from '../core/index.ts'

/**
 * Who is asked when a value does not fit the scale it is read at.
 *
 * Both calls bring every buffer of the frame to the new scale, so that reading goes on where it was.
 */
export interface ScaleKeeper {
  /** A value needs more fraction digits; `levels` must have at least these scales when the call returns. */
  needScale(levels: LevelBuffer, priceScale: number, sizeScale: number): void
  /** A value does not fit 2^53; `levels` must be wide when the call returns. */
  needWide(levels: LevelBuffer): void
}
