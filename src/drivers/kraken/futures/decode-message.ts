/**
 * @hotpath One message of Derivatives v1 into the batch: a level, a whole book, a trade, or a list of trades whose items
 * are such messages themselves. Keys in any order: where a price comes before feed, product and side, the message is
 * walked a second time with all known. Allocates nothing. Bench: `bench/gate`.
 */
import type {
  BookUpdate,
  InstrumentSlot,
  InstrumentTable,
  TradeUpdate,
} from '../../../core/index.ts'
import {
  END,
  JsonReader,
  levelPrice,
  levelSize,
  openLevel,
  readObjectLevels,
  readPrice,
  readSize,
} from '../../../wire/index.ts'
import type { FrameBatch } from '../../kit/frame-batch.ts'
import { ItemPlaces } from '../../kit/item-places.ts'
import { liquidationOf } from './decode-cold.ts'
import {
  ASKS,
  BIDS,
  BOOK,
  BOOK_SNAPSHOT,
  EVENT,
  FEED,
  FEEDS,
  KEYS,
  LEVEL_KEYS,
  LIQUIDATION,
  NO_FEED,
  NO_PRINT,
  PRICE,
  PRINT_KIND,
  PRODUCT,
  QTY,
  SEQ,
  SIDE,
  TIME,
  TIMESTAMP,
  TRADE,
  TRADES,
  UID,
} from './frame-keys.ts'
import { MessageFields } from './message-fields.ts'

/** The only book feed: whole, every level. */
const BOOK_FEED = 'book'

/** Reads messages one after the other; what stands here is of the last one. */
export class MessageReader {
  /** What stopped it, where a message cannot be read. */
  readonly json: JsonReader = new JsonReader()
  /** Where the trades of a list begin: they come newest first. */
  readonly trades: ItemPlaces = new ItemPlaces()
  /** Place in {@link FEEDS}; negative where there is none. */
  feed: number = NO_FEED
  /** The instrument; absent where it is not listed. */
  slot: InstrumentSlot | undefined
  /** Whether an instrument was named that is not listed. */
  isUnlisted = false
  /** Whether it answers a request. */
  isAnswer = false
  readonly #table: InstrumentTable
  readonly #batch: FrameBatch
  readonly #fields = new MessageFields()
  #localTimeUs = 0
  #isLate = false
  #book: BookUpdate | undefined
  #trade: TradeUpdate | undefined

  /** Fills `batch`; symbols are looked up in `table`. */
  constructor(table: InstrumentTable, batch: FrameBatch) {
    this.#table = table
    this.#batch = batch
  }

  /** Reads a frame; what it says is whole once it was closed. */
  read(frame: Uint8Array, localTimeUs: number): void {
    this.#localTimeUs = localTimeUs
    this.feed = NO_FEED
    this.#forgetItem()
    this.#walkFrame(frame)
    if (this.#isLate && this.json.fault === '' && this.feed >= 0) this.#walkFrame(frame)
  }

  #forgetItem(): void {
    this.slot = undefined
    this.isUnlisted = false
    this.#fields.forgetPlace()
  }

  #forgetValues(): void {
    this.#isLate = false
    this.#book = undefined
    this.#trade = undefined
    this.#fields.clear()
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.isAnswer = false
    this.trades.clear()
    this.#forgetValues()
    const reader = this.json
    reader.reset(frame)
    if (reader.isObject()) this.#walkObject()
    else reader.skipValue()
    reader.finish()
  }

  #walkObject(): void {
    const reader = this.json
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      switch (key) {
        case FEED:
          if (reader.readString()) this.feed = reader.textIn(FEEDS)
          break
        case PRODUCT:
          this.#readProduct()
          break
        case SIDE:
          this.#fields.readSide(reader)
          break
        case SEQ:
          if (this.#isHot() && reader.readInteger()) this.#fields.seq = reader.integer
          break
        case TIMESTAMP:
        case TIME:
          if (this.#isHot() && reader.readInteger()) this.#fields.timeMs = reader.integer
          break
        case PRICE:
        case QTY:
          this.#readNumber(key === PRICE)
          break
        case BIDS:
        case ASKS:
          this.#readLevels(key === BIDS)
          break
        case UID:
          if (this.#isHot()) this.#fields.readId(reader)
          break
        case PRINT_KIND:
          this.#fields.readPrintKind(reader)
          break
        case TRADES:
          if (this.#isHot()) this.trades.note(reader)
          break
        case EVENT:
          this.isAnswer = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  /** Whether the frame's feed is known to be a hot one; otherwise the value is skipped, for now or for good. */
  #isHot(): boolean {
    if (this.feed >= 0) return true
    if (this.feed === NO_FEED) this.#isLate = true
    this.json.skipValue()
    return false
  }

  #readProduct(): void {
    const reader = this.json
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString() || this.slot !== undefined) return
    this.slot = this.#table.find('futures', reader.bytes, reader.textStart, reader.textEnd)
    this.isUnlisted = this.slot === undefined
  }

  /** Whether the price or size of the message can be put where it belongs. */
  #isReady(): boolean {
    const isPlaced =
      this.feed === BOOK ? this.#fields.side !== '' : this.#fields.printKind !== NO_PRINT
    if (this.slot !== undefined && isPlaced && !this.#isLate) return true
    this.#isLate = true
    this.json.skipValue()
    return false
  }

  #readNumber(isPrice: boolean): void {
    if (!this.#isHot() || !this.#isReady()) return
    if (this.feed === BOOK) this.#readLevelNumber(isPrice)
    else if (this.feed !== TRADE || this.#fields.printKind < 0) this.json.skipValue()
    else {
      const { level } = this.#openTrade()
      if (isPrice) readPrice(this.json, level, 0, this.#batch)
      else readSize(this.json, level, 0, this.#batch)
    }
  }

  #readLevelNumber(isPrice: boolean): void {
    const update = this.#openBook(false)
    if (update.isSnapshot) {
      this.json.fail('wrongType', this.json.pos)
      return
    }
    const levels = this.#fields.side === 'sell' ? update.asks : update.bids
    if (levels.count === 0) openLevel(levels)
    if (isPrice) levelPrice(this.json, update, levels, this.#batch)
    else levelSize(this.json, update, levels, this.#batch)
  }

  #readLevels(isBid: boolean): void {
    const reader = this.json
    if (!this.#isHot()) return
    if (this.feed !== BOOK_SNAPSHOT || this.slot === undefined || this.#isLate) {
      this.#isLate = true
      reader.skipValue()
      return
    }
    const update = this.#openBook(true)
    if (!update.isSnapshot) reader.fail('wrongType', reader.pos)
    else
      readObjectLevels(reader, update, isBid ? update.bids : update.asks, LEVEL_KEYS, this.#batch)
  }

  #openBook(isSnapshot: boolean): BookUpdate {
    if (this.#book !== undefined) return this.#book
    const update = this.#batch.book(this.slot!, BOOK_FEED, isSnapshot, 0)
    // Written here: a double handed on to another call would be boxed.
    update.localTimeUs = this.#localTimeUs
    this.#book = update
    return update
  }

  #openTrade(): TradeUpdate {
    if (this.#trade !== undefined) return this.#trade
    const update = this.#batch.trade(this.slot!, 0)
    update.localTimeUs = this.#localTimeUs
    this.#trade = update
    return update
  }

  /** Reads the trades of a list, oldest first; the frame was checked to its end before. */
  readTrades(): void {
    const reader = this.json
    for (let i = this.trades.count - 1; i >= 0 && reader.fault === ''; i -= 1) {
      this.#forgetItem()
      this.feed = TRADE
      this.#walkTrade(this.trades.at(i))
      if (this.#isLate) this.#walkTrade(this.trades.at(i))
      if (reader.fault === '' && !this.isUnlisted) this.close()
    }
  }

  #walkTrade(start: number): void {
    this.#forgetValues()
    this.json.pos = start
    this.#walkObject()
  }

  /** Writes what stood beside the prices into the update. */
  close(): void {
    const isWhole = this.feed === TRADE ? this.#closeTrade() : this.#closeBook()
    if (!isWhole) this.json.fail('wrongType', 0)
  }

  // A key that comes twice may have opened both kinds: what is not whole must not be told.

  #closeBook(): boolean {
    const update = this.#book
    return update !== undefined && this.#trade === undefined && this.#fields.completeBook(update)
  }

  #closeTrade(): boolean {
    const fields = this.#fields
    const update = this.#trade
    // Assignments, terminations and block trades are no trades between two parties on the book.
    if (fields.printKind !== NO_PRINT && fields.printKind < 0) return update === undefined
    if (update === undefined || this.#book !== undefined) return false
    if (!fields.completeTrade(update, this.json.bytes)) return false
    if (fields.printKind === LIQUIDATION) this.#batch.event(liquidationOf(update))
    return true
  }
}
