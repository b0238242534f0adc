/**
 * @hotpath The items of Kraken's `data` into updates: each is a book, a BBO or a trade of the instrument that it names,
 * keys in any order. Where a price comes before the symbol, the item is walked again. Allocates nothing.
 * Bench: `bench/gate`. Layouts: docs/venues/kraken.md.
 */
import type {
  BboUpdate,
  BookUpdate,
  InstrumentSlot,
  InstrumentTable,
  Market,
  TradeUpdate,
} from '../../core/index.ts'
import { END, type JsonReader, readObjectLevels, readPrice, readSize } from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import type { Confirmed } from './confirmed.ts'
import {
  ASK,
  ASK_QTY,
  ASKS,
  BID,
  BID_QTY,
  BIDS,
  BOOK,
  CHECKSUM,
  ITEM_KEYS,
  LEVEL_KEYS,
  PRICE,
  QTY,
  SIDE,
  SYMBOL,
  TICKER,
  TIMESTAMP,
  TRADE,
  TRADE_ID,
} from './frame-keys.ts'
import { ItemFields } from './item-fields.ts'

/** Reads items one after the other. */
export class ItemReader {
  /** The instrument of the last item; absent where it is not listed. */
  slot: InstrumentSlot | undefined
  /** Whether an item was of an instrument that is not listed. */
  hasUnlisted = false
  /** Whether an item was a ticker that is more than a BBO. */
  hasTicker = false
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #reader: JsonReader
  readonly #batch: FrameBatch
  readonly #confirmed: Confirmed
  readonly #fields = new ItemFields()
  #localTimeUs = 0
  /** Whether the frame is a snapshot. */
  #isSnapshot = false
  // What was found of the item.
  #isLate = false
  #book: BookUpdate | undefined
  #bbo: BboUpdate | undefined
  #trade: TradeUpdate | undefined

  /** A reader that fills slots of `batch`; symbols are looked up in `table`, as of `market`. */
  constructor(
    table: InstrumentTable,
    market: Market,
    reader: JsonReader,
    batch: FrameBatch,
    confirmed: Confirmed,
  ) {
    this.#table = table
    this.#market = market
    this.#reader = reader
    this.#batch = batch
    this.#confirmed = confirmed
  }

  /** A new frame. */
  begin(localTimeUs: number): void {
    this.#localTimeUs = localTimeUs
    this.slot = undefined
  }

  /** A new walk over the frame. */
  clear(): void {
    this.hasUnlisted = false
    this.hasTicker = false
  }

  /** Reads the item that is next. */
  read(channel: number, isSnapshot: boolean): void {
    const reader = this.#reader
    this.#isSnapshot = isSnapshot
    reader.peek()
    const start = reader.pos
    const depth = reader.depth
    this.slot = undefined
    this.#walkItem(channel)
    if (this.#isLate && this.slot !== undefined && reader.fault === '') {
      // The symbol stood behind a price, and is known now.
      reader.pos = start
      reader.depth = depth
      this.#walkItem(channel)
    }
    if (reader.fault === '' && !this.#closeItem(channel)) reader.fail('wrongType', start)
  }

  #walkItem(channel: number): void {
    this.#isLate = false
    this.#book = undefined
    this.#bbo = undefined
    this.#trade = undefined
    this.#fields.clear()
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(ITEM_KEYS); key !== END; key = reader.nextKey(ITEM_KEYS)) {
      switch (key) {
        case SYMBOL:
          this.#readSymbol()
          break
        case TIMESTAMP:
          this.#fields.readTime(reader)
          break
        case BIDS:
        case ASKS:
          if (channel === BOOK) this.#readLevels(key === BIDS)
          else reader.skipValue()
          break
        case CHECKSUM:
          this.#fields.readChecksum(reader)
          break
        case PRICE:
        case QTY:
          if (channel === TRADE) this.#readTradeNumber(key === PRICE)
          else reader.skipValue()
          break
        case SIDE:
          if (channel === TRADE) this.#fields.readSide(reader)
          else reader.skipValue()
          break
        case TRADE_ID:
          this.#fields.readId(reader)
          break
        case BID:
        case BID_QTY:
        case ASK:
        case ASK_QTY:
          if (channel === TICKER) this.#readBest(key)
          else reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  #readSymbol(): void {
    const reader = this.#reader
    if (!reader.readString() || this.slot !== undefined) return
    this.slot = this.#table.find(this.#market, reader.bytes, reader.textStart, reader.textEnd)
    if (this.slot === undefined) this.hasUnlisted = true
  }

  /** Whether prices can be read now; otherwise the item is walked again once its instrument is known. */
  #isReady(): boolean {
    if (this.slot !== undefined && !this.#isLate) return true
    this.#isLate = true
    this.#reader.skipValue()
    return false
  }

  #readLevels(isBid: boolean): void {
    if (!this.#isReady()) return
    const update = this.#openBook()
    readObjectLevels(
      this.#reader,
      update,
      isBid ? update.bids : update.asks,
      LEVEL_KEYS,
      this.#batch,
    )
  }

  #openBook(): BookUpdate {
    const slot = this.slot!
    const feed = this.#confirmed.feedOf(slot)
    return (this.#book ??= this.#batch.book(slot, feed, this.#isSnapshot, this.#localTimeUs))
  }

  #readTradeNumber(isPrice: boolean): void {
    if (!this.#isReady()) return
    const update = (this.#trade ??= this.#batch.trade(this.slot!, this.#localTimeUs))
    if (isPrice) readPrice(this.#reader, update.level, 0, this.#batch)
    else readSize(this.#reader, update.level, 0, this.#batch)
  }

  #readBest(key: number): void {
    if (!this.#isReady()) return
    const slot = this.slot!
    if (this.#confirmed.triggerOf(slot) === 'trades') {
      this.#reader.skipValue()
      return
    }
    const { levels } = (this.#bbo ??= this.#batch.bbo(slot, this.#localTimeUs))
    const i = key === BID || key === BID_QTY ? 0 : 1
    if (key === BID || key === ASK) readPrice(this.#reader, levels, i, this.#batch)
    else readSize(this.#reader, levels, i, this.#batch)
  }

  /** Writes what stood beside the prices into the item's update; `false` where a field that it needs is missing. */
  #closeItem(channel: number): boolean {
    const slot = this.slot
    if (slot === undefined) return this.hasUnlisted
    if (channel === TRADE) return this.#fields.completeTrade(this.#trade, this.#reader)
    if (channel === TICKER) return this.#closeTicker(slot)
    this.#closeBook(slot)
    return true
  }

  #closeBook(slot: InstrumentSlot): void {
    const update = this.#openBook()
    this.#fields.completeBook(update)
    if (!this.#isSnapshot) return
    const { bids, asks } = update
    const levels = bids.count > asks.count ? bids.count : asks.count
    update.feed = this.#confirmed.feedOfSnapshot(slot, levels)
  }

  #closeTicker(slot: InstrumentSlot): boolean {
    if (this.#confirmed.triggerOf(slot) !== 'bbo') this.hasTicker = true
    return this.#bbo === undefined || this.#fields.completeBbo(this.#bbo)
  }
}
