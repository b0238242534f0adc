/**
 * @hotpath Frames of Kraken's Derivatives WebSocket v1 into book and trade updates; shut down on 2027-03-01. A message
 * is one level or one trade, flat; keys in any order: where a price comes before feed, product and side, the frame is
 * walked a second time with all known. Cold feeds go to decode-cold.ts. Allocation budget: 0 a frame of `book`.
 * Bench: `bench/gate`.
 */
import type {
  BookUpdate,
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
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
import { FrameBatch } from '../../kit/frame-batch.ts'
import { FrameVerdict } from '../../kit/frame-verdict.ts'
import { type BookLayout, ShapedBooks } from '../../kit/shaped-books.ts'
import { bookLayout } from './book-layout.ts'
import { decodeCold, liquidationOf } from './decode-cold.ts'
import {
  ASKS,
  BIDS,
  BOOK,
  BOOK_SNAPSHOT,
  EVENT,
  FEED,
  FEEDS,
  HEARTBEAT,
  KEYS,
  LEVEL_KEYS,
  LIQUIDATION,
  NO_FEED,
  PRICE,
  PRINT_KIND,
  PRINT_KINDS,
  PRODUCT,
  QTY,
  SEQ,
  SIDE,
  TIME,
  TIMESTAMP,
  TRADE,
  TRADE_SNAPSHOT,
  TRADES,
  UID,
} from './frame-keys.ts'
import { dropEmpty, isGiven } from './levels.ts'

/** The only book feed: whole, every level. */
const BOOK_FEED = 'book'
const NO_SIDE = 0
const BUY = 1
const SELL = 2
const NO_KIND = -2

/** Decodes the frames of one connection. */
export class LegacyFuturesDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedBooks
  readonly #layout: BookLayout
  // Where the trades of a snapshot start: they come newest first, and are told oldest first.
  readonly #starts: number[] = []
  #localTimeUs = 0
  // What decides how values are read; a second walk keeps it.
  #feed = NO_FEED
  #slot: InstrumentSlot | undefined
  #isUnlisted = false
  #side = NO_SIDE
  #printKind = NO_KIND
  // What one walk has found.
  #isLate = false
  #isAnswer = false
  #book: BookUpdate | undefined
  #trade: TradeUpdate | undefined
  #seq: number = Number.NaN
  #timeMs: number = Number.NaN
  #idStart = 0
  #idEnd = 0

  /** A decoder whose instruments stand in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedBooks(this.#batch)
    this.#layout = bookLayout(table)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const book = this.#shaped.read(frame, localTimeUs)
    if (book === undefined) return this.#decodeByKeys(frame, localTimeUs, sink)
    sink.book(book)
    return 'event'
  }

  #decodeByKeys(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    this.#localTimeUs = localTimeUs
    this.#feed = NO_FEED
    this.#forgetItem()
    const reader = this.#reader
    this.#walkFrame(frame)
    if (this.#isLate && reader.fault === '' && this.#feed >= 0) this.#walkFrame(frame)
    if (reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#slot)
    if (this.#isAnswer || this.#feed < 0) return this.#cold(frame, sink)
    if (this.#isFeed(HEARTBEAT)) return 'control'
    if (this.#isUnlisted) return this.#verdict.ignore('instrument is not listed')
    if (this.#isFeed(TRADE_SNAPSHOT)) this.#walkTrades()
    else this.#closeItem()
    if (this.#isFaulty()) return this.#verdict.malformed(this.#reader, this.#slot)
    if (this.#batch.isEmpty()) {
      return this.#verdict.ignore(
        this.#starts.length > 0 || this.#isFeed(TRADE) ? NOT_A_TRADE : 'no trades',
      )
    }
    this.#batch.flush(sink, localTimeUs)
    this.#shaped.learn(frame, this.#layout)
    return 'event'
  }

  /** Calls, so that the compiler does not think the fields are still what `decode` saw. */
  #isFeed(feed: number): boolean {
    return this.#feed === feed
  }

  #isFaulty(): boolean {
    return this.#reader.fault !== ''
  }

  #forgetItem(): void {
    this.#slot = undefined
    this.#isUnlisted = false
    this.#side = NO_SIDE
    this.#printKind = NO_KIND
  }

  #forgetValues(): void {
    this.#isLate = false
    this.#book = undefined
    this.#trade = undefined
    this.#seq = Number.NaN
    this.#timeMs = Number.NaN
    this.#idStart = 0
    this.#idEnd = 0
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#isAnswer = false
    this.#starts.length = 0
    this.#forgetValues()
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isObject()) this.#walkObject()
    else reader.skipValue()
    reader.finish()
  }

  #walkObject(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      switch (key) {
        case FEED:
          if (reader.readString()) this.#feed = reader.textIn(FEEDS)
          break
        case PRODUCT:
          this.#readProduct()
          break
        case SIDE:
          this.#readSide()
          break
        case SEQ:
          if (this.#isHot() && reader.readInteger()) this.#seq = reader.integer
          break
        case TIMESTAMP:
        case TIME:
          if (this.#isHot() && reader.readInteger()) this.#timeMs = reader.integer
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
          this.#readId()
          break
        case PRINT_KIND:
          this.#readPrintKind()
          break
        case TRADES:
          this.#markTrades()
          break
        case EVENT:
          this.#isAnswer = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  /** Whether the frame's feed is known to be a hot one; otherwise the value is skipped, for now or for good. */
  #isHot(): boolean {
    if (this.#feed >= 0) return true
    if (this.#feed === NO_FEED) this.#isLate = true
    this.#reader.skipValue()
    return false
  }

  #readProduct(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString() || this.#slot !== undefined) return
    this.#slot = this.#table.find('futures', reader.bytes, reader.textStart, reader.textEnd)
    this.#isUnlisted = this.#slot === undefined
  }

  #readSide(): void {
    const reader = this.#reader
    if (!reader.isString()) reader.skipValue()
    else if (reader.readString()) {
      this.#side = reader.textIs('sell') ? SELL : reader.textIs('buy') ? BUY : NO_SIDE
    }
  }

  #readPrintKind(): void {
    const reader = this.#reader
    if (!reader.isString()) reader.skipValue()
    else if (reader.readString()) this.#printKind = reader.textIn(PRINT_KINDS)
  }

  #readId(): void {
    const reader = this.#reader
    if (!this.#isHot() || !reader.readString()) return
    this.#idStart = reader.textStart
    this.#idEnd = reader.textEnd
  }

  /** Whether the price or size of the message can be put where it belongs. */
  #isReady(): boolean {
    const isPlaced = this.#feed === BOOK ? this.#side !== NO_SIDE : this.#printKind !== NO_KIND
    if (this.#slot !== undefined && isPlaced && !this.#isLate) return true
    this.#isLate = true
    this.#reader.skipValue()
    return false
  }

  #readNumber(isPrice: boolean): void {
    if (!this.#isHot() || !this.#isReady()) return
    if (this.#feed === BOOK) this.#readLevelNumber(isPrice)
    else if (this.#feed !== TRADE || this.#printKind < 0) this.#reader.skipValue()
    else {
      const update = (this.#trade ??= this.#batch.trade(this.#slot!, this.#localTimeUs))
      if (isPrice) readPrice(this.#reader, update.level, 0, this.#batch)
      else readSize(this.#reader, update.level, 0, this.#batch)
    }
  }

  #readLevelNumber(isPrice: boolean): void {
    const update = this.#openBook(false)
    if (update.isSnapshot) {
      this.#reader.fail('wrongType', this.#reader.pos)
      return
    }
    const levels = this.#side === SELL ? update.asks : update.bids
    if (levels.count === 0) openLevel(levels)
    if (isPrice) levelPrice(this.#reader, update, levels, this.#batch)
    else levelSize(this.#reader, update, levels, this.#batch)
  }

  #readLevels(isBid: boolean): void {
    const reader = this.#reader
    if (!this.#isHot()) return
    if (this.#feed !== BOOK_SNAPSHOT || this.#slot === undefined || this.#isLate) {
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
    return (this.#book ??= this.#batch.book(this.#slot!, BOOK_FEED, isSnapshot, this.#localTimeUs))
  }

  #markTrades(): void {
    const reader = this.#reader
    if (!this.#isHot() || !reader.enterArray()) return
    while (reader.nextItem()) {
      reader.peek()
      this.#starts.push(reader.pos)
      reader.skipValue()
    }
  }

  /** The trades marked, oldest first; the frame was checked to its end before. */
  #walkTrades(): void {
    const reader = this.#reader
    for (let i = this.#starts.length - 1; i >= 0 && reader.fault === ''; i -= 1) {
      this.#forgetItem()
      this.#feed = TRADE
      this.#walkTrade(this.#starts[i]!)
      if (this.#isLate) this.#walkTrade(this.#starts[i]!)
      if (reader.fault === '' && !this.#isUnlisted) this.#closeItem()
    }
  }

  #walkTrade(start: number): void {
    this.#forgetValues()
    this.#reader.pos = start
    this.#walkObject()
  }

  /** Writes what stood beside the prices into the update. */
  #closeItem(): void {
    const isWhole = this.#feed === TRADE ? this.#closeTrade() : this.#closeBook()
    if (!isWhole) this.#reader.fail('wrongType', 0)
  }

  #closeBook(): boolean {
    const update = this.#book
    // A key that comes twice may have opened both kinds: what is not whole must not be told.
    if (update === undefined || this.#trade !== undefined || Number.isNaN(this.#seq)) return false
    update.last = this.#seq
    update.venueUs = this.#timeMs * 1000
    if (update.isSnapshot) {
      dropEmpty(update.bids)
      dropEmpty(update.asks)
      return true
    }
    if (update.bids.count + update.asks.count !== 1) return false
    return isGiven(update.bids.count === 1 ? update.bids : update.asks)
  }

  /** Assignments, terminations and block trades are no trades between two parties on the book. */
  #closeTrade(): boolean {
    const update = this.#trade
    if (this.#printKind !== NO_KIND && this.#printKind < 0) return update === undefined
    if (update === undefined || this.#book !== undefined || !isGiven(update.level)) return false
    if (this.#side === NO_SIDE || this.#idEnd === this.#idStart) return false
    update.venueUs = this.#timeMs * 1000
    update.takerSide = this.#side === SELL ? 'sell' : 'buy'
    update.idBytes = this.#reader.bytes
    update.idStart = this.#idStart
    update.idEnd = this.#idEnd
    if (this.#printKind === LIQUIDATION) this.#batch.event(liquidationOf(update))
    return true
  }

  #cold(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    this.#batch.clear()
    const result = decodeCold(frame, this.#table, this.#localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, this.#localTimeUs)
  }
}

const NOT_A_TRADE = 'print is not a trade on the book'
