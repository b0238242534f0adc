import { RecordWriter } from '../../../../src/market/thread/record-writer.ts'
import { openSharedRing, RingWriter } from '../../../../src/runtime/index.ts'
import type { ThreadProgram } from '../../../../src/runtime/ports.ts'
import { tellSeeded } from './seeded-events.ts'

/** What the thread is to tell. */
export interface SeededWork {
  readonly buffer: SharedArrayBuffer
  readonly seed: number
  readonly count: number
}

/** Tells seeded events into a ring, as fast as there is room; then how often there was none. */
export const thread: ThreadProgram = (link) => {
  const { buffer, seed, count } = link.data as SeededWork
  const ring = openSharedRing(buffer)
  const writer = new RingWriter(ring)
  tellSeeded(seed, count, new RecordWriter(writer, ring))
  link.post(writer.waits)
  return { onMessage() {} }
}
