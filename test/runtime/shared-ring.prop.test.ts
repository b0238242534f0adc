import { fc, test } from '@fast-check/vitest'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  ConflatingWriter,
  createSharedRing,
  openSharedRing,
  RingReader,
  RingWriter,
  type SharedRing,
} from '../../src/runtime/index.ts'
import { isRecord, type RingWork, recordOf } from './support/ring-threads.ts'
import { openThread, threadModule } from './support/threads.ts'

const capacity = fc.constantFrom(4, 8, 16, 64)

function open(numbers: number): { ring: SharedRing; writer: RingWriter; reader: RingReader } {
  const ring = createSharedRing(numbers)
  return { ring, writer: new RingWriter(ring), reader: new RingReader(openSharedRing(ring.buffer)) }
}

function read(reader: RingReader): number[] | undefined {
  if (!reader.next()) return undefined
  return [...reader.values.subarray(reader.start, reader.start + reader.length)]
}

/** Room for a record, and what is skipped before the end: a naive account of it, by positions that never wrap. */
class NaiveRing {
  readonly records: number[][] = []
  readonly #capacity: number
  #written = 0
  #room: number[] = []

  constructor(numbers: number) {
    this.#capacity = numbers
  }

  write(numbers: number[]): boolean {
    const needed = numbers.length + 1
    const untilEnd = this.#capacity - (this.#written % this.#capacity)
    const taken = needed > untilEnd ? untilEnd + needed : needed
    const used = this.#room.reduce((sum, room) => sum + room, 0)
    if (used + taken > this.#capacity) return false
    this.#written += taken
    this.#room.push(taken)
    this.records.push(numbers)
    return true
  }

  /** All read: their room is given back. */
  drain(): number[][] {
    this.#room = []
    return this.records.splice(0)
  }
}

let module = ''
beforeAll(async () => {
  module = await threadModule(new URL('./support/ring-threads.ts', import.meta.url))
})

describe('A shared ring', () => {
  test.prop([
    capacity,
    fc.array(fc.option(fc.array(fc.double(), { maxLength: 31 }), { nil: undefined })),
    fc.integer(),
  ])('agrees with a queue, wherever its positions stand', (numbers, steps, from) => {
    const ring = createSharedRing(numbers)
    // Positions wrap at 2^32; a ring that ran for long may stand anywhere.
    const first = (from & ~(numbers - 1)) | 0
    Atomics.store(ring.words, 0, first)
    Atomics.store(ring.words, 16, first)
    const writer = new RingWriter(ring)
    const reader = new RingReader(ring)
    const naive = new NaiveRing(numbers)
    for (const step of [...steps, undefined]) {
      if (step === undefined) {
        const got: number[][] = []
        for (let record = read(reader); record !== undefined; record = read(reader))
          got.push(record)
        expect(got).toEqual(naive.drain())
      } else if (step.length > writer.mostNumbers) {
        expect(() => writer.write(step)).toThrow(/expected at most/)
      } else {
        expect(writer.write(step)).toBe(naive.write(step))
      }
    }
  })

  it('shows nothing of what was claimed before it is published', () => {
    const { writer, reader } = open(16)
    const place = writer.claim(2)
    writer.values.set([7, 8], place)
    expect(reader.next()).toBe(false)
    writer.publish()
    expect(read(reader)).toEqual([7, 8])
  })

  it('gives room back while it is being read, so that a writer need not wait for the whole of it', () => {
    const { writer, reader } = open(16)
    for (let n = 0; n < 8; n += 1) expect(writer.write([n])).toBe(true)
    expect(writer.write([8])).toBe(false)
    for (let n = 0; n < 3; n += 1) expect(read(reader)).toEqual([n])
    expect(writer.write([8])).toBe(true)
    for (let n = 3; n < 9; n += 1) expect(read(reader)).toEqual([n])
  })

  it.each([0, 3, 12, 2 ** 31, Number.NaN])('is not made with a capacity of %s', (numbers) => {
    expect(() => createSharedRing(numbers)).toThrow(/power of two from 4/)
  })

  it('publishes what was claimed before it blocks for room', async () => {
    const { ring, writer } = open(64)
    const work: RingWork = { role: 'read', buffer: ring.buffer, waiting: 'wait', records: 1_000 }
    const reading = openThread(module, work)
    for (let n = 0; n < 1_000; n += 1) {
      const record = recordOf(n)
      ring.values.set(record, writer.claimWaiting(record.length, 'wait'))
    }
    writer.publish()
    expect([await reading.next(), await reading.next()]).toEqual(['ready', 1_000])
    await reading.terminate()
  })

  it('lets go of who waits for a record when it is closed', async () => {
    const { reader } = open(16)
    const readable = reader.readable()
    reader.close()
    await readable
    expect(reader.next()).toBe(false)
  })

  it('wakes an event loop that waits for a record', async () => {
    const { writer, reader } = open(16)
    expect(reader.next()).toBe(false)
    const readable = reader.readable()
    writer.write([1])
    await readable
    expect(read(reader)).toEqual([1])
    expect(reader.next()).toBe(false)
  })
})

describe('A conflating writer', () => {
  test.prop([fc.array(fc.tuple(fc.nat(3), fc.boolean()), { maxLength: 60 })])(
    'brings the newest of each key, each key in order, and tells how many it left out',
    (steps) => {
      const { writer, reader } = open(8)
      const conflating = new ConflatingWriter<number>(writer)
      const seen = new Map<number, number[]>()
      let reads = 0
      const drain = (): void => {
        for (let record = read(reader); record !== undefined; record = read(reader)) {
          const [key = -1, n = -1] = record
          seen.set(key, [...(seen.get(key) ?? []), n])
          reads += 1
        }
      }
      const newest = new Map<number, number>()
      for (const [n, [key, drains]] of steps.entries()) {
        conflating.write(key, [key, n])
        newest.set(key, n)
        if (drains) drain()
      }
      for (let left = 8; left > 0 && !conflating.flush(); left -= 1) drain()
      drain()
      expect(conflating.waiting).toBe(0)
      expect(reads + conflating.conflated).toBe(steps.length)
      for (const [key, n] of newest) {
        const got = seen.get(key) ?? []
        expect(got.at(-1)).toBe(n)
        expect(got).toEqual(got.toSorted((a, b) => a - b))
      }
    },
  )
})

const RECORDS = 100_000

describe('Two threads', () => {
  it.each(['spin', 'yield', 'wait'] as const)(
    'hand each other whole records in order: the reader waits by "%s"',
    async (waiting) => {
      const { ring, writer } = open(256)
      const work: RingWork = { role: 'read', buffer: ring.buffer, waiting, records: RECORDS }
      const reading = openThread(module, work)
      expect(await reading.next()).toBe('ready')
      for (let n = 0; n < RECORDS; n += 1) writer.writeWaiting(recordOf(n), 'wait')
      expect(await reading.next()).toBe(RECORDS)
      await reading.terminate()
    },
  )

  it.each(['spin', 'yield', 'wait'] as const)(
    'hand each other whole records in order: the writer waits by "%s", the reader turns its loop',
    async (waiting) => {
      const { ring, reader } = open(256)
      const work: RingWork = { role: 'write', buffer: ring.buffer, waiting, records: RECORDS }
      const writing = openThread(module, work)
      let whole = 0
      for (let n = 0; n < RECORDS; n += 1) {
        while (!reader.next()) await reader.readable()
        if (isRecord(reader, n)) whole += 1
      }
      expect(whole).toBe(RECORDS)
      await writing.terminate()
    },
  )
})
