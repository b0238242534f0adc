import type { ThreadProgram } from '../../src/runtime/ports.ts'
import { openSharedRing, RingReader, type Waiting } from '../../src/runtime/shared-ring/index.ts'

/** What the reading thread receives. */
export interface RingTask {
  readonly buffer: SharedArrayBuffer
  readonly waiting: Waiting
  readonly records: number
  /** Whether the first number of each record is the time at which it was written. */
  readonly isTimed: boolean
}

/** What it tells once all have come. */
export interface RingResult {
  /** Sum of the last numbers of all that came. */
  readonly sum: number
  /** How long each was under way, in ns; empty unless timed. */
  readonly hopsNs: Float64Array
}

/** A clock that all threads share; exact in a double for 104 days of uptime. */
export function nowNs(): number {
  return Number(process.hrtime.bigint())
}

export const thread: ThreadProgram = (link) => {
  const { buffer, waiting, records, isTimed } = link.data as RingTask
  const reader = new RingReader(openSharedRing(buffer))
  const hopsNs = new Float64Array(isTimed ? records : 0)
  let count = 0
  let sum = 0
  link.post('ready')
  return {
    step: () => {
      if (!reader.next()) return false
      const { values, start, length } = reader
      if (isTimed) hopsNs[count] = nowNs() - (values[start] ?? 0)
      sum += values[start + length - 1] ?? 0
      count += 1
      if (count === records) link.post({ sum, hopsNs } satisfies RingResult)
      return true
    },
    wait: () => reader.wait(waiting, 100),
  }
}
