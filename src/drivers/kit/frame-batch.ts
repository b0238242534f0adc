/**
 * @hotpath What one frame says, gathered in reused slots and handed to the sink only when its last byte was read: a
 * frame that turns out damaged emits nothing. Allocation budget: none once the pools have grown.
 */
import {
  BboUpdate,
  BookUpdate,
  type InstrumentSlot,
  type InstrumentTable,
  type LevelBuffer,
  type MarketSink,
  type OwnedMarketEvent,
  TradeUpdate,
} from '../../core/index.ts'
import type { ScaleKeeper } from '../../wire/index.ts'

/** What a frame told where that can be read by shape: one book (under several names), one best price, one trade. */
export type ShapedKind = 'book' | 'bbo' | 'trade'

/** See the head of this file. */
export class FrameBatch implements ScaleKeeper {
  readonly #table: InstrumentTable
  readonly #books: BookUpdate[] = []
  readonly #bbos: BboUpdate[] = []
  readonly #trades: TradeUpdate[] = []
  readonly #events: OwnedMarketEvent[] = []
  #bookCount = 0
  #bboCount = 0
  #tradeCount = 0
  /** The instrument whose values are being read. */
  #current: InstrumentSlot | undefined

  /** A batch whose scales are kept in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
  }

  /** Forgets the last frame. */
  clear(): void {
    this.#bookCount = 0
    this.#bboCount = 0
    this.#tradeCount = 0
    this.#current = undefined
    if (this.#events.length > 0) this.#events.length = 0
  }

  /** A book update to fill. */
  book(slot: InstrumentSlot, feed: string, isSnapshot: boolean, localTimeUs: number): BookUpdate {
    this.#current = slot
    const update = (this.#books[this.#bookCount] ??= new BookUpdate(slot))
    this.#bookCount += 1
    update.begin(slot, feed, isSnapshot, localTimeUs)
    return update
  }

  /** A BBO update to fill. */
  bbo(slot: InstrumentSlot, localTimeUs: number): BboUpdate {
    this.#current = slot
    const update = (this.#bbos[this.#bboCount] ??= new BboUpdate(slot))
    this.#bboCount += 1
    update.begin(slot, localTimeUs)
    return update
  }

  /** A trade to fill. */
  trade(slot: InstrumentSlot, localTimeUs: number): TradeUpdate {
    this.#current = slot
    const update = (this.#trades[this.#tradeCount] ??= new TradeUpdate(slot))
    this.#tradeCount += 1
    update.begin(slot, localTimeUs)
    return update
  }

  /** Takes back the trade handed out last: what was read of it says that it is not to be told. */
  dropTrade(): void {
    this.#tradeCount -= 1
  }

  /** Adds a cold event. */
  event(event: OwnedMarketEvent): void {
    this.#events.push(Object.freeze(event))
  }

  /** What the frame told, where it was books alone, one best price alone or one trade alone. */
  get kind(): ShapedKind | undefined {
    if (this.#events.length > 0) return undefined
    const others = this.#bboCount + this.#tradeCount
    if (others === 0) return this.#bookCount > 0 ? 'book' : undefined
    if (this.#bookCount > 0 || others > 1) return undefined
    return this.#bboCount > 0 ? 'bbo' : 'trade'
  }

  /** The updates, in the order in which they are told. Cold. */
  updates(): readonly (BookUpdate | BboUpdate | TradeUpdate)[] {
    return [
      ...this.#books.slice(0, this.#bookCount),
      ...this.#bbos.slice(0, this.#bboCount),
      ...this.#trades.slice(0, this.#tradeCount),
    ]
  }

  /** Whether the frame said nothing. */
  isEmpty(): boolean {
    return this.#bookCount + this.#bboCount + this.#tradeCount + this.#events.length === 0
  }

  /** Tells the sink what changed of the instruments, then what the frame said: books, BBOs, trades, cold events. */
  flush(sink: MarketSink, localTimeUs: number): void {
    const changed = this.#table.takeChanged()
    for (let i = 0; i < changed.length; i += 1)
      sink.event(instrumentChanged(changed[i]!, localTimeUs))
    for (let i = 0; i < this.#bookCount; i += 1) sink.book(this.#books[i]!)
    for (let i = 0; i < this.#bboCount; i += 1) sink.bbo(this.#bbos[i]!)
    for (let i = 0; i < this.#tradeCount; i += 1) sink.trade(this.#trades[i]!)
    for (let i = 0; i < this.#events.length; i += 1) sink.event(this.#events[i]!)
  }

  /** {@inheritDoc ScaleKeeper.needScale} */
  needScale(_levels: LevelBuffer, priceScale: number, sizeScale: number): void {
    const slot = this.#current!
    this.#table.grow(slot, priceScale, sizeScale)
    this.#eachBuffer(
      slot,
      (buffer) => buffer.rescale(slot.priceScale, slot.sizeScale) || this.#widenAll(slot),
    )
  }

  /** {@inheritDoc ScaleKeeper.needWide} */
  needWide(): void {
    this.#widenAll(this.#current!)
  }

  #widenAll(slot: InstrumentSlot): void {
    this.#table.widen(slot)
    this.#eachBuffer(slot, (buffer) => {
      buffer.widen()
      buffer.rescale(slot.priceScale, slot.sizeScale)
    })
  }

  /** Every buffer of this frame that holds values of the instrument. Cold. */
  #eachBuffer(slot: InstrumentSlot, visit: (buffer: LevelBuffer) => void): void {
    for (const update of this.#books.slice(0, this.#bookCount)) {
      if (update.slot !== slot) continue
      visit(update.bids)
      visit(update.asks)
    }
    for (const update of this.#bbos.slice(0, this.#bboCount))
      if (update.slot === slot) visit(update.levels)
    for (const update of this.#trades.slice(0, this.#tradeCount))
      if (update.slot === slot) visit(update.level)
  }
}

function instrumentChanged(slot: InstrumentSlot, localTimeUs: number): OwnedMarketEvent {
  const { instrument, priceScale, sizeScale, isWide } = slot
  const { venue, market, pair, symbol } = instrument
  const reason = isWide ? 'wide' : 'scale'
  return Object.freeze({
    type: 'instrumentChanged',
    venue,
    market,
    pair,
    symbol,
    localTimeUs,
    reason,
    instrument,
    priceScale,
    sizeScale,
  })
}
