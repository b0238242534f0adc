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
import { ItemPlaces } from '../kit/item-places.ts'
import { ColdDecoder } from './decode-cold.ts'
import { type BookBody, readBbo, readBook, readTrade } from './decode-rows.ts'
import { TopicReader } from './decode-topic.ts'
import {
  ACTION,
  ANSWERED,
  type BodyKind,
  CHANNEL,
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

/** Decodes the frames of HTX's sockets. */
export class HtxDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #topic: TopicReader
  readonly #places = new ItemPlaces()
  readonly #cold: ColdDecoder
  #localTimeUs = 0
  #sentUs: number = Number.NaN
  // What the walks have found so far; a second walk starts with what the first one knows.
  #isAnswer = false
  #isSecondWalk = false
  #isLate = false
  #isControl = false
  #hasBody = false
  #book: BookUpdate | undefined
  #bbo: BboUpdate | undefined

  /** A decoder; symbols are looked up in `table`, those without a dash as of `market`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#batch = new FrameBatch(table)
    this.#topic = new TopicReader(table, market)
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
    const topic = this.#topic
    this.#localTimeUs = localTimeUs
    topic.clear()
    this.#isAnswer = false
    this.#isSecondWalk = false
    this.#walkFrame(bytes)
    if (this.#isLate && this.#reader.fault === '') {
      this.#isSecondWalk = true
      this.#walkFrame(bytes)
    }
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, topic.slot)
    if (this.#isControl) return 'control'
    if (topic.isOption) return this.#verdict.ignore('options are out of scope')
    if (topic.kind === '' || topic.kind === 'cold') return this.#decodeCold(bytes, sink)
    if (this.#isOtherAnswer()) {
      return this.#verdict.ignore('answer to a one-off request of another kind than a book')
    }
    if (topic.slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (!this.#hasBody || this.#batch.isEmpty()) return this.#verdict.ignore('message has no rows')
    this.#dateByServer()
    this.#batch.flush(sink, localTimeUs)
    return 'event'
  }

  /** Only the books of chained feeds are asked for; other answers are of requests that we do not make. */
  #isOtherAnswer(): boolean {
    return this.#isAnswer && this.#topic.kind !== 'chain'
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
          this.#topic.read(reader)
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

  #readBody(isData: boolean): void {
    const reader = this.#reader
    const { kind, slot } = this.#topic
    // The topic may still come: then the body is read in the second walk.
    if (kind === '' && !this.#isSecondWalk) this.#isLate = true
    if (kind === '' || kind === 'cold' || isData !== this.#isAnswer || slot === undefined) {
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
    this.#fill(kind, slot)
  }

  #fill(kind: Exclude<BodyKind, 'cold'>, slot: InstrumentSlot): void {
    const batch = this.#batch
    if (kind === 'trade') this.#readTrades(slot)
    else if (kind === 'bbo') {
      this.#bbo = batch.bbo(slot, this.#localTimeUs)
      readBbo(this.#reader, this.#bbo, batch)
    } else {
      const body: BookBody = kind === 'chain' && this.#isAnswer ? 'answer' : kind
      this.#book = batch.book(slot, this.#topic.feed, false, this.#localTimeUs)
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
      if (slot.instrument.market === 'spot') this.#readNewestFirst(slot)
      else if (reader.enterArray())
        while (reader.nextItem()) readTrade(reader, batch.trade(slot, this.#localTimeUs), batch)
    }
  }

  /** Spot writes the trades of a message newest first, futures oldest first: told is always the oldest first. */
  #readNewestFirst(slot: InstrumentSlot): void {
    const reader = this.#reader
    const places = this.#places
    places.clear()
    places.note(reader)
    const end = reader.pos
    for (let i = places.count - 1; i >= 0 && reader.fault === ''; i -= 1) {
      reader.pos = places.at(i)
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
