import { MaintainedBook, newCursor } from '../../book/index.ts'
import type {
  BboUpdate,
  BookUpdate,
  ContinuityRule,
  ExchangeDriver,
  FrameDecoder,
  FrameSink,
  InstrumentSlot,
  OwnedMarketEvent,
  TradeUpdate,
} from '../../core/index.ts'
import { createInstrumentTable } from '../../drivers/kit/instrument-table.ts'
import type { StreamMaker } from '../../sim/stream-maker.ts'

/** Arrival of every frame: the measured path takes no time of its own. */
const LOCAL_US = 1_700_000_000_000_000

interface Kept {
  readonly book: MaintainedBook
  readonly rule: ContinuityRule
  readonly snapshot: BookUpdate
}

/**
 * What the market layer does with a frame: decode, and where a book is kept, judge, apply, look whether it is crossed, read
 * the top. Anything unexpected throws: a path that loses frames is not worth measuring.
 */
export class FrameReader implements FrameSink {
  readonly #decoder: FrameDecoder
  readonly #driver: ExchangeDriver
  readonly #streams: StreamMaker
  readonly #slot: InstrumentSlot
  readonly #cursor = newCursor()
  #kept: Kept | undefined
  #read = 0

  /** Reads one instrument's frames. */
  constructor(driver: ExchangeDriver, streams: StreamMaker, symbol: string) {
    const { market, priceScale, sizeScale } = streams
    const instrument = driver.inferInstrument(market, symbol)
    if (instrument === undefined) throw new Error(`The naming rule does not know ${symbol}`)
    const table = createInstrumentTable()
    this.#slot = table.add({ ...instrument, priceScale, sizeScale })
    this.#decoder = driver.createDecoder(table, market)
    this.#driver = driver
    this.#streams = streams
  }

  /** Keeps a book from here on; `reset` puts it on this snapshot. */
  keepBook(snapshot: string): void {
    const { feed, market } = this.#streams
    const call = this.#driver.rest.bookSnapshot?.(this.#slot, feed)
    if (call === undefined) throw new Error(`${this.#driver.facts.name} has no book snapshots`)
    const response = { status: 200, headers: {}, body: Buffer.from(snapshot) }
    this.#kept = {
      book: new MaintainedBook(this.#slot, feed, 'full'),
      rule: this.#driver.continuity(market, feed),
      snapshot: call.parse(response, LOCAL_US),
    }
  }

  /** Puts the book on its snapshot. */
  reset(): void {
    if (this.#kept === undefined) return
    const { book, rule, snapshot } = this.#kept
    rule.judge(this.#cursor, snapshot)
    book.apply(snapshot)
    book.state = 'live'
  }

  /** Reads every frame; each must tell one update. */
  readAll(frames: readonly Uint8Array[]): void {
    this.#read = 0
    for (const frame of frames) this.#decoder.decode(frame, LOCAL_US, this)
    if (this.#read !== frames.length)
      throw new Error(`${frames.length} frames told ${this.#read} updates`)
  }

  /** The best bid and ask as text, where a book is kept. */
  top(): readonly [string, string] | undefined {
    const view = this.#kept?.book.view
    return view?.state === 'live' ? [view.bids.priceText(0), view.asks.priceText(0)] : undefined
  }

  book(update: BookUpdate): void {
    this.#read += 1
    if (this.#kept === undefined) return
    const { book, rule } = this.#kept
    if (rule.judge(this.#cursor, update) !== 'apply') throw new Error('A frame was not applied')
    book.apply(update)
    const { bids, asks } = book
    if (book.isCrossed() || !(bids.price(0) < asks.price(0))) throw new Error('The book is crossed')
  }

  bbo(_update: BboUpdate): void {
    this.#read += 1
  }

  trade(_update: TradeUpdate): void {
    this.#read += 1
  }

  event(event: OwnedMarketEvent): void {
    throw new Error(`Did not expect the event ${event.type}`)
  }

  lost(reason: string): void {
    throw new Error(`A frame is missing: ${reason}`)
  }
}
