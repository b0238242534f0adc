/**
 * @hotpath HTX's books, BBOs and trades (`{"ch":"market.<symbol>.<channel>","tick":{…}}`) into updates, and the snapshots
 * that were asked for on the socket (`{"rep":…,"data":{…}}`). A frame is a gzip member, text, or text in a binary frame.
 * One walk over the bytes, keys in any order; where the body comes before its topic, the frame is walked a second time.
 * Cold channels go to decode-cold.ts. Allocation budget: the inflated frame (node:zlib makes it); nothing beside it.
 * Layouts: docs/venues/htx.md.
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
} from '../../core/index.ts'
import { END, inflateFrame, JsonReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ColdDecoder } from './decode-cold.ts'
import { type BookBody, readBbo, readBook, readTrade } from './decode-rows.ts'
import {
  ACTION,
  ANSWERED,
  BODIES,
  type BodyKind,
  CHANNEL,
  CHANNELS,
  DATA,
  MESSAGE_KEYS,
  OPERATION,
  PING,
  PONG,
  SENT_TIME,
  STATUS,
  SUBBED,
  TICK,
  TICK_KEYS,
  TRADES,
  UNSUBBED,
} from './frame-keys.ts'
import { marketOfSymbol } from './symbols.ts'

const PREFIX = 'market.'
const POINT = 46
const encoder = new TextEncoder()

/** Decodes the frames of HTX's sockets. */
export class HtxDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #reader = new JsonReader()
  readonly #topic = new JsonReader()
  readonly #batch: FrameBatch
  readonly #cold: ColdDecoder
  /** Where the trades of a message begin. */
  readonly #places: number[] = []
  #localTimeUs = 0
  #sentUs: number = Number.NaN
  // What the walks have found so far; a second walk starts with what the first one knows.
  #kind: BodyKind | '' = ''
  #feed = ''
  #slot: InstrumentSlot | undefined
  #isAnswer = false
  #isOption = false
  #isSecondWalk = false
  #isLate = false
  #isControl = false
  #hasBody = false
  #book: BookUpdate | undefined
  #bbo: BboUpdate | undefined

  /** A decoder; symbols are looked up in `table`, those without a dash as of `market`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
    this.#batch = new FrameBatch(table)
    this.#cold = new ColdDecoder(table, market)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    const bytes = inflateFrame(frame)
    if (bytes === undefined) return this.#unreadable(frame)
    this.#localTimeUs = localTimeUs
    this.#kind = ''
    this.#feed = ''
    this.#slot = undefined
    this.#isAnswer = false
    this.#isOption = false
    this.#isSecondWalk = false
    this.#walkFrame(bytes)
    if (this.#isLate && this.#reader.fault === '') {
      this.#isSecondWalk = true
      this.#walkFrame(bytes)
    }
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#slot)
    if (this.#isControl) return 'control'
    if (this.#isOption) return this.#verdict.ignore('options are out of scope')
    if (this.#isCold()) return this.#decodeCold(bytes, sink)
    if (this.#isOtherAnswer()) {
      return this.#verdict.ignore('answer to a one-off request of another kind than a book')
    }
    if (this.#slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (!this.#hasBody || this.#batch.isEmpty()) return this.#verdict.ignore('message has no rows')
    this.#dateByServer()
    this.#batch.flush(sink, localTimeUs)
    return 'event'
  }

  /** A call, so that the compiler does not think the kind is still what `decode` set. */
  #isCold(): boolean {
    return this.#kind === '' || this.#kind === 'cold'
  }

  /** Only the books of chained feeds are asked for; other answers are of requests that we do not make. */
  #isOtherAnswer(): boolean {
    return this.#isAnswer && this.#kind !== 'chain'
  }

  /** Bodies without a time of their own have that of their message. */
  #dateByServer(): void {
    const book = this.#book
    if (book !== undefined && Number.isNaN(book.venueUs)) book.venueUs = this.#sentUs
    const bbo = this.#bbo
    if (bbo !== undefined && Number.isNaN(bbo.venueUs)) bbo.venueUs = this.#sentUs
  }

  #walkFrame(bytes: Uint8Array): void {
    this.#batch.clear()
    this.#book = undefined
    this.#bbo = undefined
    this.#sentUs = Number.NaN
    this.#isLate = false
    this.#isControl = false
    this.#hasBody = false
    const reader = this.#reader
    reader.reset(bytes)
    if (reader.isArray()) reader.skipValue()
    else this.#walkMessage()
    reader.finish()
  }

  #walkMessage(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case CHANNEL:
        case ANSWERED:
          this.#isAnswer = key === ANSWERED
          this.#readTopic()
          break
        case TICK:
        case DATA:
          this.#readBody(key === DATA)
          break
        case SENT_TIME:
          // A number; text in the messages of the notification sockets, which need it not.
          if (reader.isString()) reader.skipValue()
          else if (reader.readInteger()) this.#sentUs = reader.integer * 1000
          break
        case PING:
        case PONG:
        case SUBBED:
        case UNSUBBED:
          this.#isControl = true
          reader.skipValue()
          break
        case STATUS:
        case OPERATION:
        case ACTION:
          this.#readWord(key)
          break
        default:
          reader.skipValue()
      }
    }
  }

  /** `error` of `status`; all of `op` but `notify`; all of `action` but `push`: those are control messages. */
  #readWord(key: number): void {
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    if (key === STATUS) {
      if (reader.textIs('error')) this.#isControl = true
    } else if (!reader.textIs(key === OPERATION ? 'notify' : 'push')) this.#isControl = true
  }

  /** `market.<symbol>.<channel>`; the symbol has no point. */
  #readTopic(): void {
    const reader = this.#reader
    this.#kind = 'cold'
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    const topic = this.#topic
    topic.bytes = reader.textIsEscaped ? encoder.encode(reader.text()) : reader.bytes
    topic.textStart = reader.textIsEscaped ? 0 : reader.textStart
    topic.textEnd = reader.textIsEscaped ? topic.bytes.length : reader.textEnd
    this.#splitTopic()
  }

  #splitTopic(): void {
    const topic = this.#topic
    const { bytes, textStart, textEnd } = topic
    const symbolStart = textStart + PREFIX.length
    topic.textEnd = Math.min(symbolStart, textEnd)
    if (!topic.textIs(PREFIX)) return
    let symbolEnd = symbolStart
    while (symbolEnd < textEnd && bytes[symbolEnd] !== POINT) symbolEnd += 1
    topic.textStart = Math.min(symbolEnd + 1, textEnd)
    topic.textEnd = textEnd
    const id = topic.textIn(CHANNELS)
    if (id < 0) return
    this.#kind = BODIES[id]!
    this.#feed = CHANNELS.keys[id]!
    const market = marketOfSymbol(bytes, symbolStart, symbolEnd, this.#market)
    this.#isOption = market === 'option'
    this.#slot =
      market === 'option' ? undefined : this.#table.find(market, bytes, symbolStart, symbolEnd)
  }

  #readBody(isData: boolean): void {
    const reader = this.#reader
    const kind = this.#kind
    // The topic may still come: then the body is read in the second walk.
    if (kind === '' && !this.#isSecondWalk) this.#isLate = true
    if (kind === '' || kind === 'cold' || isData !== this.#isAnswer || this.#slot === undefined) {
      reader.skipValue()
      return
    }
    if (this.#isOtherAnswer()) {
      reader.skipValue()
      return
    }
    // A second body replaces the first, as in JSON.
    this.#batch.clear()
    this.#hasBody = true
    this.#fill(kind, this.#slot)
  }

  #fill(kind: Exclude<BodyKind, 'cold'>, slot: InstrumentSlot): void {
    const batch = this.#batch
    if (kind === 'trade') this.#readTrades(slot)
    else if (kind === 'bbo') {
      this.#bbo = batch.bbo(slot, this.#localTimeUs)
      readBbo(this.#reader, this.#bbo, batch)
    } else {
      const body: BookBody = kind === 'chain' && this.#isAnswer ? 'answer' : kind
      this.#book = batch.book(slot, this.#feed, false, this.#localTimeUs)
      readBook(this.#reader, this.#book, batch, body)
    }
  }

  #readTrades(slot: InstrumentSlot): void {
    const reader = this.#reader
    const batch = this.#batch
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(TICK_KEYS); key !== END; key = reader.nextKey(TICK_KEYS)) {
      if (key !== TRADES) {
        reader.skipValue()
        continue
      }
      batch.clear()
      if (!reader.enterArray()) continue
      if (slot.instrument.market === 'spot') this.#readNewestFirst(slot)
      else while (reader.nextItem()) readTrade(reader, batch.trade(slot, this.#localTimeUs), batch)
    }
  }

  /** Spot writes the trades of a message newest first, futures oldest first: told is always the oldest first. */
  #readNewestFirst(slot: InstrumentSlot): void {
    const reader = this.#reader
    const places = this.#places
    places.length = 0
    while (reader.nextItem()) {
      reader.peek()
      places.push(reader.pos)
      reader.skipValue()
    }
    const end = reader.pos
    for (let i = places.length - 1; i >= 0 && reader.fault === ''; i -= 1) {
      reader.pos = places[i]!
      readTrade(reader, this.#batch.trade(slot, this.#localTimeUs), this.#batch)
    }
    if (reader.fault === '') reader.pos = end
  }

  #decodeCold(bytes: Uint8Array, sink: FrameSink): FrameOutcome {
    const result = this.#cold.decode(bytes, this.#localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, this.#localTimeUs)
  }

  #unreadable(frame: Uint8Array): FrameOutcome {
    this.#verdict.fault = {
      code: 'MALFORMED_FRAME',
      message: `Reading a frame: expected JSON or one gzip member, was neither (${frame.length} bytes)`,
      offsetBytes: 0,
    }
    return 'fault'
  }
}
