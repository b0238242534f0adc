import type { MonotonicClock, WallClock } from '../ports.ts'

/** The system's clock counts ms, this one µs between them; further apart than this, the system's clock was stepped. */
const MAX_DIFFERENCE_US = 2_000

/**
 * The system's clock in µs.
 *
 * `Date.now()` has only ms. So µs are counted by the monotonic clock from a common start, and checked against
 * `Date.now()` each time: when the two are more than 2 ms apart (the clock was stepped, or the machine slept), counting
 * starts anew. Between such steps it never goes back.
 */
export function nodeWallClock(): WallClock {
  let originUs = performance.timeOrigin * 1_000
  return {
    nowUs(): number {
      const elapsedUs = performance.now() * 1_000
      const systemUs = Date.now() * 1_000
      const nowUs = Math.floor(originUs + elapsedUs)
      if (Math.abs(nowUs - systemUs) <= MAX_DIFFERENCE_US) return nowUs
      originUs = systemUs - elapsedUs
      return systemUs
    },
  }
}

/**
 * The process's monotonic clock in ns since the process started.
 *
 * A safe integer for 104 days; after that it counts in steps of 2 ns.
 */
export function nodeMonotonicClock(): MonotonicClock {
  return {
    // `process.hrtime.bigint()` would allocate a BigInt for each reading.
    nowNs: () => Math.round(performance.now() * 1e6),
  }
}
