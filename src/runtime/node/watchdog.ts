import { Worker } from 'node:worker_threads'
import { ConfigError } from '../../core/index.ts'
import type { Watchdog } from '../ports.ts'

/** How long a loop may stand still. */
export interface WatchdogOptions {
  /** Longest time between two turns of the loop, in ms; at least 4. @defaultValue 1,000 */
  readonly limitMs?: number
}

/** What loop and thread share: a count of beats, whether it halted, and whether the thread is to end. */
const BEATS = 0
const HALTED = 1
const CLOSED = 2
const WORDS = 3

/** Beats, and looks at them, in one limit. */
const TIMES_IN_LIMIT = 4

/**
 * The thread: it looks whether the count has moved, and waits on shared memory, so that no event loop is in it. Text, because a
 * bundler would not find a file of its own.
 */
const THREAD = `
const { workerData } = require('node:worker_threads')
const { performance } = require('node:perf_hooks')
const { words, limitMs, checkMs } = workerData
let beats = Atomics.load(words, ${BEATS})
let beatMs = performance.now()
while (Atomics.wait(words, ${CLOSED}, 0, checkMs) === 'timed-out') {
  const seen = Atomics.load(words, ${BEATS})
  const nowMs = performance.now()
  if (seen !== beats) beatMs = nowMs
  else if (nowMs - beatMs >= limitMs) Atomics.store(words, ${HALTED}, 1)
  beats = seen
}
`

/**
 * Watches the event loop of the thread that calls this, from a thread of its own.
 *
 * A loop that stands still for `limitMs` is halted within a quarter of that; a process that was suspended for so long, too. So
 * is everything where the thread itself dies. Neither thread nor timer keeps the process alive.
 *
 * @throws ConfigError `INVALID_OPTIONS` where the limit is no integer of at least 4
 */
export function nodeWatchdog({ limitMs = 1_000 }: WatchdogOptions = {}): Watchdog {
  if (!Number.isSafeInteger(limitMs) || limitMs < TIMES_IN_LIMIT) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Making a watchdog: expected limitMs as an integer of at least ${TIMES_IN_LIMIT}, was ${limitMs}`,
    )
  }
  const checkMs = Math.floor(limitMs / TIMES_IN_LIMIT)
  const words = new Int32Array(new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT))
  const thread = new Worker(THREAD, { eval: true, workerData: { words, limitMs, checkMs } })
  thread.unref()
  const halt = (): void => void Atomics.store(words, HALTED, 1)
  const beat = (): void => void Atomics.add(words, BEATS, 1)
  // Nobody watches from then on, whatever ended it: what is not watched is halted.
  thread.on('error', halt)
  thread.on('exit', halt)
  const beats = setInterval(beat, checkMs).unref()
  return {
    isHalted: () => Atomics.load(words, HALTED) === 1,
    beat,
    release(): void {
      if (Atomics.load(words, CLOSED) === 1) return
      beat()
      Atomics.store(words, HALTED, 0)
    },
    async close(): Promise<void> {
      clearInterval(beats)
      halt()
      Atomics.store(words, CLOSED, 1)
      Atomics.notify(words, CLOSED)
      await thread.terminate()
    },
  }
}
