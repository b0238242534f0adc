/**
 * @hotpath The frames of Coinbase Exchange's public feed (`{"type":"l2update","product_id":…}`) into updates. They are flat:
 * one walk notes where the values stand, then those that the type has are read, so keys may come in any order.
 * Books have no numbers; that a connection lost something shows in the trades' ids, which rise by one per product, and in
 * the `last_trade_id` of heartbeats. Allocation budget: 0 a frame. Bench: `bench/gate`. Layouts: docs/venues/coinbase.md.
 */
import type {
  BookUpdate,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  LevelBuffer,
} from '../../../core/index.ts'
import { END, readPrice, readSize, scanTimestampUs } from '../../../wire/index.ts'
import type { FrameVerdict } from '../../kit/frame-verdict.ts'
import { lacksValue } from '../../kit/lacks-value.ts'
import type { ColdDecoder } from '../decode-cold.ts'
import type { RowContext } from '../decode-trades.ts'
import { LEVEL2_BATCH } from '../venue.ts'
import { readChanges, readSide } from './decode-levels.ts'
import {
  ASKS,
  BEST_ASK,
  BEST_ASK_SIZE,
  BEST_BID,
  BEST_BID_SIZE,
  BIDS,
  CHANGES,
  ERROR,
  HEARTBEAT,
  KEYS,
  L2UPDATE,
  LAST_MATCH,
  LAST_TRADE_ID,
  MATCH,
  PRICE,
  PRODUCT,
  SIDE,
  SIZE,
  SNAPSHOT,
  SUBSCRIPTIONS,
  TICKER,
  TIME,
  TRADE_ID,
  TYPE,
  TYPES,
} from './frame-keys.ts'

const QUOTE = 34
const NO_TYPE = -1
const LOST = 'trades of the connection are missing'

/** Decodes the frames of one connection; it shares its slots and its verdict with the decoder that it is part of. */
export class ExchangeDecoder {
  readonly #context: RowContext
  readonly #verdict: FrameVerdict
  readonly #cold: ColdDecoder
  readonly #places = new Int32Array(KEYS.keys.length)
  /** Id of the last trade of each instrument on this connection; NaN where none is known. */
  readonly #lastTrades: number[] = []
  #type = NO_TYPE
  #slot: InstrumentSlot | undefined
  #timeUs: number = Number.NaN
  #tradeId: number = Number.NaN
  #localTimeUs = 0

  /** A decoder. */
  constructor(context: RowContext, verdict: FrameVerdict, cold: ColdDecoder) {
    this.#context = context
    this.#verdict = verdict
    this.#cold = cold
  }

  /** Reads one frame. Never throws. */
  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const { reader, batch } = this.#context
    this.#localTimeUs = localTimeUs
    this.#walkFrame(frame)
    if (reader.fault === '') this.#read()
    if (reader.fault !== '') return this.#verdict.malformed(reader, this.#slot)
    switch (this.#type) {
      case HEARTBEAT:
      case SUBSCRIPTIONS:
      case ERROR:
        this.#check(sink)
        return 'control'
      case L2UPDATE:
      case SNAPSHOT:
      case MATCH:
      case LAST_MATCH:
      case TICKER:
        if (this.#slot === undefined) return this.#verdict.ignore('instrument is not listed')
        this.#check(sink)
        if (this.#type === TICKER) return this.#decodeTicker(frame, this.#slot, sink)
        batch.flush(sink, localTimeUs)
        return 'event'
      case NO_TYPE:
        return this.#verdict.ignore('type of message is not carried')
      default:
        return this.#verdict.ignore('single orders are not carried')
    }
  }

  #walkFrame(frame: Uint8Array): void {
    const { reader, batch } = this.#context
    batch.clear()
    this.#places.fill(-1)
    this.#type = NO_TYPE
    this.#slot = undefined
    this.#timeUs = Number.NaN
    this.#tradeId = Number.NaN
    reader.reset(frame)
    if (reader.enterObject()) {
      for (let key = reader.nextKey(KEYS); key !== END; key = reader.nextKey(KEYS)) {
        reader.peek()
        if (key >= 0) this.#places[key] = reader.pos
        if ((key === TYPE || key === PRODUCT || key === TIME) && reader.isString()) {
          this.#readText(key)
        } else reader.skipValue()
      }
    }
    reader.finish()
  }

  #readText(key: number): void {
    const { reader, table } = this.#context
    if (!reader.readString()) return
    const { bytes, textStart, textEnd } = reader
    if (key === TYPE) this.#type = reader.textIn(TYPES)
    else if (key === PRODUCT) this.#slot = table.find('spot', bytes, textStart, textEnd)
    else {
      // Now and then the year 1 stands here: then there is no time.
      scanTimestampUs(reader, bytes, textStart, textEnd)
      this.#timeUs = reader.scaled > 0 ? reader.scaled : Number.NaN
    }
  }

  #read(): void {
    switch (this.#type) {
      case L2UPDATE:
        if (this.#demand(PRODUCT) && this.#demand(CHANGES)) this.#readChanges()
        break
      case SNAPSHOT:
        if (this.#demand(PRODUCT) && this.#demand(BIDS) && this.#demand(ASKS)) this.#readSnapshot()
        break
      case MATCH:
      case LAST_MATCH:
        if (this.#demand(PRODUCT) && this.#demand(SIDE)) this.#readMatch()
        break
      case TICKER:
        if (this.#demand(PRODUCT)) this.#readBbo()
        break
      case HEARTBEAT:
        if (this.#places[LAST_TRADE_ID]! >= 0) this.#tradeId = this.#integerAt(LAST_TRADE_ID)
        break
      default:
        break
    }
  }

  #demand(key: number): boolean {
    const { reader } = this.#context
    return this.#places[key]! >= 0 || reader.fail('wrongType', 0)
  }

  #integerAt(key: number): number {
    const { reader } = this.#context
    reader.pos = this.#places[key]!
    return reader.readInteger() ? reader.integer : Number.NaN
  }

  #readChanges(): void {
    const { reader, batch, aliases } = this.#context
    const slot = this.#slot
    if (slot === undefined) return
    const update = this.#book(slot, false)
    reader.pos = this.#places[CHANGES]!
    readChanges(reader, update, batch)
    if (reader.fault === '') aliases.copyBook(update)
  }

  #readSnapshot(): void {
    const { reader, batch, aliases } = this.#context
    const slot = this.#slot
    if (slot === undefined) return
    const update = this.#book(slot, true)
    reader.pos = this.#places[BIDS]!
    readSide(reader, update, update.bids, batch)
    if (reader.fault !== '') return
    reader.pos = this.#places[ASKS]!
    readSide(reader, update, update.asks, batch)
    if (reader.fault === '') aliases.copyBook(update)
  }

  #book(slot: InstrumentSlot, isSnapshot: boolean): BookUpdate {
    const update = this.#context.batch.book(slot, LEVEL2_BATCH, isSnapshot, this.#localTimeUs)
    update.venueUs = this.#timeUs
    return update
  }

  /** `side` is that of the order that rested: a maker's `sell` is a taker's buy. */
  #readMatch(): void {
    const { reader, batch, aliases } = this.#context
    const places = this.#places
    const slot = this.#slot
    if (!this.#demand(PRICE) || !this.#demand(SIZE) || !this.#demand(TRADE_ID)) return
    this.#tradeId = this.#integerAt(TRADE_ID)
    const isQuoted = reader.bytes[places[TRADE_ID]!] === QUOTE
    const idStart = isQuoted ? places[TRADE_ID]! + 1 : places[TRADE_ID]!
    const idEnd = isQuoted ? reader.pos - 1 : reader.pos
    if (slot === undefined || reader.fault !== '') return
    reader.pos = places[SIDE]!
    if (!reader.readString()) return
    const isSell = reader.textIs('sell')
    if (!isSell && !reader.textIs('buy')) return void reader.fail('wrongType', reader.textStart)
    const update = batch.trade(slot, this.#localTimeUs)
    update.venueUs = this.#timeUs
    update.takerSide = isSell ? 'buy' : 'sell'
    update.idBytes = reader.bytes
    update.idStart = idStart
    update.idEnd = idEnd
    if (this.#readLevel(update.level, 0, PRICE, SIZE)) aliases.copyTrade(update)
  }

  /** Tickers of before 2023 have no sizes: without both sizes there is no BBO. */
  #readBbo(): void {
    const { batch, aliases } = this.#context
    const slot = this.#slot
    const places = this.#places
    for (let key = BEST_BID; key <= BEST_ASK_SIZE; key += 1) if (places[key]! < 0) return
    if (slot === undefined) return
    const update = batch.bbo(slot, this.#localTimeUs)
    update.venueUs = this.#timeUs
    if (!this.#readLevel(update.levels, 0, BEST_BID, BEST_BID_SIZE)) return
    if (this.#readLevel(update.levels, 1, BEST_ASK, BEST_ASK_SIZE)) aliases.copyBbo(update)
  }

  #readLevel(levels: LevelBuffer, i: number, priceKey: number, sizeKey: number): boolean {
    const { reader, batch } = this.#context
    reader.pos = this.#places[priceKey]!
    if (!readPrice(reader, levels, i, batch)) return false
    reader.pos = this.#places[sizeKey]!
    if (!readSize(reader, levels, i, batch)) return false
    return !lacksValue(levels, i) || reader.fail('badNumber', this.#places[priceKey]!)
  }

  /** Ids of trades rise by one per product; a heartbeat says the last one that there was. */
  #check(sink: FrameSink): void {
    if (this.#type === SUBSCRIPTIONS) {
      // Which products tell their trades may have changed.
      this.#lastTrades.length = 0
      return
    }
    const slot = this.#slot
    if (slot === undefined || Number.isNaN(this.#tradeId)) return
    const { index } = slot
    const last = this.#lastTrades[index] ?? Number.NaN
    if (this.#type === HEARTBEAT) {
      if (!(this.#tradeId > last)) return
      this.#lastTrades[index] = this.#tradeId
      sink.lost(LOST)
      return
    }
    if (this.#type === MATCH && this.#tradeId > last + 1) sink.lost(LOST)
    if (!(this.#tradeId < last)) this.#lastTrades[index] = this.#tradeId
  }

  #decodeTicker(frame: Uint8Array, slot: InstrumentSlot, sink: FrameSink): FrameOutcome {
    const result = this.#cold.decodeTicker(frame, slot, this.#localTimeUs)
    return this.#verdict.cold(result, this.#context.batch, sink, this.#localTimeUs)
  }
}
