import { LadderRoom } from '../../book/index.ts'
import type {
  BboUpdate,
  BookUpdate,
  ConnectionChanged,
  ExchangeDriver,
  Instrument,
  InstrumentSlot,
  InstrumentTable,
  OwnedMarketEvent,
  TradeUpdate,
} from '../../core/index.ts'
import { createInstrumentTable } from '../../drivers/kit/instrument-table.ts'
import type { Ports } from '../../runtime/index.ts'
import { DoubledFeed, REPEATS_FOR_US } from '../doubled-feed.ts'
import { InstrumentDirectory } from '../instrument-directory.ts'
import { Router } from '../router.ts'
import { MirrorBooks } from './mirror-books.ts'
import type { RecordSink } from './record-reader.ts'

/** Why books and connections are gone that a thread had. */
const THREAD_GONE = 'its thread ended'

/** What a {@link MirroredMarket} is made of. */
export interface MirroredMarketParts {
  /** The venue. */
  readonly driver: ExchangeDriver
  /** Clock and log. */
  readonly ports: Pick<Ports, 'wallClock' | 'log'>
  /** Memory that the ladders of its books may grow by, in bytes. */
  readonly ladderBytes: number
  /** Told of books that the thread let go of. */
  readonly onDropped: (slot: InstrumentSlot, feed: string) => void
}

/** The market data of one venue as a thread tells of it: instruments, books and whoever listens. */
export class MirroredMarket implements RecordSink {
  /** The instruments. */
  readonly table: InstrumentTable = createInstrumentTable()
  /** The same by their names. */
  readonly directory: InstrumentDirectory
  /** Who listens. */
  readonly router: Router
  /** The books. */
  readonly books: MirrorBooks
  readonly #parts: MirroredMarketParts
  readonly #connections = new Map<string, ConnectionChanged>()
  readonly #doubled = new DoubledFeed()
  /** Whether the thread is not the first: it does not know what the one before has told. */
  #isAnew = false
  /** Until when, epoch µs, its new connections may begin with what was told before. */
  #repeatsUntilUs = 0

  /** Nothing is known, and nobody listens. */
  constructor(parts: MirroredMarketParts) {
    const { driver, ports, ladderBytes, onDropped } = parts
    const { venue, name } = driver.facts
    this.#parts = parts
    this.directory = new InstrumentDirectory(name, this.table)
    this.router = new Router({
      venue,
      indexOf: (event) => this.#indexOf(event),
      nowUs: () => ports.wallClock.nowUs(),
      wholeBook: (index, feed) => this.books.whole(index, feed),
      onHandlerError: (subscriber, error) =>
        ports.log.error('A handler threw', () => ({
          venue,
          subscriber,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        })),
    })
    this.books = new MirrorBooks({
      sink: this.router,
      nowUs: () => ports.wallClock.nowUs(),
      room: new LadderRoom(ladderBytes),
      onClosed: onDropped,
    })
  }

  /** {@inheritDoc RecordSink.book} */
  book(update: BookUpdate): void {
    this.books.apply(update)
  }

  /** {@inheritDoc RecordSink.bbo} */
  bbo(update: BboUpdate): void {
    if (this.#doubled.isNewBbo(update, update.localTimeUs < this.#repeatsUntilUs))
      this.router.bbo(update)
  }

  /** {@inheritDoc RecordSink.trade} */
  trade(update: TradeUpdate): void {
    if (this.#doubled.isNewTrade(update, update.localTimeUs < this.#repeatsUntilUs))
      this.router.trade(update)
  }

  /** {@inheritDoc RecordSink.event} */
  event(event: OwnedMarketEvent): void {
    if (event.type === 'bookState') {
      this.books.become(event)
      return
    }
    if (event.type === 'connection') this.#connect(event)
    this.router.event(event)
  }

  /** {@inheritDoc RecordSink.mark} */
  mark(order: number): void {
    this.books.mark(order)
  }

  /** {@inheritDoc RecordSink.endBatch} */
  endBatch(): void {
    this.router.endBatch()
  }

  /** Takes a listing of some products; `isTold` where what is new or changed is an event. */
  list(instruments: readonly Instrument[], products: readonly string[], isTold: boolean): void {
    const changed = this.directory.update(instruments, products)
    if (!isTold) return
    const localTimeUs = this.#parts.ports.wallClock.nowUs()
    for (const { instrument, priceScale, sizeScale } of changed) {
      const { venue, market, pair, symbol } = instrument
      const head = { type: 'instrumentChanged', venue, market, pair, symbol, localTimeUs } as const
      const what = { reason: 'listing', instrument, priceScale, sizeScale } as const
      this.router.event(Object.freeze({ ...head, ...what }))
    }
    this.router.endBatch()
  }

  /** The thread is gone: no book is live, and no connection open. */
  lose(): void {
    this.books.loseAll(THREAD_GONE)
    const localTimeUs = this.#parts.ports.wallClock.nowUs()
    for (const event of this.#connections.values()) {
      const lost = { ...event, state: 'lost', reason: THREAD_GONE, localTimeUs } as const
      this.router.event(Object.freeze(lost))
    }
    this.#connections.clear()
    this.#isAnew = true
    this.router.endBatch()
  }

  /** Closes books and streams. Idempotent. */
  close(): void {
    this.books.close()
    this.router.endBatch()
    this.router.close()
  }

  #connect(event: ConnectionChanged): void {
    if (this.#isAnew) this.#repeatsUntilUs = event.localTimeUs + REPEATS_FOR_US
    const key = `${event.endpoint} ${event.connection}`
    if (event.state === 'lost' || event.state === 'closed') this.#connections.delete(key)
    else this.#connections.set(key, event)
  }

  #indexOf(event: OwnedMarketEvent): number {
    return 'pair' in event ? (this.table.bySymbol(event.market, event.symbol)?.index ?? -1) : -1
  }
}
