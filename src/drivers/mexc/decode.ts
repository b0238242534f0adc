/**
 * @hotpath MEXC's spot frames (protobuf) into book, BBO and trade updates. One walk over the wrapper's own fields finds
 * symbol, times and body, whatever their order; a second one reads the body. Cold bodies and JSON go to decode-cold.ts.
 * Allocation budget: 0 a frame. Bench: `bench/gate`. Layouts: docs/venues/mexc.md §Protobuf.
 */
import type {
  FrameDecoder,
  FrameFault,
  FrameOutcome,
  FrameSink,
  InstrumentSlot,
  InstrumentTable,
} from '../../core/index.ts'
import { ProtoReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { jsonKind, readKline, readMiniTicker } from './decode-cold.ts'
import { readBbo, readDeal, readDepth } from './decode-rows.ts'
import {
  AGGRE_BOOK_TICKER,
  AGGRE_DEALS,
  AGGRE_DEPTHS,
  BOOK_TICKER,
  BOOK_TICKER_BATCH,
  CHANNEL,
  CREATE_TIME,
  DEALS,
  FIRST_BODY,
  INCREASE_DEPTHS,
  INCREASE_DEPTHS_BATCH,
  ITEMS,
  LIMIT_DEPTHS,
  MINI_TICKER,
  MINI_TICKERS,
  PRIVATE_ACCOUNT,
  PRIVATE_DEALS,
  PRIVATE_ORDERS,
  SEND_TIME,
  SPOT_KLINE,
  SYMBOL,
} from './proto-fields.ts'

const AT_SIGN = 64
const ZERO = 48
const NINE = 57
const OPEN_ARRAY = 91
const OPEN_OBJECT = 123
const NO_BODY = 0

/** Decodes the frames of MEXC's spot socket. */
export class MexcDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #reader = new ProtoReader()
  readonly #batch: FrameBatch
  #localTimeUs = 0
  // What the wrapper says.
  #slot: InstrumentSlot | undefined
  #hasSymbol = false
  #channelStart = 0
  #channelEnd = 0
  #venueUs: number = Number.NaN
  #body = NO_BODY
  #bodyStart = 0
  #bodyEnd = 0

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#batch = new FrameBatch(table)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    // No field of a wrapper starts with these bytes: they would be groups, which proto3 does not have.
    if (frame[0] === OPEN_OBJECT || frame[0] === OPEN_ARRAY) return this.#decodeJson(frame)
    const reader = this.#reader
    this.#localTimeUs = localTimeUs
    this.#batch.clear()
    reader.reset(frame)
    this.#walkWrapper()
    if (reader.fault !== '') return this.#verdict.malformed(reader, this.#slot)
    const aside = this.#whyAside()
    if (aside !== '') return this.#verdict.ignore(aside)
    reader.pos = this.#bodyStart
    reader.limit = this.#bodyEnd
    this.#walkBody()
    if (reader.fault !== '') return this.#verdict.malformed(reader, this.#slot)
    if (this.#batch.isEmpty()) return this.#verdict.ignore(this.#whyEmpty())
    this.#batch.flush(sink, localTimeUs)
    return 'event'
  }

  #walkWrapper(): void {
    const reader = this.#reader
    this.#slot = undefined
    this.#hasSymbol = false
    this.#channelStart = this.#channelEnd = 0
    this.#body = NO_BODY
    let createMs: number = Number.NaN
    let sendMs: number = Number.NaN
    for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
      switch (field) {
        case CHANNEL:
          if (!reader.readText()) break
          this.#channelStart = reader.textStart
          this.#channelEnd = reader.textEnd
          break
        case SYMBOL:
          if (reader.readText()) this.#findSlot()
          break
        case CREATE_TIME:
          if (reader.readInteger()) createMs = reader.integer
          break
        case SEND_TIME:
          if (reader.readInteger()) sendMs = reader.integer
          break
        default:
          if (field > FIRST_BODY) this.#keepBody(field)
          else reader.skip()
      }
    }
    this.#venueUs = (Number.isNaN(sendMs) ? createMs : sendMs) * 1000
  }

  #findSlot(): void {
    const { bytes, textStart, textEnd } = this.#reader
    this.#hasSymbol = textEnd > textStart
    this.#slot = this.#hasSymbol ? this.#table.find('spot', bytes, textStart, textEnd) : undefined
  }

  #keepBody(field: number): void {
    const reader = this.#reader
    // Which of two bodies is meant nobody says; the venue sends one.
    if (this.#body !== NO_BODY) reader.fail('repeated', reader.tagStart)
    else if (reader.readText()) {
      this.#body = field
      this.#bodyStart = reader.textStart
      this.#bodyEnd = reader.textEnd
    }
  }

  /** Why the frame's body is not read; empty where it is. */
  #whyAside(): string {
    switch (this.#body) {
      case NO_BODY:
        return 'message has no body'
      case PRIVATE_ORDERS:
      case PRIVATE_DEALS:
      case PRIVATE_ACCOUNT:
        return 'private channel'
      case MINI_TICKERS:
        // Its items name their instruments themselves.
        return ''
      default:
        return this.#hasSymbol && this.#slot === undefined ? NOT_LISTED : ''
    }
  }

  #whyEmpty(): string {
    if (this.#body === MINI_TICKERS) return 'no item is a rolling day of a listed instrument'
    if (this.#body === MINI_TICKER) return 'statistics since midnight are not carried'
    return this.#body > AGGRE_BOOK_TICKER ? 'body is not carried' : 'message has no rows'
  }

  #walkBody(): void {
    const slot = this.#slot
    if (this.#body === MINI_TICKERS) this.#walkItems()
    else if (slot === undefined) this.#reader.fail('missing', this.#channelEnd)
    else this.#walkBodyOf(slot)
  }

  #walkBodyOf(slot: InstrumentSlot): void {
    const reader = this.#reader
    const batch = this.#batch
    switch (this.#body) {
      case AGGRE_DEPTHS:
        return this.#readBook(slot, 'depth', false, true)
      case AGGRE_BOOK_TICKER:
      case BOOK_TICKER:
        return this.#readBbo(slot)
      case INCREASE_DEPTHS:
        return this.#readBook(slot, 'increase.depth', false, false)
      case LIMIT_DEPTHS:
        return this.#readWhole(slot)
      case AGGRE_DEALS:
      case DEALS:
      case INCREASE_DEPTHS_BATCH:
      case BOOK_TICKER_BATCH:
        return this.#walkItems()
      case SPOT_KLINE: {
        const bar = readKline(reader, slot.instrument, this.#venueUs, this.#localTimeUs)
        if (bar !== undefined) batch.event(bar)
        return
      }
      case MINI_TICKER: {
        const isDay = this.#isOfRollingDay()
        const ticker = readMiniTicker(reader, this.#table, this.#venueUs, this.#localTimeUs)
        if (ticker !== undefined && isDay) batch.event(ticker)
        return
      }
      default:
        // Of a version of the schema that is not known here.
        reader.pos = reader.limit
    }
  }

  #walkItems(): void {
    const reader = this.#reader
    for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
      if (field === ITEMS) this.#readItem()
      else reader.skip()
    }
  }

  #readItem(): void {
    const reader = this.#reader
    const slot = this.#slot
    if (this.#body === MINI_TICKERS) return this.#readTickerItem()
    if (slot === undefined) return
    if (this.#body === AGGRE_DEALS || this.#body === DEALS) {
      readDeal(reader, this.#batch.trade(slot, this.#localTimeUs), this.#batch)
      return
    }
    const outer = reader.enter()
    if (this.#body === BOOK_TICKER_BATCH) this.#readBbo(slot)
    else this.#readBook(slot, 'increase.depth', false, false)
    reader.leave(outer)
  }

  #readTickerItem(): void {
    const reader = this.#reader
    const outer = reader.enter()
    const ticker = readMiniTicker(reader, this.#table, this.#venueUs, this.#localTimeUs)
    if (ticker !== undefined && this.#isOfRollingDay()) this.#batch.event(ticker)
    reader.leave(outer)
  }

  #readBook(slot: InstrumentSlot, feed: string, isSnapshot: boolean, isMerged: boolean): void {
    const update = this.#batch.book(slot, feed, isSnapshot, this.#localTimeUs)
    update.venueUs = this.#venueUs
    readDepth(this.#reader, update, this.#batch, isMerged)
  }

  #readBbo(slot: InstrumentSlot): void {
    const update = this.#batch.bbo(slot, this.#localTimeUs)
    update.venueUs = this.#venueUs
    readBbo(this.#reader, update, this.#batch, this.#body === AGGRE_BOOK_TICKER)
  }

  /** Only the channel says of how many levels a whole book is: `…@BTCUSDT@20`. */
  #readWhole(slot: InstrumentSlot): void {
    const depth = this.#channelNumber()
    const feed = depth === 20 ? 'depth20' : depth === 10 ? 'depth10' : depth === 5 ? 'depth5' : ''
    if (feed === '') this.#reader.fail('badText', this.#channelStart)
    else this.#readBook(slot, feed, true, false)
  }

  /** The number behind the channel's last `@`; 0 where there is none. */
  #channelNumber(): number {
    const { bytes } = this.#reader
    let value = 0
    let place = 1
    for (let i = this.#channelEnd - 1; i > this.#channelStart; i -= 1) {
      const byte = bytes[i]!
      if (byte === AT_SIGN) return value
      if (byte < ZERO || byte > NINE || place > 1000) return 0
      value += (byte - ZERO) * place
      place *= 10
    }
    return 0
  }

  /** Zones other than `24H` count from a midnight. Cold. */
  #isOfRollingDay(): boolean {
    const { bytes } = this.#reader
    const end = this.#channelEnd
    const tail = String.fromCharCode(...bytes.subarray(Math.max(this.#channelStart, end - 4), end))
    return tail === '@24H'
  }

  #decodeJson(frame: Uint8Array): FrameOutcome {
    const kind = jsonKind(frame)
    if (kind === 'control') return 'control'
    if (kind === 'legacy') {
      return this.#verdict.legacy(
        'it is of the JSON streams, which the venue closed on 2025-08-04; expected protobuf',
      )
    }
    if (kind === 'unknown') return this.#verdict.ignore('message names no channel')
    this.#verdict.fault = kind
    return 'fault'
  }
}

const NOT_LISTED = 'instrument is not listed'
