import { ConfigError } from '../../core/index.ts'

/**
 * Memory that two threads share: a ring of records of numbers, written by one and read by the other.
 *
 * ```text
 *  words   [written … | read … | readerAsleep … | writerAsleep …]    a cache line each
 *  values  [3][a][b][c][1][d][-1][        ]                          length, then the numbers; -1: goes on at the start
 *               read ▲         ▲ written
 * ```
 * Positions count numbers ever written, modulo 2^32. What lies between `read` and `written` is the reader's; all else the
 * writer's. A record never wraps around, so that either side sees it as one stretch of `values`.
 */
export interface SharedRing {
  /** What both sides have to be given: it is sent to the other thread as it is. */
  readonly buffer: SharedArrayBuffer
  /** Positions and flags. */
  readonly words: Int32Array
  /** Records. */
  readonly values: Float64Array
}

/** Positions of `words`, far enough apart that one side's writes do not slow the other's reads. */
export const WRITTEN = 0
export const READ = 16
export const READER_ASLEEP = 32
export const WRITER_ASLEEP = 48
const WORDS = 64
const WORD_BYTES = WORDS * Int32Array.BYTES_PER_ELEMENT

/** In place of a length: nothing more before the end of `values`. */
export const WRAPS = -1
const MOST_NUMBERS = 2 ** 30

/**
 * Makes a ring of `capacity` numbers, a power of two. A record takes one number more than it has, and at most half a ring.
 *
 * @throws ConfigError `INVALID_OPTIONS`
 */
export function createSharedRing(capacity: number): SharedRing {
  const isPower = Number.isSafeInteger(capacity) && Number.isInteger(Math.log2(capacity))
  if (!isPower || capacity < 4 || capacity > MOST_NUMBERS) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Making a shared ring: expected a capacity that is a power of two from 4 to 2^30, was ${capacity}`,
    )
  }
  return openSharedRing(
    new SharedArrayBuffer(WORD_BYTES + capacity * Float64Array.BYTES_PER_ELEMENT),
  )
}

/** The ring in the memory that the other side made. */
export function openSharedRing(buffer: SharedArrayBuffer): SharedRing {
  return {
    buffer,
    words: new Int32Array(buffer, 0, WORDS),
    values: new Float64Array(buffer, WORD_BYTES),
  }
}
