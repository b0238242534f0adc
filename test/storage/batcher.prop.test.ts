import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StorageError } from '../../src/core/index.ts'
import {
  type Batch,
  Batcher,
  type Row,
  type Sink,
  type StreamPart,
} from '../../src/storage/index.ts'
import { tradeLine, VENUE } from './support/rows.ts'
import { seededRandom } from './support/seeded-random.ts'
import { START_US, testPorts } from './support/test-ports.ts'

const PARTS: readonly StreamPart[] = ['spot', 'futures', 'venue']
const MAX_AGE_MS = 250
const MAX_BATCH_BYTES = 2_000

test('every row arrives once, in order and in time, or a row in its place says how many do not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.boolean(), async (seed, isTight) => {
      const random = seededRandom(seed)
      const ports = testPorts(seed)
      const stored = new Map<string, Batch>()
      let inFlight = 0
      const bornUs = new Map<string, number>()
      let oldestUs = 0
      const sink: Sink = {
        name: 'flaky',
        write: (batch) => {
          inFlight += 1
          expect(inFlight).toBe(1)
          return new Promise((resolve, reject) => {
            ports.timers.after(random() * 60, () => {
              inFlight -= 1
              // Stored, and the answer lost: the batch comes again.
              if (random() < 0.8) stored.set(batch.id, stored.get(batch.id) ?? batch)
              if (random() < 0.7 && stored.has(batch.id)) resolve()
              else reject(new StorageError('STORE_WRITE_FAILED', 'flaky'))
            })
          })
        },
        close: () => Promise.resolve(),
      }
      const counting: Sink = {
        name: 'age',
        write: async (batch) => {
          for (const row of batch.rows()) {
            if (row.type === 'trade') {
              const age = ports.wallClock.nowUs() - (bornUs.get(row.tradeId) ?? Number.NaN)
              oldestUs = Math.max(oldestUs, age)
            }
          }
          expect(batch.ndjson.length).toBeLessThanOrEqual(MAX_BATCH_BYTES)
        },
        close: () => Promise.resolve(),
      }
      const batcher = new Batcher([sink, counting], ports, {
        maxBatchRows: 7,
        maxBatchBytes: MAX_BATCH_BYTES,
        maxBatchAgeMs: MAX_AGE_MS,
        maxQueuedBytes: isTight ? 6_000 : 1e9,
        retryMinMs: 10,
        retryMaxMs: 200,
        drainTimeoutMs: 1e9,
      })
      const sent = new Map<StreamPart, number[]>(PARTS.map((part) => [part, []]))
      for (let n = 0; n < 200; n += 1) {
        const part = PARTS[Math.floor(random() * PARTS.length)] ?? 'spot'
        sent.get(part)?.push(n)
        bornUs.set(`${n}`, ports.wallClock.nowUs())
        batcher.stream(VENUE, part).appendText(tradeLine(n), START_US + n)
        expect(batcher.status()[0]?.queuedBytes).toBeLessThan(isTight ? 8_500 : 1e9)
        if (random() < 0.3) await ports.advance(random() * 40)
      }
      const closing = batcher.close()
      await ports.advance(1e7)
      await closing
      expect(oldestUs).toBeLessThanOrEqual(MAX_AGE_MS * 1_000)
      for (const part of PARTS) {
        const rows = [...stored.values()]
          .filter((batch) => batch.stream.part === part)
          .flatMap((batch) => batch.rows())
        checkStream(rows, sent.get(part) ?? [])
      }
      if (!isTight) expect(batcher.status()[0]?.lostRows).toBe(0)
    }),
    { numRuns: 60 },
  )
}, 60_000)

function checkStream(rows: readonly Row[], sent: readonly number[]): void {
  let at = 0
  for (const row of rows) {
    if (row.type === 'recording') at += row.lostRows ?? Number.NaN
    else if (row.type === 'trade') {
      expect(Number(row.tradeId)).toBe(sent[at])
      at += 1
    }
  }
  expect(at).toBe(sent.length)
}
