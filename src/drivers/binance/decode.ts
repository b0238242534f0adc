/**
 * @hotpath Binance's market-data frames, combined (`{"stream":…,"data":…}`) or raw, into book, BBO and trade updates.
 * A frame shaped like the one before it in its stream is read by its shape (shaped-frame.ts). Any other is walked once,
 * keys in any order; if a price comes before the symbol or the kind is known, it is walked again with both known. Cold
 * kinds go to decode-cold.ts. Layouts: messages.ts. Allocation budget: 0 a frame. Bench: `bench/gate`.
 */
import type {
  BboUpdate,
  BookUpdate,
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
  Market,
  TradeUpdate,
} from '../../core/index.ts'
import { END, JsonReader, readLevels, readPrice, readSize, UNKNOWN } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { bookLayout } from './book-layout.ts'
import { decodeCold } from './decode-cold.ts'
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
  EVENT_KINDS,
  EVENT_TIME,
  EVENT_TYPE,
  EVENTS,
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
import { type KnownStream, KnownStreams } from './known-streams.ts'
import { isSbe } from './sbe.ts'
import { ShapedFrame } from './shaped-frame.ts'
import type { StreamKind } from './streams.ts'

/** Market prints; `INSURANCE_FUND`, `ADL` and `NA` are no trades between two parties. */
const MARKET_PRINT = 'MARKET'

/** Decodes the frames of one market. */
export class BinanceDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #streams: KnownStreams
  readonly #shaped: ShapedFrame
  // What the walk has found so far.
  #stream: KnownStream | undefined
  #kind: StreamKind | '' = ''
  #feed = ''
  #slot: InstrumentSlot | undefined
  #isUnlisted = false
  #isLate = false
  #isControl = false
  #isSkippedPrint = false
  #book: BookUpdate | undefined
  #bbo: BboUpdate | undefined
  #trade: TradeUpdate | undefined
  #localTimeUs = 0
  readonly #fields = new FrameFields()

  /** A decoder of one market's frames. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
    this.#batch = new FrameBatch(table)
    this.#streams = new KnownStreams(table, market)
    this.#shaped = new ShapedFrame(this.#streams, this.#batch, bookLayout(table, market))
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    if (this.#shaped.tell(frame, localTimeUs, sink)) return 'event'
    return this.#decodeByKeys(frame, localTimeUs, sink)
  }

  #decodeByKeys(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    this.#stream = undefined
    this.#kind = ''
    this.#feed = ''
    this.#slot = undefined
    this.#localTimeUs = localTimeUs
    const reader = this.#reader
    this.#walkFrame(frame)
    if (reader.fault !== '') {
      return isSbe(frame)
        ? this.#verdict.ignore('frame is SBE (binary)')
        : this.#verdict.malformed(this.#reader, this.#slot)
    }
    if (this.#isControl) return 'control'
    if (this.#isKind('cold')) return this.#cold(frame, sink)
    if (this.#isUnlisted) return this.#verdict.ignore('instrument is not listed')
    if (this.#isLate) {
      // The symbol or the kind stood behind a price: both are known now.
      this.#walkFrame(frame)
      if (this.#isFaulty()) return this.#verdict.malformed(this.#reader, this.#slot)
      if (this.#isLate || this.#slot === undefined) return this.#cold(frame, sink)
    }
    if (this.#isSkippedPrint) return this.#verdict.ignore('print is not a market trade')
    if (this.#batch.isEmpty()) return this.#cold(frame, sink)
    if (!this.#isComplete()) {
      reader.fail('wrongType', 0)
      return this.#verdict.malformed(reader, this.#slot)
    }
    this.#batch.flush(sink, localTimeUs)
    this.#shaped.learn(frame, this.#stream, this.#kind)
    return 'event'
  }

  /** Whether what the frame carries has all that it needs. */
  #isComplete(): boolean {
    const fields = this.#fields
    if (this.#book !== undefined) return fields.completeBook(this.#book)
    if (this.#bbo !== undefined) return fields.completeBbo(this.#bbo)
    return this.#trade === undefined || fields.completeTrade(this.#trade, this.#reader.bytes)
  }

  // Calls, so that the compiler does not think that fields are still what `decode` saw.

  #isFaulty(): boolean {
    return this.#reader.fault !== ''
  }

  #isKind(kind: StreamKind | ''): boolean {
    return this.#kind === kind
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#book = undefined
    this.#bbo = undefined
    this.#trade = undefined
    this.#isUnlisted = false
    this.#isLate = false
    this.#isControl = false
    this.#isSkippedPrint = false
    this.#fields.clear()
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isArray()) {
      this.#kind = 'cold'
      reader.skipValue()
    } else this.#walkObject()
    reader.finish()
    // Spot's best-price frames name no event; an update id beside prices is what they have.
    if (this.#isLate && this.#isKind('') && !Number.isNaN(this.#fields.last)) {
      this.#kind = 'bookTicker'
    }
  }

  #walkObject(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      switch (key) {
        case STREAM:
          this.#readStream()
          break
        case DATA:
          if (reader.isObject()) this.#walkObject()
          else {
            this.#kind = 'cold'
            reader.skipValue()
          }
          break
        case EVENT_TYPE:
          this.#readEventType()
          break
        case SYMBOL:
          this.#readSymbol()
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
          if (this.#kind === '') this.#kind = 'partial'
          if (reader.readInteger()) this.#fields.last = reader.integer
          break
        case LAST_ID:
          if (this.#takesNumber() && reader.readInteger()) this.#fields.last = reader.integer
          break
        case FIRST_ID:
          if (this.#takesNumber() && reader.readInteger()) this.#fields.first = reader.integer
          break
        case PREVIOUS_ID:
          if (this.#takesNumber() && reader.readInteger()) this.#fields.previous = reader.integer
          break
        case EVENT_TIME:
          if (this.#takesNumber() && reader.readInteger()) this.#fields.eventMs = reader.integer
          break
        case TRANSACTION_TIME:
          if (this.#takesNumber() && reader.readInteger())
            this.#fields.transactionMs = reader.integer
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
          this.#readPrintKind()
          break
        case PRIVATE_EVENT:
          this.#kind = 'cold'
          reader.skipValue()
          break
        case UNKNOWN:
          reader.skipValue()
          break
        default:
          if (this.#kind === '') this.#isControl = true
          reader.skipValue()
      }
    }
  }

  #readStream(): void {
    const reader = this.#reader
    if (!reader.readString()) return
    this.#stream = this.#streams.named(reader)
    const { kind, feed, slot } = this.#stream.info
    // The name stands behind the data: what was read of it may have been taken for another kind.
    if ((kind !== this.#kind || feed !== this.#feed) && !this.#batch.isEmpty()) this.#isLate = true
    this.#kind = kind
    this.#feed = feed
    if (slot !== undefined) this.#slot = slot
  }

  #readEventType(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      this.#kind = 'cold'
      reader.skipValue()
      return
    }
    reader.readString()
    if (this.#kind === 'partial') return // futures write `depthUpdate` into whole books too
    const id = reader.textIn(EVENTS)
    this.#kind = id < 0 ? 'cold' : EVENT_KINDS[id]!
    if (this.#kind === 'depth' && this.#feed === '') this.#feed = 'depth'
  }

  #readSymbol(): void {
    const reader = this.#reader
    if (this.#slot !== undefined || this.#kind === 'cold' || !reader.isString()) {
      reader.skipValue()
      return
    }
    reader.readString()
    this.#slot = this.#table.find(this.#market, reader.bytes, reader.textStart, reader.textEnd)
    this.#isUnlisted = this.#slot === undefined
  }

  /** Whether prices can be read now; otherwise the frame is walked again once kind and instrument are known. */
  #isReady(kind: boolean): boolean {
    if (kind && this.#slot !== undefined) return true
    if (this.#kind !== 'cold' && (kind || this.#kind === '')) this.#isLate = true
    return false
  }

  /** Whether a number beside the prices is wanted; cold kinds use the same letters for other things. */
  #takesNumber(): boolean {
    if (this.#kind !== 'cold') return true
    this.#reader.skipValue()
    return false
  }

  #readSide(isBid: boolean): void {
    const reader = this.#reader
    if (!reader.isArray()) {
      this.#readQuotePrice(isBid)
      return
    }
    if (!this.#isReady(this.#kind === 'depth' || this.#kind === 'partial')) {
      reader.skipValue()
      return
    }
    const update = (this.#book ??= this.#batch.book(
      this.#slot!,
      this.#feed,
      this.#kind === 'partial',
      this.#localTimeUs,
    ))
    if (isBid) this.#fields.hasBids = true
    else this.#fields.hasAsks = true
    readLevels(reader, update, isBid ? update.bids : update.asks, this.#batch)
  }

  #readQuotePrice(isBid: boolean): void {
    const reader = this.#reader
    // As at the end of the walk; in aggregate trades `a` is a number.
    if (this.#isKind('') && reader.isString() && !Number.isNaN(this.#fields.last)) {
      this.#kind = 'bookTicker'
    }
    if (!this.#isReady(this.#kind === 'bookTicker')) {
      if (!isBid && this.#kind === 'aggTrade') this.#readTradeId()
      else reader.skipValue()
      return
    }
    const update = (this.#bbo ??= this.#batch.bbo(this.#slot!, this.#localTimeUs))
    readPrice(reader, update.levels, isBid ? 0 : 1, this.#batch)
  }

  #readQuoteSize(i: 0 | 1): void {
    if (!this.#isReady(this.#kind === 'bookTicker')) {
      this.#reader.skipValue()
      return
    }
    const update = (this.#bbo ??= this.#batch.bbo(this.#slot!, this.#localTimeUs))
    readSize(this.#reader, update.levels, i, this.#batch)
  }

  #readTradeNumber(isPrice: boolean): void {
    if (!this.#isReady(this.#kind === 'trade' || this.#kind === 'aggTrade')) {
      this.#reader.skipValue()
      return
    }
    const update = (this.#trade ??= this.#batch.trade(this.#slot!, this.#localTimeUs))
    if (isPrice) readPrice(this.#reader, update.level, 0, this.#batch)
    else readSize(this.#reader, update.level, 0, this.#batch)
  }

  #readTradeId(): void {
    const reader = this.#reader
    reader.peek()
    this.#fields.idStart = reader.pos
    reader.skipValue()
    this.#fields.idEnd = reader.pos
  }

  #readMaker(): void {
    const reader = this.#reader
    if (this.#kind === 'cold') reader.skipValue()
    else if (reader.readBoolean()) {
      this.#fields.buyerIsMaker = reader.boolean
      this.#fields.hasMakerFlag = true
    }
  }

  #readPrintKind(): void {
    const reader = this.#reader
    if (!reader.isString()) reader.skipValue()
    else if (reader.readString())
      this.#isSkippedPrint = this.#kind === 'trade' && !reader.textIs(MARKET_PRINT)
  }

  #cold(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    this.#batch.clear()
    const result = decodeCold(frame, this.#table, this.#market, this.#localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, this.#localTimeUs)
  }
}
