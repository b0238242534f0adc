import { MaintainedBook } from '../../book/index.ts'
import {
  type BookState,
  ConfigError,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
  type MarketEvents,
  type MarketEventType,
} from '../../core/index.ts'
import { type BookHandle, createBookHandle } from '../../market/book-handle.ts'
import {
  type MarketFilter,
  type MarketSource,
  Router,
  type SubscribeOptions,
  type Subscription,
  wholeBook,
} from '../../market/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { BookDeltaRow, BookSnapshotRow, Row } from '../../storage/index.ts'
import { bboUpdateOf, bookUpdateOf, tradeUpdateOf } from './row-updates.ts'

/** What a {@link ReplayMarket} is made of. */
export interface ReplayMarketOptions {
  /** What is replayed: instruments of one venue, as they were listed. */
  readonly instruments: readonly Instrument[]
  /** The feed whose book is kept, for each symbol: a recording may have several. */
  readonly feeds: ReadonlyMap<string, string>
  /** Clock and log. */
  readonly ports: Pick<Ports, 'wallClock' | 'log'>
}

interface Replayed {
  readonly slot: InstrumentSlot
  readonly book: MaintainedBook
  /** Levels a side that the book is cut to after each change, as its last snapshot says. */
  cut: { readonly truncateTo?: number }
}

/** The market data of one venue as a recording has them: books, best prices and trades, told as they were. */
export class ReplayMarket implements MarketSource {
  readonly #replayed: readonly Replayed[]
  readonly #router: Router

  /** Books that wait for their first snapshot. @throws ConfigError `INVALID_OPTIONS` where there is no instrument */
  constructor({ instruments, feeds, ports }: ReplayMarketOptions) {
    const [first] = instruments
    if (first === undefined)
      throw new ConfigError(
        'INVALID_OPTIONS',
        'Replaying a market: expected instruments, were none',
      )
    this.#replayed = instruments.map((instrument, place) => {
      const slot = new InstrumentSlot(instrumentIndex(place), instrument)
      const feed = feeds.get(instrument.symbol) ?? 'none'
      return { slot, book: new MaintainedBook(slot, feed, 'full'), cut: {} }
    })
    this.#router = new Router({
      venue: first.venue,
      indexOf: (event) => ('pair' in event ? (this.#of(event)?.slot.index ?? -1) : -1),
      nowUs: () => ports.wallClock.nowUs(),
      wholeBook: (index) => {
        const book = this.#replayed[index]?.book
        return book?.state === 'live' ? wholeBook(book) : undefined
      },
      onHandlerError: (subscriber, error) =>
        ports.log.error('A handler threw', () => ({ subscriber, error: String(error) })),
    })
  }

  /** See {@link MarketSource.instrument}. @throws ConfigError `UNKNOWN_PAIR` */
  instrument(pair: string): Instrument {
    return this.slot(pair).instrument
  }

  /** See {@link MarketSource.slot}. @throws ConfigError `UNKNOWN_PAIR` */
  slot(pair: string): InstrumentSlot {
    return this.#byPair(pair).slot
  }

  /** The one book of a pair, whatever the depth asked for. @throws ConfigError `UNKNOWN_PAIR` */
  book(pair: string): BookHandle {
    const { slot, book } = this.#byPair(pair)
    return createBookHandle({
      slot,
      view: book.view,
      router: this.#router,
      onClose: () => undefined,
    })
  }

  /** See {@link MarketSource.subscribe}. @throws ConfigError `UNKNOWN_PAIR` */
  subscribe<K extends MarketEventType>(
    kind: K,
    { pair }: MarketFilter,
    handler: (event: MarketEvents[K]) => void,
    options: SubscribeOptions = {},
  ): Subscription {
    const pairs = pair === undefined ? undefined : [pair].flat()
    const instruments = pairs?.map((each) => this.slot(each).index)
    return this.#router.subscribe(kind, instruments ? { instruments } : {}, handler, options)
  }

  /** Tells what a row tells, as one frame. Rows of other instruments and feeds tell nothing. @throws ConfigError `INVALID_NUMBER` */
  apply(row: Row): void {
    if (row.type === 'recording') {
      // What follows does not continue what was before, up to the next snapshot.
      if (row.event !== 'stopped')
        for (const each of this.#replayed) this.#turn(each, 'stale', row.event, row.localTimeUs)
    } else if ('symbol' in row && row.symbol !== undefined && 'market' in row) this.#tell(row)
    this.#router.endBatch()
  }

  #tell(row: Extract<Row, { readonly market: unknown }>): void {
    const replayed = this.#of(row)
    if (replayed === undefined) return
    const { slot, book } = replayed
    if (row.type === 'bookSnapshot' || row.type === 'bookDelta') this.#onBook(row, replayed)
    else if (row.type === 'bookState') {
      // A book is live again with its snapshot, which follows.
      if (row.feed === book.feed && row.state !== 'live')
        this.#turn(replayed, row.state, row.reason, row.localTimeUs)
    } else if (row.type === 'trade') this.#router.trade(tradeUpdateOf(row, slot))
    else if (row.type === 'bbo') this.#router.bbo(bboUpdateOf(row, slot))
    else {
      if (row.type === 'instrumentChanged') slot.instrument = row.instrument
      this.#router.event(row)
    }
  }

  #onBook(row: BookDeltaRow | BookSnapshotRow, replayed: Replayed): void {
    const { slot, book } = replayed
    if (row.feed !== book.feed || (row.type === 'bookDelta' && book.state !== 'live')) return
    const update = bookUpdateOf(row, slot)
    if (row.type === 'bookSnapshot')
      replayed.cut = row.truncateTo === undefined ? {} : { truncateTo: row.truncateTo }
    book.apply(update, replayed.cut)
    if (row.type === 'bookSnapshot') this.#turn(replayed, 'live', 'snapshot', row.localTimeUs)
    this.#router.book(update)
  }

  #turn({ slot, book }: Replayed, state: BookState, reason: string, localTimeUs: number): void {
    const previous = book.state
    if (previous === state || (previous === 'syncing' && state !== 'live')) return
    book.state = state
    const { venue, market, pair, symbol } = slot.instrument
    const { feed } = book
    const changed = { venue, market, pair, symbol, feed, state, previous, reason, localTimeUs }
    this.#router.event(Object.freeze({ type: 'bookState', ...changed }))
  }

  #of({ market, symbol }: Pick<Instrument, 'market' | 'symbol'>): Replayed | undefined {
    return this.#replayed.find(
      ({ slot }) => slot.instrument.symbol === symbol && slot.instrument.market === market,
    )
  }

  #byPair(pair: string): Replayed {
    const replayed = this.#replayed.find(({ slot }) => slot.instrument.pair === pair)
    if (replayed !== undefined) return replayed
    const known = this.#replayed.map(({ slot }) => slot.instrument.pair).join(', ')
    throw new ConfigError('UNKNOWN_PAIR', `Replaying ${pair}: expected one of ${known}`)
  }
}
