/**
 * @hotpath Frames of Kraken's WebSocket v2 (spot) and of the Unified WebSocket (derivatives, same messages) into book,
 * BBO and trade updates. One walk over the bytes, keys in any order: where `data` comes before the channel the frame is
 * walked again, where a price comes before the symbol the item is. Cold channels go to decode-cold.ts. WebSocket v1,
 * frozen, is recognised and refused. Allocation budget: 0 a frame of `book` and `trade`. Bench: `bench/gate`.
 */
import {
  type BboUpdate,
  type BookUpdate,
  type FrameDecoder,
  type FrameFault,
  type FrameOutcome,
  type FrameSink,
  type InstrumentSlot,
  type InstrumentTable,
  type Market,
  type TradeUpdate,
} from '../../core/index.ts'
import { END, JsonReader, readObjectLevels, readPrice, readSize } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { type BookLayout, ShapedBooks } from '../kit/shaped-books.ts'
import { bookLayout } from './book-layout.ts'
import { Confirmed } from './confirmed.ts'
import { decodeAnswer, decodeCold } from './decode-cold.ts'
import {
  ASK,
  ASK_QTY,
  ASKS,
  BID,
  BID_QTY,
  BIDS,
  BOOK,
  CHANNEL,
  CHANNELS,
  CHECKSUM,
  DATA,
  EVENT,
  FEED,
  HEARTBEAT,
  ITEM_KEYS,
  KEYS,
  LEVEL_KEYS,
  METHOD,
  NO_CHANNEL,
  PRICE,
  QTY,
  RATE_ERROR,
  SIDE,
  SYMBOL,
  TICKER,
  TIMESTAMP,
  TRADE,
  TRADE_ID,
  TYPE,
} from './frame-keys.ts'
import { ItemFields } from './item-fields.ts'

/** Decodes the frames of one connection. */
export class KrakenDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedBooks
  readonly #layout: BookLayout
  readonly #confirmed = new Confirmed()
  // What the walk has found of the frame.
  #channel = NO_CHANNEL
  #isSnapshot = false
  #isTyped = false
  #isLate = false
  #isAnswer = false
  #isLegacy = false
  #hasUnlisted = false
  #hasTicker = false
  #localTimeUs = 0
  // What it has found of the item.
  #slot: InstrumentSlot | undefined
  #isItemLate = false
  #book: BookUpdate | undefined
  #bbo: BboUpdate | undefined
  #trade: TradeUpdate | undefined
  readonly #fields = new ItemFields()

  /** A decoder of one market's frames. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedBooks(this.#batch)
    this.#layout = bookLayout(table, market, this.#confirmed)
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
    this.#channel = NO_CHANNEL
    this.#isSnapshot = false
    this.#isTyped = false
    this.#slot = undefined
    this.#localTimeUs = localTimeUs
    this.#walkFrame(frame)
    if (this.#isLate && this.#reader.fault === '') {
      // `data` stood before `channel` or `type`: both are known now, or there are none.
      this.#walkFrame(frame)
      if (this.#isLate && this.#isChannel(BOOK)) this.#reader.fail('wrongType', 0)
    }
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#slot)
    if (this.#isLegacy) return this.#refuse()
    if (this.#isAnswer) return this.#answer(frame)
    if (this.#isChannel(HEARTBEAT)) return 'control'
    if (this.#hasTicker || this.#channel < 0) return this.#cold(frame, sink)
    if (this.#batch.isEmpty()) {
      return this.#verdict.ignore(
        this.#hasUnlisted ? 'instrument is not listed' : 'message is empty',
      )
    }
    this.#batch.flush(sink, localTimeUs)
    this.#shaped.learn(frame, this.#layout)
    return 'event'
  }

  /** A call, so that the compiler does not think the channel is still what `decode` set. */
  #isChannel(channel: number): boolean {
    return this.#channel === channel
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#isLate = false
    this.#isAnswer = false
    this.#isLegacy = false
    this.#hasUnlisted = false
    this.#hasTicker = false
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isArray()) {
      this.#isLegacy = true
      reader.skipValue()
    } else this.#walkObject()
    reader.finish()
  }

  #walkObject(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
      switch (key) {
        case CHANNEL:
          if (reader.readString()) this.#channel = reader.textIn(CHANNELS)
          break
        case TYPE:
          if (reader.readString()) {
            this.#isSnapshot = reader.textIs('snapshot')
            this.#isTyped = true
          }
          break
        case DATA:
          this.#readData()
          break
        case METHOD:
        case RATE_ERROR:
          this.#isAnswer = true
          reader.skipValue()
          break
        case EVENT:
          this.#readLegacyEvent()
          break
        case FEED:
          this.#isLegacy = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  /** v1 says `event` where v2 says `channel`; its heartbeats and pongs carry nothing that could be misread. */
  #readLegacyEvent(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      this.#isLegacy = reader.skipValue()
      return
    }
    reader.readString()
    if (reader.textIs('heartbeat') || reader.textIs('pong')) this.#channel = HEARTBEAT
    else this.#isLegacy = true
  }

  #readData(): void {
    const reader = this.#reader
    const channel = this.#channel
    if (channel === NO_CHANNEL || (channel === BOOK && !this.#isTyped)) this.#isLate = true
    if (this.#isLate || channel < 0 || channel === HEARTBEAT) {
      reader.skipValue()
      return
    }
    if (!reader.enterArray()) return
    while (reader.nextItem()) {
      reader.peek()
      const start = reader.pos
      const depth = reader.depth
      this.#slot = undefined
      this.#walkItem(channel)
      if (this.#isItemLate && this.#slot !== undefined && reader.fault === '') {
        // The symbol stood behind a price, and is known now.
        reader.pos = start
        reader.depth = depth
        this.#walkItem(channel)
      }
      if (reader.fault === '' && !this.#closeItem(channel)) reader.fail('wrongType', start)
    }
  }

  #walkItem(channel: number): void {
    this.#isItemLate = false
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
    if (!reader.readString() || this.#slot !== undefined) return
    this.#slot = this.#table.find(this.#market, reader.bytes, reader.textStart, reader.textEnd)
    if (this.#slot === undefined) this.#hasUnlisted = true
  }

  /** Whether prices can be read now; otherwise the item is walked again once its instrument is known. */
  #isReady(): boolean {
    if (this.#slot !== undefined && !this.#isItemLate) return true
    this.#isItemLate = true
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
    const slot = this.#slot!
    return (this.#book ??= this.#batch.book(
      slot,
      this.#confirmed.feedOf(slot),
      this.#isSnapshot,
      this.#localTimeUs,
    ))
  }

  #readTradeNumber(isPrice: boolean): void {
    if (!this.#isReady()) return
    const update = (this.#trade ??= this.#batch.trade(this.#slot!, this.#localTimeUs))
    if (isPrice) readPrice(this.#reader, update.level, 0, this.#batch)
    else readSize(this.#reader, update.level, 0, this.#batch)
  }

  #readBest(key: number): void {
    if (!this.#isReady()) return
    const slot = this.#slot!
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
    const slot = this.#slot
    if (slot === undefined) return this.#hasUnlisted
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
    if (this.#confirmed.triggerOf(slot) !== 'bbo') this.#hasTicker = true
    return this.#bbo === undefined || this.#fields.completeBbo(this.#bbo)
  }

  /** Rows of a cold channel, and tickers; what the walk put into the batch is told with them. */
  #cold(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    const result = decodeCold(frame, this.#table, this.#market, this.#localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, this.#localTimeUs)
  }

  #answer(frame: Uint8Array): FrameOutcome {
    const result = decodeAnswer(frame, this.#confirmed, (symbol) =>
      this.#table.bySymbol(this.#market, symbol),
    )
    if (result.outcome === 'ignored') return this.#verdict.ignore(result.reason)
    return result.outcome
  }

  #refuse(): FrameOutcome {
    const expected = this.#market === 'spot' ? 'WebSocket v2' : 'the Unified WebSocket'
    return this.#verdict.legacy(
      `expected ${expected}, was WebSocket v1; connect to the endpoint of today`,
    )
  }
}
