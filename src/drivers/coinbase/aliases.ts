/**
 * @hotpath One book under several names: `BTC-USDC` is traded in the book of `BTC-USD`, and market data has that name alone.
 * What is read for it is told for every listed name. Allocation budget: none once the buffers have grown.
 */
import type {
  BboUpdate,
  BookUpdate,
  InstrumentSlot,
  InstrumentTable,
  LevelBuffer,
  TradeUpdate,
} from '../../core/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'

/** The other names of books, and what they are told. */
export class Aliases {
  readonly #table: InstrumentTable
  readonly #batch: FrameBatch
  /** By the instrument's index. */
  #byIndex: (readonly InstrumentSlot[])[] = []
  #size = 0
  /** Whether {@link Aliases.copyAlone} has left something to tell. */
  hasCopied = false

  /** Finds names in `table`, again whenever it has grown; what is told goes to `batch`. */
  constructor(table: InstrumentTable, batch: FrameBatch) {
    this.#table = table
    this.#batch = batch
  }

  /** The other names of an instrument's book. */
  of(slot: InstrumentSlot): readonly InstrumentSlot[] {
    if (this.#table.slots().length !== this.#size) this.#index()
    return this.#byIndex[slot.index]!
  }

  /** Tells a book change under the other names alone, where there are any: who reads by shape tells the change itself. Always `true`. */
  copyAlone(update: BookUpdate): true {
    this.hasCopied = this.of(update.slot).length > 0
    if (this.hasCopied) {
      this.#batch.clear()
      this.copyBook(update)
    }
    return true
  }

  /** Tells a book change, read to its end, under the other names too. */
  copyBook(update: BookUpdate): void {
    const aliases = this.of(update.slot)
    for (let i = 0; i < aliases.length; i += 1) {
      const slot = aliases[i]!
      const copy = this.#batch.book(slot, update.feed, update.isSnapshot, update.localTimeUs)
      copy.venueUs = update.venueUs
      copy.priceDigits = update.priceDigits
      copy.sizeDigits = update.sizeDigits
      this.#take(copy.bids, update.bids, slot)
      this.#take(copy.asks, update.asks, slot)
    }
  }

  /** The same of a BBO. */
  copyBbo(update: BboUpdate): void {
    const aliases = this.of(update.slot)
    for (let i = 0; i < aliases.length; i += 1) {
      const slot = aliases[i]!
      const copy = this.#batch.bbo(slot, update.localTimeUs)
      copy.venueUs = update.venueUs
      this.#take(copy.levels, update.levels, slot)
    }
  }

  /** The same of a trade. */
  copyTrade(update: TradeUpdate): void {
    const aliases = this.of(update.slot)
    for (let i = 0; i < aliases.length; i += 1) {
      const slot = aliases[i]!
      const copy = this.#batch.trade(slot, update.localTimeUs)
      copy.venueUs = update.venueUs
      copy.takerSide = update.takerSide
      copy.idBytes = update.idBytes
      copy.idStart = update.idStart
      copy.idEnd = update.idEnd
      this.#take(copy.level, update.level, slot)
    }
  }

  /** Levels at the scales of another instrument, which grow where they are too small. */
  #take(to: LevelBuffer, from: LevelBuffer, slot: InstrumentSlot): void {
    to.copyFrom(from)
    if (from.priceScale > slot.priceScale || from.sizeScale > slot.sizeScale)
      this.#table.grow(slot, from.priceScale, from.sizeScale)
    if (from.isWide && !slot.isWide) this.#table.widen(slot)
    if (to.priceScale === slot.priceScale && to.sizeScale === slot.sizeScale && !slot.isWide) return
    if (slot.isWide) to.widen()
    if (to.rescale(slot.priceScale, slot.sizeScale)) return
    this.#table.widen(slot)
    to.widen()
    to.rescale(slot.priceScale, slot.sizeScale)
  }

  /** Cold: instruments are listed at the start and now and then. */
  #index(): void {
    const slots = this.#table.slots()
    const byIndex: InstrumentSlot[][] = []
    for (const slot of slots) {
      byIndex[slot.index] ??= []
      const { market, aliasOf } = slot.instrument
      const named = aliasOf === undefined ? undefined : this.#table.bySymbol(market, aliasOf)
      if (named === undefined || named === slot) continue
      byIndex[named.index] ??= []
      byIndex[named.index]!.push(slot)
    }
    this.#byIndex = byIndex
    this.#size = slots.length
  }
}
