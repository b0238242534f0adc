import { LadderRoom, MaintainedBook, newCursor } from '../../src/book/index.ts'
import type {
  BboUpdate,
  BookCursor,
  BookUpdate,
  ContinuityRule,
  FrameDecoder,
  FrameSink,
  Instrument,
  InstrumentSlot,
  InstrumentTable,
  Levels,
  Market,
  OwnedMarketEvent,
  TradeUpdate,
} from '../../src/core/index.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { createInstrumentTable } from '../../src/drivers/kit/instrument-table.ts'
import { resolveBookOptions } from '../../src/market/book-options.ts'
import type { BookCase, DecodeCase, Shelf, Subject } from './cases.ts'
import type { BookInput, BookStart, DecodeInput, Layout } from './input.ts'
import type { Rows } from './naive-book.ts'
import { OwnSigner } from './own-signer.ts'

/** crossbook itself: the driver's decoder, its continuity rule, the default book. */
export const crossbook: Subject = {
  decode: (_kind, input) => new OwnDecode(input),
  book: (input) => new OwnBooks(input),
  shelf: () => new OwnShelf(),
  sign: (input) => new OwnSigner(input),
}

export const driver = binance()
export const marketOf = (layout: Layout): Market => (layout === 'spot' ? 'spot' : 'futures')
/** Scales of the tick and lot sizes that the venue lists for the recorded and the generated symbols. */
export const SCALES: Readonly<Record<Layout, Pick<Instrument, 'priceScale' | 'sizeScale'>>> = {
  spot: { priceScale: 2, sizeScale: 5 },
  usdm: { priceScale: 1, sizeScale: 3 },
}

/** What the ladders of all books of a venue may grow by together where nothing is configured. */
const newRoom = (): LadderRoom => new LadderRoom(resolveBookOptions({}).ladderBytes)

export function newTable(layout: Layout, symbols: readonly string[]): InstrumentTable {
  const table = createInstrumentTable()
  for (const symbol of symbols) table.add(instrumentOf(layout, symbol))
  return table
}

function instrumentOf(layout: Layout, symbol: string): Instrument {
  const instrument = driver.inferInstrument(marketOf(layout), symbol)
  if (instrument === undefined) throw new Error(`The naming rule does not know ${symbol}`)
  return { ...instrument, ...SCALES[layout] }
}

/** Keeps what the decoder pushed last. */
class OwnDecode implements DecodeCase, FrameSink {
  readonly #decoder: FrameDecoder
  #book: BookUpdate | undefined
  #bbo: BboUpdate | undefined
  #trade: TradeUpdate | undefined

  constructor(input: DecodeInput) {
    this.#decoder = driver.createDecoder(
      newTable(input.layout, [input.symbol]),
      marketOf(input.layout),
    )
  }

  onFrame(frame: Buffer): unknown {
    return this.#decoder.decode(frame, 1_700_000_000_000_000, this)
  }

  values(): number[] {
    const book = this.#book && [this.#book.bids, this.#book.asks]
    const single = this.#bbo?.levels ?? this.#trade?.level
    const all: readonly Levels[] = book ?? (single === undefined ? [] : [single])
    return all.flatMap((levels) => rowsOf(levels).flat())
  }

  book(update: BookUpdate): void {
    this.#book = update
  }

  bbo(update: BboUpdate): void {
    this.#bbo = update
  }

  trade(update: TradeUpdate): void {
    this.#trade = update
  }

  event(event: OwnedMarketEvent): void {
    demandScaleChange(event)
  }

  lost(reason: string): void {
    throw new Error(`A frame is missing: ${reason}`)
  }
}

/** A book as it is measured: the one that is used, or another structure. */
type MeasuredBook = Pick<MaintainedBook, 'apply' | 'isCrossed' | 'bids' | 'asks'> & {
  state: string
}

interface OwnBook {
  readonly book: MeasuredBook
  readonly cursor: BookCursor
  readonly snapshot: BookUpdate
}

/** What the market layer does per frame: judge, apply, look whether the book is crossed, publish. */
export class OwnBooks implements BookCase, FrameSink {
  /** Told of each change that was applied. */
  onApplied: ((update: BookUpdate) => void) | undefined
  readonly #decoder: FrameDecoder
  readonly #rule: ContinuityRule
  readonly #books: OwnBook[]
  /** Best bid plus best ask of the book changed last, scaled. */
  #top = Number.NaN
  readonly #unit: number

  constructor(input: BookInput, make?: (slot: InstrumentSlot) => MeasuredBook) {
    const market = marketOf(input.layout)
    this.#unit = 10 ** -SCALES[input.layout].priceScale
    const table = newTable(
      input.layout,
      input.starts.map(({ symbol }) => symbol),
    )
    this.#decoder = driver.createDecoder(table, market)
    this.#rule = driver.continuity(market, 'depth')
    const room = newRoom()
    this.#books = input.starts.map(({ symbol, snapshot }) => {
      const slot = table.bySymbol(market, symbol)
      const call = slot && driver.rest.bookSnapshot?.(slot, 'depth')
      if (slot === undefined || call === undefined) throw new Error(`No book for ${symbol}`)
      const body = Buffer.from(snapshot)
      return {
        book: make?.(slot) ?? new MaintainedBook(slot, 'depth', 'full', room),
        cursor: newCursor(),
        snapshot: call.parse({ status: 200, headers: {}, body }, 0),
      }
    })
  }

  reset(): void {
    for (const { book, cursor, snapshot } of this.#books) {
      this.#rule.judge(cursor, snapshot)
      book.apply(snapshot)
      book.state = 'live'
      this.onApplied?.(snapshot)
    }
  }

  onFrame(frame: Buffer): number {
    this.#top = Number.NaN
    this.#decoder.decode(frame, 1_700_000_000_000_000, this)
    return this.#top * this.#unit
  }

  book(update: BookUpdate): void {
    const { book, cursor } = this.#books[update.slot.index]!
    if (this.#rule.judge(cursor, update) !== 'apply') throw new Error('A frame was not applied')
    book.apply(update)
    if (book.isCrossed()) throw new Error('The book is crossed')
    this.onApplied?.(update)
    const { bids, asks } = book
    const hasSizes = bids.size(0) > 0 && asks.size(0) > 0
    this.#top = hasSizes ? bids.price(0) + asks.price(0) : Number.NaN
  }

  bbo(): void {
    throw new Error('Did not expect a BBO')
  }

  trade(): void {
    throw new Error('Did not expect a trade')
  }

  lost(reason: string): void {
    throw new Error(`A frame is missing: ${reason}`)
  }

  event(event: OwnedMarketEvent): void {
    demandScaleChange(event)
  }

  sides(book: number): { bids: Rows; asks: Rows } {
    const kept = this.#books[book]?.book
    if (kept?.state !== 'live') throw new Error('The book is not live')
    return { bids: rowsOf(kept.bids), asks: rowsOf(kept.asks) }
  }
}

/** Books that are kept, as the market layer holds them. */
class OwnShelf implements Shelf, FrameSink {
  readonly #table = newTable('spot', [])
  readonly #decoder = driver.createDecoder(this.#table, 'spot')
  readonly #room = newRoom()
  readonly #books: MaintainedBook[] = []

  add({ symbol, snapshot }: BookStart, frames: readonly Buffer[]): void {
    const slot = this.#table.add(instrumentOf('spot', symbol))
    const call = driver.rest.bookSnapshot?.(slot, 'depth')
    if (call === undefined) throw new Error(`No book for ${symbol}`)
    const book = new MaintainedBook(slot, 'depth', 'full', this.#room)
    book.apply(call.parse({ status: 200, headers: {}, body: Buffer.from(snapshot) }, 0))
    book.state = 'live'
    this.#books.push(book)
    for (const frame of frames) this.#decoder.decode(frame, 1_700_000_000_000_000, this)
    if (book.updateCount !== frames.length) throw new Error('A frame was not applied')
  }

  book(update: BookUpdate): void {
    this.#books[update.slot.index]?.apply(update)
  }

  bbo(): void {
    throw new Error('Did not expect a BBO')
  }

  trade(): void {
    throw new Error('Did not expect a trade')
  }

  lost(reason: string): void {
    throw new Error(`A frame is missing: ${reason}`)
  }

  event(event: OwnedMarketEvent): void {
    demandScaleChange(event)
  }

  levelCount(): number {
    return this.#books.reduce((sum, book) => sum + book.bids.count + book.asks.count, 0)
  }
}

export function rowsOf(levels: Levels): [number, number][] {
  return Array.from({ length: levels.count }, (_, i) => [
    levels.priceNumber(i),
    levels.sizeNumber(i),
  ])
}

/** Recorded sizes have more digits than the lot size of their day; anything else is unexpected. */
function demandScaleChange(event: OwnedMarketEvent): void {
  if (event.type !== 'instrumentChanged') throw new Error(`Did not expect the event ${event.type}`)
}
