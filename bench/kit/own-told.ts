import type { BookUpdate, Instrument, OrderBook } from '../../src/core/index.ts'
import { RecordWriter } from '../../src/market/thread/record-writer.ts'
import { MirroredMarket } from '../../src/market/threaded/mirrored-market.ts'
import { RecordReader } from '../../src/market/threaded/record-reader.ts'
import { createSharedRing, RingWriter } from '../../src/runtime/shared-ring/index.ts'
import { silentLog } from '../../src/runtime/silent-log.ts'
import type { BookCase, Subject } from './cases.ts'
import type { BookInput } from './input.ts'
import type { Rows } from './naive-book.ts'
import { driver, marketOf, newTable, OwnBooks, rowsOf, SCALES } from './own.ts'

const FEED = 'depth'
const RING_NUMBERS = 2 ** 18

/** crossbook with market data in a thread, both halves of it in one: what a frame costs in all, without the hop. */
export const threadedCrossbook: Subject = { book: (input) => new ToldOwnBooks(input) }

/** The book of the thread, its record, and the book that a subscriber of the other thread reads. */
class ToldOwnBooks implements BookCase {
  readonly #own: OwnBooks
  readonly #writer: RecordWriter
  readonly #reader: RecordReader
  readonly #books: readonly OrderBook[]
  readonly #unit: number
  /** Best bid plus best ask of the book changed last, scaled, as the subscriber saw it. */
  #top = Number.NaN

  constructor(input: BookInput) {
    const { layout, starts } = input
    const market = marketOf(layout)
    const ring = createSharedRing(RING_NUMBERS)
    this.#unit = 10 ** -SCALES[layout].priceScale
    this.#writer = new RecordWriter(new RingWriter(ring), ring)
    const mirrored = new MirroredMarket({
      driver,
      ports: { wallClock: { nowUs: () => 0 }, log: silentLog },
      ladderBytes: 1 << 20,
      onDropped() {},
    })
    this.#reader = new RecordReader(ring, mirrored.table, mirrored)
    const listed = newTable(
      layout,
      starts.map(({ symbol }) => symbol),
    )
    this.#books = listed.slots().map(({ instrument }) => {
      const slot = mirrored.table.add(instrument)
      const rule = driver.continuity(market, FEED)
      return mirrored.books.keep({ slot, feed: FEED, rule, depth: 'full', endpoint: '' })
    })
    this.#writer.mark(0)
    for (const { instrument } of listed.slots()) this.#writer.event(live(instrument))
    mirrored.router.subscribe('bookDelta', {}, (event) =>
      this.#onBook((event as BookUpdate).slot.index),
    )
    this.#own = new OwnBooks(input)
    this.#own.onApplied = (update) => this.#tell(update)
  }

  reset(): void {
    this.#own.reset()
  }

  onFrame(frame: Buffer): number {
    this.#top = Number.NaN
    this.#own.onFrame(frame)
    return this.#top * this.#unit
  }

  sides(book: number): { bids: Rows; asks: Rows } {
    const view = this.#books[book]
    if (view?.state !== 'live') throw new Error('The mirror is not live')
    return { bids: rowsOf(view.bids), asks: rowsOf(view.asks) }
  }

  #tell(update: BookUpdate): void {
    this.#writer.book(update)
    this.#writer.endBatch()
    while (this.#reader.next());
  }

  #onBook(index: number): void {
    const view = this.#books[index]
    if (view?.state !== 'live') throw new Error('A change of a mirror that is not live was told')
    const { bids, asks } = view
    const hasSizes = bids.size(0) > 0 && asks.size(0) > 0
    this.#top = hasSizes ? bids.price(0) + asks.price(0) : Number.NaN
  }
}

function live({ venue, market, pair, symbol }: Instrument) {
  const head = { type: 'bookState', venue, market, pair, symbol, localTimeUs: 0 } as const
  return { ...head, feed: FEED, state: 'live', previous: 'syncing', reason: '' } as const
}
