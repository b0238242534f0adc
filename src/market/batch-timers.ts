import type { Timers } from '../runtime/ports.ts'

/**
 * Timers whose callbacks end a batch: what happens between frames (silence that makes a book stale, a wait that is over)
 * is told to those who listen to whole batches at once, not with the next frame, which may never come.
 */
export function batchTimers(timers: Timers, endBatch: () => void): Timers {
  return {
    after: (delayMs, callback) =>
      timers.after(delayMs, () => {
        callback()
        endBatch()
      }),
  }
}
