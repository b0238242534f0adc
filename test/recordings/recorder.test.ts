import { expect, test } from 'vitest'
import type { MaintainedBook } from '../../src/book/index.ts'
import { KNOWN_VENUES, loadDriver } from '../../src/drivers/registry.ts'
import { FrameReplay } from '../../src/market/frame-replay.ts'
import { MonitorRole, type ReplayedBook, replayBook } from '../../src/monitor/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { FileSink, readSegments } from '../../src/storage/file/index.ts'
import { frameBytes, linesOf, streamsOf, venueFolders } from './folder.ts'
import { generationOf } from './legacy/generations.ts'

const known = venueFolders().flatMap((folder) => KNOWN_VENUES.filter((venue) => venue === folder))
const streams = known.flatMap((venue) => streamsOf(venue).map((stream) => ({ venue, stream })))
const FRAMES_PER_SECOND = 500
const CHECK_EVERY = 25

type Sides = readonly (readonly (readonly [string, string])[])[]

const liveSides = ({ evidence }: MaintainedBook): Sides =>
  [evidence.bids, evidence.asks].map((side) =>
    Array.from({ length: side.count }, (_, i) => [side.priceText(i), side.sizeText(i)] as const),
  )

const replayedSides = ({ bids, asks }: ReplayedBook): Sides => [bids, asks]

const name = (book: { readonly symbol: string; readonly feed: string }): string =>
  `${book.symbol} ${book.feed}`

test.each(streams)(
  '$stream.venue/$stream.name is recorded and replayed to the same books',
  async ({ venue, stream }) => {
    const runtime = new VirtualRuntime({ seed: stream.name })
    const ports = runtime.ports()
    const lines = linesOf(stream)
    const driver = await loadDriver(venue)
    const find = (slot: { readonly index: number }, feed: string): MaintainedBook | undefined =>
      run.books.find((book) => book.slot.index === slot.index && book.feed === feed)
    const recorder = new MonitorRole(
      [new FileSink(ports.files, { folder: 'h', compression: 'inline' })],
      {
        find: (slot, feed) => find(slot, feed)?.view,
        truncateTo: (slot, feed) => {
          const depth = find(slot, feed)?.depth
          return depth === 'full' ? undefined : depth
        },
      },
      ports,
      { snapshotEveryMs: 1_000, maxQueuedBytes: 1e9 },
    )
    const expected = new Map<string, Sides>()
    const told = new Map<string, number>()
    const run = new FrameReplay({
      driver,
      market: stream.market,
      ...generationOf(venue, lines)?.options,
      sink: {
        book: () => {},
        bbo: (bbo) => recorder.bbo(bbo),
        trade: (trade) => recorder.trade(trade),
        event: (event) => recorder.event(event),
      },
      onBook: ({ verdict, book, update }) => {
        if (verdict !== 'apply' && verdict !== 'replace') return
        recorder.book(update)
        const key = `${book.instrument.symbol} ${book.feed}`
        const count = (told.get(key) ?? 0) + 1
        told.set(key, count)
        if (count % CHECK_EVERY === 0) expected.set(`${key} ${count}`, liveSides(book))
      },
    })
    for (const [i, line] of lines.entries()) {
      if (line.dir !== 'in') continue
      const frame = frameBytes(line, line.frame)
      const localTimeUs = Math.round(Number(line.recv ?? 0) * 1e6)
      if (line.kind === 'rest') run.answer(line.url, frame, localTimeUs)
      else run.frame(frame, localTimeUs)
      if (i % FRAMES_PER_SECOND === 0) await runtime.run({ forMs: 1_000 })
    }
    await runtime.settle(recorder.close())

    const read = async (): Promise<void> => {
      const replayed = new Map<string, ReplayedBook>()
      const counts = new Map<string, number>()
      for await (const { row, book } of replayBook(readSegments(ports.files, 'h'))) {
        replayed.set(name(book), book)
        if (row.type === 'bookSnapshot' && row.source === 'book') continue
        const count = (counts.get(name(book)) ?? 0) + 1
        counts.set(name(book), count)
        const live = expected.get(`${name(book)} ${count}`)
        if (live !== undefined && book.isLive) expect(replayedSides(book)).toEqual(live)
      }
      expect(counts).toEqual(told)
      const books = run.books.filter((book) => book.state === 'live')
      for (const book of books) {
        const twin = replayed.get(`${book.instrument.symbol} ${book.feed}`)
        expect(twin?.isLive).toBe(true)
        expect(twin && replayedSides(twin)).toEqual(liveSides(book))
      }
    }
    await runtime.settle(read())
  },
)
