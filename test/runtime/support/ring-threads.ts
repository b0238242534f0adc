import type { ThreadProgram } from '../../../src/runtime/ports.ts'
import {
  openSharedRing,
  RingReader,
  RingWriter,
  type Waiting,
} from '../../../src/runtime/shared-ring/index.ts'

/** What the thread is to do with the ring. */
export interface RingWork {
  readonly role: 'read' | 'write'
  readonly buffer: SharedArrayBuffer
  readonly waiting: Waiting
  readonly records: number
}

/** Record `n` of the stress test: its number, some numbers that follow from it, and their sum. */
export function recordOf(n: number): number[] {
  const numbers = Array.from({ length: n % 7 }, (_, i) => n * 31 + i * 2 ** 33)
  return [n, ...numbers, numbers.reduce((sum, number) => sum + number, n)]
}

/** Whether the record that is being read is whole, and number `n`. */
export function isRecord(reader: RingReader, n: number): boolean {
  const { start, length, values } = reader
  let sum = 0
  for (let i = start; i < start + length - 1; i += 1) sum += values[i] ?? Number.NaN
  return values[start] === n && length === 2 + (n % 7) && sum === values[start + length - 1]
}

/** Writes all records, waiting for room; or reads them, and tells how many were whole and in order. */
export const thread: ThreadProgram = (link) => {
  const { role, buffer, waiting, records } = link.data as RingWork
  const ring = openSharedRing(buffer)
  link.post('ready')
  if (role === 'write') {
    const writer = new RingWriter(ring)
    for (let n = 0; n < records; n += 1) writer.writeWaiting(recordOf(n), waiting)
    link.post('written')
    return { step: () => false, wait: () => false }
  }
  const reader = new RingReader(ring)
  let n = 0
  let whole = 0
  return {
    step: () => {
      if (n === records || !reader.next()) return false
      if (isRecord(reader, n)) whole += 1
      n += 1
      if (n === records) link.post(whole)
      return true
    },
    wait: () => reader.wait(waiting, 50),
  }
}
