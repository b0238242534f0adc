import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BookState, BookUpdate } from '../../src/core/index.ts'
import { BookReplay, MonitorRole } from '../../src/monitor/index.ts'
import type { Row, Sink } from '../../src/storage/index.ts'
import { seededRandom } from '../storage/support/seeded-random.ts'
import { START_US, testPorts } from '../storage/support/test-ports.ts'
import { type SideTexts, TwinBook } from './support/twin-market.ts'

interface Sides {
  readonly bids: SideTexts
  readonly asks: SideTexts
}

type Pairs = readonly (readonly [bigint, bigint])[]

function randomSide(
  random: () => number,
  twin: TwinBook,
  isSnapshot: boolean,
  base: number,
): Pairs {
  const { priceScale, sizeScale, isWide } = twin.slot
  const pairs = new Map<bigint, bigint>()
  const count = Math.floor(random() * (isSnapshot ? 12 : 5))
  for (let i = 0; i < count; i += 1) {
    const digits = BigInt(Math.floor(random() * 60)) * 10n ** BigInt(Math.floor(random() * 2))
    const price = BigInt(base) * 10n ** BigInt(priceScale) + digits
    const isRemoval = !isSnapshot && random() < 0.4
    const size =
      BigInt(Math.floor(random() * 1e6) + 1) * (isWide ? 10n ** BigInt(sizeScale + 9) : 1n)
    pairs.set(price, isRemoval ? 0n : size)
  }
  return [...pairs]
}

test('deltas on any recorded snapshot give the live book, to the digit', async () => {
  let comparisons = 0
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.option(fc.integer({ min: 2, max: 8 })), async (seed, cut) => {
      const random = seededRandom(seed)
      const ports = testPorts(seed)
      const rows: Row[] = []
      const sink: Sink = {
        name: 'memory',
        write: async (batch) => void rows.push(...batch.rows()),
        close: () => Promise.resolve(),
      }
      const twin = new TwinBook(cut ?? undefined)
      const recorder = new MonitorRole([sink], twin, ports, {
        snapshotEveryMs: 1_000,
        maxBatchRows: 5,
        maxQueuedBytes: 1e9,
      })
      const setState = (state: BookState, reason: string): void => {
        const previous = twin.book.state
        twin.book.state = state
        const { venue, market, pair, symbol } = twin.slot.instrument
        const head = { type: 'bookState', venue, market, pair, symbol, feed: twin.feed } as const
        recorder.event({ ...head, state, previous, reason, localTimeUs: ports.wallClock.nowUs() })
      }
      const expected = new Map<number, Sides>()
      let id = 0
      for (let step = 1; step < 80; step += 1) {
        if (random() < 0.05 && twin.slot.priceScale < 6) twin.slot.priceScale += 1
        if (random() < 0.05 && twin.slot.sizeScale < 6) twin.slot.sizeScale += 1
        if (random() < 0.01) twin.slot.isWide = true
        if (random() < 0.08 && twin.book.state === 'live') setState('stale', 'gap')
        const isSnapshot = twin.book.state !== 'live' || random() < 0.05
        const wasLive = twin.book.state === 'live'
        // A keeper may join a snapshot to changes that it held back, and tell of the changes alone once it has applied
        // them all; or of nothing. Then the recorder reads the book itself, when it may.
        const isJoined = !wasLive && random() < 0.4
        const untold = isJoined ? 1 : 0
        const updates: BookUpdate[] = []
        const apply = (isWhole: boolean): void => {
          id += 1
          const bids = randomSide(random, twin, isWhole, 100)
          const asks = randomSide(random, twin, isWhole, 200)
          updates.push(twin.apply(isWhole, id, START_US + id, bids, asks).clone())
          expect(twin.liveTexts()).toEqual(twin.texts())
          expected.set(START_US + id, twin.texts())
        }
        apply(isSnapshot)
        for (let held = isJoined ? Math.floor(random() * 4) : 0; held > 0; held -= 1) apply(false)
        const isStateFirst = random() < 0.5
        if (isStateFirst && !wasLive) setState('live', 'snapshot')
        for (const update of updates.slice(untold)) recorder.book(update)
        if (!isStateFirst && !wasLive) setState('live', 'snapshot')
        // Between frames the recorder's own timers may run, or a whole second may pass.
        if (random() < 0.3) await ports.advance(random() < 0.3 ? 1_100 : 120)
      }
      await recorder.close()
      const starts = [0, ...rows.flatMap((row, i) => (row.type === 'bookSnapshot' ? [i] : []))]
      for (const start of starts) {
        const replay = new BookReplay()
        for (const row of rows.slice(start)) {
          const book = replay.apply(row)
          if (book === undefined) continue
          if (!book.isLive || (row.type !== 'bookSnapshot' && row.type !== 'bookDelta')) continue
          const changeTimeUs = row.type === 'bookSnapshot' ? row.changeTimeUs : undefined
          const sides = { bids: book.bids, asks: book.asks }
          expect(sides).toEqual(expected.get(changeTimeUs ?? row.localTimeUs))
          comparisons += 1
        }
      }
    }),
    { numRuns: 40 },
  )
  expect(comparisons).toBeGreaterThan(10_000)
}, 60_000)
