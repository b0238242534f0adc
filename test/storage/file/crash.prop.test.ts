import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FileSink, readSegments } from '../../../src/storage/file/index.ts'
import { gunzipReadable } from '../../../src/wire/gzip.ts'
import { MemoryFiles } from '../support/memory-files.ts'
import { range, tradeBatch, tradeNumbers } from '../support/rows.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { START_US } from '../support/test-ports.ts'

const MINUTE_US = 60_000_000

test('power cuts and failing disks at any moment lose nothing acknowledged and store nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const random = seededRandom(seed)
      let files = new MemoryFiles()
      let stored = 0
      let timeUs = START_US
      for (let life = 0; life < 4; life += 1) {
        files.faultOf = (): 'fail' | 'failHalfWay' | undefined => {
          const drawn = random()
          return drawn < 0.06 ? 'fail' : drawn < 0.12 ? 'failHalfWay' : undefined
        }
        const sink = new FileSink(files, {
          folder: 'h',
          compression: 'inline',
          maxSegmentBytes: 1_500,
          rememberedBatches: 8,
        })
        const writes = Math.floor(random() * 15)
        for (let n = 0; n < writes; n += 1) {
          timeUs += Math.floor(random() * 30) * MINUTE_US
          const isStored = await sink.write(tradeBatch(`b${stored}`, stored * 5, 5, timeUs)).then(
            () => true,
            () => false,
          )
          if (isStored) stored += 1
        }
        // The machine may also die inside a write: what the disk then holds is up to it.
        if (random() < 0.7) void sink.write(tradeBatch(`b${stored}`, stored * 5, 5)).catch(() => {})
        for (let tick = Math.floor(random() * 40); tick > 0; tick -= 1) await Promise.resolve()
        files = files.crash(random)
      }
      const last = new FileSink(files, { folder: 'h' })
      await last.recover()
      for (const [path, { bytes }] of files.files) {
        expect(path).not.toMatch(/part$/)
        expect(gunzipReadable(bytes)).toBeDefined()
      }
      const skipped: unknown[] = []
      const rows = readSegments(files, 'h', { onSkipped: (span) => skipped.push(span) })
      const numbers = await tradeNumbers(rows)
      expect(skipped).toEqual([])
      expect(numbers).toEqual(range(0, numbers.length))
      expect(numbers.length).toBeGreaterThanOrEqual(stored * 5)
      expect(numbers.length).toBeLessThanOrEqual(stored * 5 + 5)
    }),
    { numRuns: Number(process.env['CROSSBOOK_RUNS'] ?? 150) },
  )
}, 60_000)
