import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MonitorRole, replayBook } from '../../src/monitor/index.ts'
import type { FilePort } from '../../src/runtime/index.ts'
import type { CrashKind } from '../../src/runtime/virtual/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { FileSink, readSegments } from '../../src/storage/file/index.ts'
import type { Batch, Sink } from '../../src/storage/index.ts'
import { gunzipReadable } from '../../src/wire/gzip.ts'
import { seededRandom } from '../storage/support/seeded-random.ts'
import { START_US } from '../storage/support/test-ports.ts'
import { type SideTexts, TwinBook } from './support/twin-market.ts'

interface Sides {
  readonly bids: SideTexts
  readonly asks: SideTexts
}

/** Remembers the text of every row that the sink said is stored. */
function witnessed(sink: FileSink, acknowledged: string[]): Sink {
  const write = async (batch: Batch): Promise<void> => {
    await sink.write(batch)
    acknowledged.push(...new TextDecoder().decode(batch.ndjson).trimEnd().split('\n'))
  }
  return { name: sink.name, write, close: () => sink.close() }
}

const KINDS: readonly (CrashKind | 'kill')[] = ['kill', 'lost', 'torn', 'zeroed']

async function drive(
  seed: number,
  acknowledged: string[],
  expected: Map<number, Sides>,
): Promise<{ readonly runtime: VirtualRuntime; readonly files: FilePort }> {
  const random = seededRandom(seed)
  const runtime = new VirtualRuntime({ seed, startTimeUs: START_US })
  let id = 0
  for (let life = 0; life < 4; life += 1) {
    const process = runtime.spawn('recorder')
    const { ports } = process
    const sink = new FileSink(ports.files, {
      folder: 'h',
      compression: 'inline',
      maxSegmentBytes: 3_000,
    })
    const twin = new TwinBook(undefined)
    const recorder = new MonitorRole([witnessed(sink, acknowledged)], twin, ports, {
      maxBatchRows: 6,
      maxBatchAgeMs: 200,
      snapshotEveryMs: 2_000,
    })
    twin.book.state = 'live'
    for (let step = Math.floor(random() * 60); step >= 0; step -= 1) {
      id += 1
      const timeUs = ports.wallClock.nowUs()
      const price = BigInt(Math.floor(random() * 50))
      const level = [[price, BigInt(Math.floor(random() * 3))]] as const
      const isFirst = twin.book.lastId === undefined
      recorder.book(twin.apply(isFirst, id, timeUs, isFirst ? [] : level, [[100n + price, 5n]]))
      expected.set(id, twin.texts())
      if (random() < 0.1) process.disk.setFault(random() < 0.5 ? 'full' : 'broken')
      await runtime.run({ forMs: random() * (random() < 0.02 ? 3_600_000 : 100) })
      process.disk.setFault('none')
    }
    const kind = KINDS[Math.floor(random() * KINDS.length)] ?? 'kill'
    if (kind === 'kill') process.kill()
    else process.crash(kind)
  }
  return { runtime, files: runtime.spawn('recorder').ports.files }
}

test('a recorder that crashes keeps every acknowledged row, and its books replay exactly', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const acknowledged: string[] = []
      const expected = new Map<number, Sides>()
      const { runtime, files } = await drive(seed, acknowledged, expected)
      const check = async (): Promise<void> => {
        const last = new FileSink(files, { folder: 'h', compression: 'inline' })
        await last.recover()
        await last.close()
        const stored = new Set<string>()
        for (const day of await files.list('h/testvenue/spot')) {
          for (const { name } of await files.list(`h/testvenue/spot/${day.name}`)) {
            expect(name).toMatch(/gz$/)
            const text = gunzipReadable(await files.read(`h/testvenue/spot/${day.name}/${name}`))
            for (const line of new TextDecoder().decode(text).split('\n')) stored.add(line)
          }
        }
        expect(acknowledged.filter((line) => !stored.has(line))).toEqual([])
        for await (const { row, book } of replayBook(readSegments(files, 'h'))) {
          if (!book.isLive) continue
          const sides = { bids: book.bids, asks: book.asks }
          expect(sides).toEqual(expected.get(row.lastId ?? 0))
        }
      }
      await runtime.settle(check())
    }),
    {
      numRuns: Number(process.env['CROSSBOOK_RUNS'] ?? 40),
      // Killed between write and sync, recovered, then the power went.
      examples: [[361_068_000]],
    },
  )
}, 60_000)

test('one seed gives one history, byte for byte', async () => {
  const digests = []
  for (let run = 0; run < 2; run += 1) {
    const { runtime } = await drive(7, [], new Map())
    digests.push(runtime.digest())
  }
  expect(digests[0]).toBe(digests[1])
}, 60_000)
