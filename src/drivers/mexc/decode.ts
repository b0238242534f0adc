/**
 * @hotpath MEXC's spot frames (protobuf) into book, BBO and trade updates. A first walk finds what the wrapper says and
 * where its body stands (decode-wrapper.ts); a second one reads the body. Cold bodies and JSON go to decode-cold.ts.
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
import type { ProtoReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { jsonKind, readKline, readMiniTicker } from './decode-cold.ts'
import { readBbo, readDeal, readDepth } from './decode-rows.ts'
import { NO_BODY, WrapperReader } from './decode-wrapper.ts'
import {
  AGGRE_BOOK_TICKER,
  AGGRE_DEALS,
  AGGRE_DEPTHS,
  BOOK_TICKER,
  BOOK_TICKER_BATCH,
  DEALS,
  INCREASE_DEPTHS,
  INCREASE_DEPTHS_BATCH,
  ITEMS,
  LIMIT_DEPTHS,
  MINI_TICKER,
  MINI_TICKERS,
  PRIVATE_ACCOUNT,
  PRIVATE_DEALS,
  PRIVATE_ORDERS,
  SPOT_KLINE,
} from './proto-fields.ts'

const OPEN_ARRAY = 91
const OPEN_OBJECT = 123

/** Decodes the frames of MEXC's spot socket. */
export class MexcDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #wrapper: WrapperReader
  readonly #reader: ProtoReader
  readonly #batch: FrameBatch
  #localTimeUs = 0

  /** A decoder; symbols are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#wrapper = new WrapperReader(table)
    this.#reader = this.#wrapper.proto
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
    this.#wrapper.read(frame)
    if (reader.fault !== '') return this.#verdict.malformed(reader, this.#wrapper.slot)
    const aside = this.#whyAside()
    if (aside !== '') return this.#verdict.ignore(aside)
    this.#wrapper.enterBody()
    this.#walkBody()
    if (reader.fault !== '') return this.#verdict.malformed(reader, this.#wrapper.slot)
    if (this.#batch.isEmpty()) return this.#verdict.ignore(this.#whyEmpty())
    this.#batch.flush(sink, localTimeUs)
    return 'event'
  }

  /** Why the frame's body is not read; empty where it is. */
  #whyAside(): string {
    const { body, hasSymbol, slot } = this.#wrapper
    switch (body) {
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
        return hasSymbol && slot === undefined ? NOT_LISTED : ''
    }
  }

  #whyEmpty(): string {
    const { body } = this.#wrapper
    if (body === MINI_TICKERS) return 'no item is a rolling day of a listed instrument'
    if (body === MINI_TICKER) return 'statistics since midnight are not carried'
    return body > AGGRE_BOOK_TICKER ? 'body is not carried' : 'message has no rows'
  }

  #walkBody(): void {
    const { body, slot, channelEnd } = this.#wrapper
    if (body === MINI_TICKERS) this.#walkItems()
    else if (slot === undefined) this.#reader.fail('missing', channelEnd)
    else this.#walkBodyOf(slot)
  }

  #walkBodyOf(slot: InstrumentSlot): void {
    const reader = this.#reader
    const batch = this.#batch
    switch (this.#wrapper.body) {
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
        const bar = readKline(reader, slot.instrument, this.#wrapper.venueUs, this.#localTimeUs)
        if (bar !== undefined) batch.event(bar)
        return
      }
      case MINI_TICKER: {
        const isDay = this.#wrapper.isOfRollingDay()
        const ticker = readMiniTicker(reader, this.#table, this.#wrapper.venueUs, this.#localTimeUs)
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
    const { body, slot } = this.#wrapper
    if (body === MINI_TICKERS) return this.#readTickerItem()
    if (slot === undefined) return
    if (body === AGGRE_DEALS || body === DEALS) {
      const update = this.#batch.trade(slot, 0)
      update.localTimeUs = this.#localTimeUs
      readDeal(reader, update, this.#batch)
      return
    }
    const outer = reader.enter()
    if (body === BOOK_TICKER_BATCH) this.#readBbo(slot)
    else this.#readBook(slot, 'increase.depth', false, false)
    reader.leave(outer)
  }

  #readTickerItem(): void {
    const reader = this.#reader
    const outer = reader.enter()
    const ticker = readMiniTicker(reader, this.#table, this.#wrapper.venueUs, this.#localTimeUs)
    if (ticker !== undefined && this.#wrapper.isOfRollingDay()) this.#batch.event(ticker)
    reader.leave(outer)
  }

  #readBook(slot: InstrumentSlot, feed: string, isSnapshot: boolean, isMerged: boolean): void {
    const update = this.#batch.book(slot, feed, isSnapshot, 0)
    // Written here: a double handed on to another call would be boxed.
    update.localTimeUs = this.#localTimeUs
    update.venueUs = this.#wrapper.venueUs
    readDepth(this.#reader, update, this.#batch, isMerged)
  }

  #readBbo(slot: InstrumentSlot): void {
    const update = this.#batch.bbo(slot, 0)
    update.localTimeUs = this.#localTimeUs
    update.venueUs = this.#wrapper.venueUs
    readBbo(this.#reader, update, this.#batch, this.#wrapper.body === AGGRE_BOOK_TICKER)
  }

  /** Only the channel says of how many levels a whole book is: `…@BTCUSDT@20`. */
  #readWhole(slot: InstrumentSlot): void {
    const depth = this.#wrapper.channelNumber()
    const feed = depth === 20 ? 'depth20' : depth === 10 ? 'depth10' : depth === 5 ? 'depth5' : ''
    if (feed === '') this.#reader.fail('badText', this.#wrapper.channelStart)
    else this.#readBook(slot, feed, true, false)
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
