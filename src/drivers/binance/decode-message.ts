/**
 * @hotpath One message of Binance into the batch, keys in any order: where a price comes before the symbol or the kind is
 * known, it is walked a second time with both known. Allocates nothing. Bench: `bench/gate`.
 */
import type { BboUpdate, BookUpdate, TradeUpdate } from '../../core/index.ts'
import { END, JsonReader, readLevels, readPrice, readSize, UNKNOWN } from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import { FrameFields } from './frame-fields.ts'
import {
  ASK_SIZE,
  ASKS,
  ASKS_OR_ASK_PRICE,
  BID_SIZE,
  BIDS,
  BIDS_OR_BID_PRICE,
  BUYER_IS_MAKER,
  DATA,
  EVENT_TIME,
  EVENT_TYPE,
  FIRST_ID,
  KEYS,
  LAST_ID,
  PREVIOUS_ID,
  PRINT_KIND,
  PRIVATE_EVENT,
  SNAPSHOT_ID,
  STREAM,
  SYMBOL,
  TRADE_ID,
  TRADE_PRICE,
  TRADE_SIZE,
  TRANSACTION_TIME,
} from './frame-keys.ts'
import type { FrameSubject } from './frame-subject.ts'

/** Reads messages one after the other; what stands here is of the last one. */
export class MessageReader {
  /** What stopped it, where a message cannot be read. */
  readonly json: JsonReader = new JsonReader()
  /** Whether something stood before what it takes to read it. */
  isLate = false
  /** Whether it answers a request. */
  isControl = false
  readonly #subject: FrameSubject
  readonly #batch: FrameBatch
  readonly #fields = new FrameFields()
  #book: BookUpdate | undefined
  #bbo: BboUpdate | undefined
  #trade: TradeUpdate | undefined
  #localTimeUs = 0

  /** Fills `batch`; what the message is about is told to `subject`. */
  constructor(subject: FrameSubject, batch: FrameBatch) {
    this.#subject = subject
    this.#batch = batch
  }

  /** A new message. */
  begin(localTimeUs: number): void {
    this.#localTimeUs = localTimeUs
    this.#subject.clear()
  }

  /** Walks over the message, with what is known of it. */
  walk(frame: Uint8Array): void {
    const subject = this.#subject
    this.#batch.clear()
    this.#book = undefined
    this.#bbo = undefined
    this.#trade = undefined
    this.isLate = false
    this.isControl = false
    subject.isUnlisted = false
    subject.isSkippedPrint = false
    this.#fields.clear()
    const reader = this.json
    reader.reset(frame)
    if (reader.isArray()) {
      subject.kind = 'cold'
      reader.skipValue()
    } else this.#walkObject()
    reader.finish()
    // Spot's best-price frames name no event; an update id beside prices is what they have.
    if (this.isLate && subject.kind === '' && !Number.isNaN(this.#fields.last)) {
      subject.kind = 'bookTicker'
    }
  }

  /** Whether what it carries has all that it needs. */
  isComplete(): boolean {
    const fields = this.#fields
    if (this.#book !== undefined) return fields.completeBook(this.#book)
    if (this.#bbo !== undefined) return fields.completeBbo(this.#bbo)
    return this.#trade === undefined || fields.completeTrade(this.#trade, this.json.bytes)
  }

  #walkObject(): void {
    const reader = this.json
    const subject = this.#subject
    const fields = this.#fields
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      switch (key) {
        case STREAM:
          // The name stands behind the data: what was read of it may have been taken for another kind.
          if (subject.readStream(reader) && !this.#batch.isEmpty()) this.isLate = true
          break
        case DATA:
          if (reader.isObject()) this.#walkObject()
          else {
            subject.kind = 'cold'
            reader.skipValue()
          }
          break
        case EVENT_TYPE:
          subject.readEventType(reader)
          break
        case SYMBOL:
          subject.readSymbol(reader)
          break
        case BIDS:
        case BIDS_OR_BID_PRICE:
          this.#readSide(true)
          break
        case ASKS:
        case ASKS_OR_ASK_PRICE:
          this.#readSide(false)
          break
        case BID_SIZE:
          this.#readQuoteSize(0)
          break
        case ASK_SIZE:
          this.#readQuoteSize(1)
          break
        case SNAPSHOT_ID:
          // Only whole books have it: the depth of the feed is in the stream's name.
          if (subject.kind === '') subject.kind = 'partial'
          if (reader.readInteger()) fields.last = reader.integer
          break
        case LAST_ID:
          if (this.#takesNumber() && reader.readInteger()) fields.last = reader.integer
          break
        case FIRST_ID:
          if (this.#takesNumber() && reader.readInteger()) fields.first = reader.integer
          break
        case PREVIOUS_ID:
          if (this.#takesNumber() && reader.readInteger()) fields.previous = reader.integer
          break
        case EVENT_TIME:
          if (this.#takesNumber() && reader.readInteger()) fields.eventMs = reader.integer
          break
        case TRANSACTION_TIME:
          if (this.#takesNumber() && reader.readInteger()) fields.transactionMs = reader.integer
          break
        case TRADE_PRICE:
          this.#readTradeNumber(true)
          break
        case TRADE_SIZE:
          this.#readTradeNumber(false)
          break
        case TRADE_ID:
          this.#readTradeId()
          break
        case BUYER_IS_MAKER:
          this.#readMaker()
          break
        case PRINT_KIND:
          subject.readPrintKind(reader)
          break
        case PRIVATE_EVENT:
          subject.kind = 'cold'
          reader.skipValue()
          break
        case UNKNOWN:
          reader.skipValue()
          break
        default:
          if (subject.kind === '') this.isControl = true
          reader.skipValue()
      }
    }
  }

  /** Whether prices can be read now; otherwise the frame is walked again once kind and instrument are known. */
  #isReady(isOfKind: boolean): boolean {
    const { kind, slot } = this.#subject
    if (isOfKind && slot !== undefined) return true
    if (kind !== 'cold' && (isOfKind || kind === '')) this.isLate = true
    return false
  }

  /** Whether a number beside the prices is wanted; cold kinds use the same letters for other things. */
  #takesNumber(): boolean {
    if (this.#subject.kind !== 'cold') return true
    this.json.skipValue()
    return false
  }

  #readSide(isBid: boolean): void {
    const reader = this.json
    if (!reader.isArray()) {
      this.#readQuotePrice(isBid)
      return
    }
    const { kind, feed, slot } = this.#subject
    const isWhole = kind === 'partial'
    if (!this.#isReady(isWhole || kind === 'depth')) {
      reader.skipValue()
      return
    }
    const update = (this.#book ??= this.#batch.book(slot!, feed, isWhole, this.#localTimeUs))
    if (isBid) this.#fields.hasBids = true
    else this.#fields.hasAsks = true
    readLevels(reader, update, isBid ? update.bids : update.asks, this.#batch)
  }

  #readQuotePrice(isBid: boolean): void {
    const reader = this.json
    // As at the end of the walk; in aggregate trades `a` is a number.
    if (this.#subject.kind === '' && reader.isString() && !Number.isNaN(this.#fields.last)) {
      this.#subject.kind = 'bookTicker'
    }
    if (!this.#isReady(this.#subject.kind === 'bookTicker')) {
      if (!isBid && this.#subject.kind === 'aggTrade') this.#readTradeId()
      else reader.skipValue()
      return
    }
    const update = (this.#bbo ??= this.#batch.bbo(this.#subject.slot!, this.#localTimeUs))
    readPrice(reader, update.levels, isBid ? 0 : 1, this.#batch)
  }

  #readQuoteSize(i: 0 | 1): void {
    if (!this.#isReady(this.#subject.kind === 'bookTicker')) {
      this.json.skipValue()
      return
    }
    const update = (this.#bbo ??= this.#batch.bbo(this.#subject.slot!, this.#localTimeUs))
    readSize(this.json, update.levels, i, this.#batch)
  }

  #readTradeNumber(isPrice: boolean): void {
    const { kind, slot } = this.#subject
    if (!this.#isReady(kind === 'trade' || kind === 'aggTrade')) {
      this.json.skipValue()
      return
    }
    const update = (this.#trade ??= this.#batch.trade(slot!, this.#localTimeUs))
    if (isPrice) readPrice(this.json, update.level, 0, this.#batch)
    else readSize(this.json, update.level, 0, this.#batch)
  }

  #readTradeId(): void {
    const reader = this.json
    reader.peek()
    this.#fields.idStart = reader.pos
    reader.skipValue()
    this.#fields.idEnd = reader.pos
  }

  #readMaker(): void {
    const reader = this.json
    if (this.#subject.kind === 'cold') reader.skipValue()
    else if (reader.readBoolean()) {
      this.#fields.buyerIsMaker = reader.boolean
      this.#fields.hasMakerFlag = true
    }
  }
}
