import { beforeAll, expect, test } from 'vitest'
import { LadderRoom, type MaintainedBook } from '../../../src/book/index.ts'
import { levelTexts } from '../../../src/core/index.ts'
import { createInstrumentTable } from '../../../src/drivers/kit/instrument-table.ts'
import { KNOWN_VENUES, loadDriver } from '../../../src/drivers/registry.ts'
import { MirrorBooks } from '../../../src/market/threaded/mirror-books.ts'
import { RecordReader } from '../../../src/market/threaded/record-reader.ts'
import { RingPump } from '../../../src/market/threaded/ring-pump.ts'
import { createSharedRing } from '../../../src/runtime/index.ts'
import { openThread, threadModule, threads } from '../../runtime/support/threads.ts'
import { linesOf, streamsOf, venueFolders } from '../folder.ts'
import { generationOf } from '../legacy/generations.ts'
import { replay } from '../replay.ts'
import type { ReplayedBook, ReplayWork } from './replay-thread.ts'

const known = venueFolders().flatMap((folder) => KNOWN_VENUES.filter((venue) => venue === folder))
const streams = known.flatMap((venue) => streamsOf(venue).map((stream) => ({ venue, stream })))
/** Small, so that the thread has to wait for the reader. */
const RING_NUMBERS = 2 ** 14
let module = ''

beforeAll(async () => {
  module = await threadModule(new URL('./replay-thread.ts', import.meta.url))
})

function text(book: MaintainedBook): unknown {
  const { bids, asks } = book.evidence
  return [book.lastId, book.venueTimeUs, book.localTimeUs, levelTexts(bids), levelTexts(asks)]
}

test.each(streams)(
  '$stream.venue/$stream.name told by a thread makes the books that it makes in this one',
  async ({ venue, stream }) => {
    const lines = linesOf(stream)
    const driver = await loadDriver(venue)
    const { market } = stream
    const options = generationOf(venue, lines)?.options
    const own = replay(lines, { driver, market, ...options })
    const ring = createSharedRing(RING_NUMBERS)
    const table = createInstrumentTable()
    const nothing = (): void => {}
    const books = new MirrorBooks({
      sink: { book: nothing, event: nothing },
      nowUs: () => 0,
      room: new LadderRoom(1 << 20),
      onClosed: nothing,
    })
    let updates = 0
    const reader = new RecordReader(ring, table, {
      book: (update) => {
        updates += 1
        books.apply(update)
      },
      bbo: nothing,
      trade: nothing,
      event: (event) => {
        if (event.type === 'bookState') books.become(event)
      },
      mark: nothing,
      endBatch: nothing,
    })
    const work: ReplayWork = { venue, market, lines, buffer: ring.buffer }
    const thread = openThread(module, work)
    const told = (await thread.next()) as readonly ReplayedBook[]
    for (const { instrument, feed } of told) {
      const rule = options?.continuity?.(market, feed) ?? driver.continuity(instrument.market, feed)
      const depth = rule.truncateTo ?? 'full'
      books.keep({ slot: table.add(instrument), feed, rule, depth, endpoint: '' })
    }
    books.mark(0)
    const afterTurn = (callback: () => void): void => threads.afterTurn(callback)
    const onBroken = (error: unknown): void => {
      throw error
    }
    const pump = new RingPump({ reader, waiting: 'wait', afterTurn, onBroken })
    thread.post('go')
    expect(await thread.next()).toBe('told')
    pump.drain()
    pump.close()
    await thread.terminate()
    expect(told.length).toBe(own.books.length)
    for (const book of own.books) {
      const { index } = table.add(book.instrument)
      const mirrored = books.view(index, book.feed) as unknown as MaintainedBook
      expect(mirrored.state).toBe(book.state)
      if (book.state === 'live') expect(text(mirrored)).toEqual(text(book))
    }
    console.log(`${stream.venue}/${stream.name}: ${own.books.length} books, ${updates} updates`)
  },
)
