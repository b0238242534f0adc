import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { RecordWriter } from '../../../src/market/thread/record-writer.ts'
import { RecordReader } from '../../../src/market/threaded/record-reader.ts'
import { RingPump } from '../../../src/market/threaded/ring-pump.ts'
import { createSharedRing } from '../../../src/runtime/index.ts'
import { openThread, threadModule, threads } from '../../runtime/support/threads.ts'
import { smallWriter } from './mirror-stage.ts'
import { tellSeeded, words } from './support/seeded-events.ts'
import type { SeededWork } from './support/seeded-thread.ts'

/** Ends of frames without anything in them are not told. */
const withoutEmpty = (told: readonly string[]): readonly string[] =>
  told.filter((each, i) => each !== '["end"]' || (i > 0 && told[i - 1] !== '["end"]'))

describe('Records', () => {
  test.prop([fc.integer({ min: 1, max: 2 ** 31 - 1 }), fc.constantFrom(40, 100, 2 ** 19)], {
    numRuns: 30,
  })('say every number of every event, in any length of them', (seed, mostNumbers) => {
    const ring = createSharedRing(2 ** 20)
    const writer = new RecordWriter(smallWriter(ring, mostNumbers), ring)
    const own = words()
    tellSeeded(seed, 100, own.sink)
    tellSeeded(seed, 100, writer)
    const read = words()
    const reader = new RecordReader(ring, createInstrumentTable(), read.sink)
    while (reader.next());
    expect(read.told).toEqual(withoutEmpty(own.told))
  })
})

describe('A full ring', () => {
  it.each(['wait', 'yield', 'spin'] as const)(
    'holds the thread up, and nothing is left out or merged: read by "%s"',
    async (waiting) => {
      const module = await threadModule(new URL('./support/seeded-thread.ts', import.meta.url))
      const own = words()
      tellSeeded(5, 4_000, own.sink)
      const ring = createSharedRing(4_096)
      const read = words()
      const reader = new RecordReader(ring, createInstrumentTable(), read.sink)
      const work: SeededWork = { buffer: ring.buffer, seed: 5, count: 4_000 }
      const thread = openThread(module, work)
      const pump = new RingPump({
        reader,
        waiting,
        afterTurn: (callback) => threads.afterTurn(callback),
        onBroken: (error) => {
          throw error
        },
      })
      const waits = await thread.next()
      pump.drain()
      pump.close()
      await thread.terminate()
      expect(waits).toBeGreaterThan(10)
      expect(read.told).toEqual(withoutEmpty(own.told))
    },
  )
})
