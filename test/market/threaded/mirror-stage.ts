import type {
  BookUpdate,
  ChannelRequest,
  ExchangeDriver,
  MarketEventType,
  OrderBook,
} from '../../../src/core/index.ts'
import { levelTexts } from '../../../src/core/index.ts'
import { EVENT_KINDS } from '../../../src/market/event-kinds.ts'
import type { MarketData } from '../../../src/market/index.ts'
import { RecordWriter } from '../../../src/market/thread/record-writer.ts'
import { tellEvents } from '../../../src/market/thread/tell-events.ts'
import { HeldChannels } from '../../../src/market/threaded/held-channels.ts'
import { MirroredMarket } from '../../../src/market/threaded/mirrored-market.ts'
import { RecordReader } from '../../../src/market/threaded/record-reader.ts'
import { createSharedRing, type Ports, RingWriter } from '../../../src/runtime/index.ts'

const RING_NUMBERS = 2 ** 20

/** A writer whose records have room for few numbers only, as a small ring's. */
export function smallWriter(ring: ReturnType<typeof createSharedRing>, mostNumbers: number) {
  return Object.assign(new RingWriter(ring), { mostNumbers })
}

type Listen = (kind: MarketEventType, hear: (event: unknown) => void) => unknown
type FindBook = (index: number, feed: string) => OrderBook | undefined

/** Everything that a listener of all kinds hears, with the book as it is at that moment. */
export function record(listen: Listen, find: FindBook): string[] {
  const told: string[] = []
  for (const kind of Object.keys(EVENT_KINDS) as MarketEventType[]) {
    listen(kind, (event) => {
      const update = event as BookUpdate
      const book =
        kind.startsWith('book') && update.slot ? find(update.slot.index, update.feed) : undefined
      told.push(JSON.stringify(event) + bookText(book))
    })
  }
  return told
}

/** A book in words, all of it. */
export function bookText(book: OrderBook | undefined): string {
  if (book === undefined) return ''
  if (book.state !== 'live') return ` ${book.state}`
  const { bids, asks, lastId, venueTimeUs, localTimeUs } = book
  return ` live ${JSON.stringify([levelTexts(bids), levelTexts(asks), lastId, venueTimeUs, localTimeUs])}`
}

/** A market, and beside it what another thread would make of what it tells; what is told is read at the end of each frame. */
export class MirrorStage {
  readonly mirrored: MirroredMarket
  readonly #channels: HeldChannels
  readonly #writer: RecordWriter
  readonly #reader: RecordReader

  constructor(
    parts: { market: MarketData; driver: ExchangeDriver; ports: Ports },
    mostNumbers = RING_NUMBERS / 2 - 1,
  ) {
    const { market, driver, ports } = parts
    const ring = createSharedRing(RING_NUMBERS)
    this.#writer = new RecordWriter(smallWriter(ring, mostNumbers), ring)
    this.mirrored = new MirroredMarket({
      driver,
      ports,
      ladderBytes: 1 << 20,
      onDropped: (slot, feed) => this.#channels.dropped(slot, feed),
    })
    this.#reader = new RecordReader(ring, this.mirrored.table, this.mirrored)
    // Listings of the other side come whole, and copied.
    this.mirrored.list(structuredClone(market.instruments()), [], false)
    this.#channels = new HeldChannels(driver, this.mirrored.books, (order) => {
      if (order.type === 'release') return
      this.#writer.mark(order.order)
      market.hold(order.pair, order.request)
    })
    tellEvents(market, this.#writer, (error) => {
      throw error
    })
    // After the writer: it is told of the end of each frame before.
    for (const kind of Object.keys(EVENT_KINDS) as MarketEventType[])
      market.subscribe(kind, {}, () => {}, { onBatchEnd: () => this.read() })
  }

  /** Holds a channel on both sides. */
  hold(pair: string, request: ChannelRequest): void {
    this.#channels.hold(this.mirrored.directory.slot(pair), request)
  }

  /** Reads what was told. */
  read(): void {
    while (this.#reader.next());
  }
}
