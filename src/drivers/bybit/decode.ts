/**
 * @hotpath Bybit's books, best levels and trades (`{"topic":…,"type":…,"ts":…,"data":…,"cts":…}`) into updates. One walk
 * over the bytes, keys in any order; where `data` comes before the topic, the frame is walked a second time. Cold topics
 * go to decode-cold.ts. Allocation budget: 0 a frame. Bench: `bench/gate`. Layouts: docs/venues/bybit.md.
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
import { END, JsonReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ShapedFrames } from '../kit/shaped-frames.ts'
import { ColdDecoder } from './decode-cold.ts'
import { readBest, readBook, readTrade } from './decode-rows.ts'
import { TopicReader } from './decode-topic.ts'
import {
  DATA,
  ENGINE_TIME,
  FEEDS,
  FIRST_ID,
  FULL,
  MESSAGE_KEYS,
  OPERATION,
  RPI,
  SENT_TIME,
  SUCCESS,
  TOPIC,
  TYPE,
} from './frame-keys.ts'
import { type FrameLayouts, frameLayouts } from './frame-layouts.ts'

/** Decodes the frames of one of Bybit's public sockets. */
export class BybitDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #layouts: FrameLayouts
  readonly #cold: ColdDecoder
  // What the walks have found so far; a second walk starts with the topic that the first one found.
  readonly #topic: TopicReader
  #localTimeUs = 0
  #isSecondWalk = false
  #isLate = false
  #isAnswer = false
  #type: 'snapshot' | 'delta' | '' = ''
  #book: BookUpdate | undefined
  #bbo: BboUpdate | undefined
  #blockTrades = 0
  #sentMs = Number.NaN
  #engineMs = Number.NaN

  /** A decoder; symbols are looked up in `table`, in the market of its socket. */
  constructor(table: InstrumentTable, market: Market) {
    this.#topic = new TopicReader(table, market)
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#layouts = frameLayouts(table, market)
    this.#cold = new ColdDecoder(table, market)
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    if (!this.#shaped.read(frame, localTimeUs)) return this.#decodeByKeys(frame, localTimeUs, sink)
    this.#shaped.tell(sink)
    return 'event'
  }

  #decodeByKeys(frame: Uint8Array, localTimeUs: number, sink: FrameSink): FrameOutcome {
    this.#localTimeUs = localTimeUs
    this.#topic.clear()
    this.#isSecondWalk = false
    this.#walkFrame(frame)
    if (this.#isLate && this.#reader.fault === '') {
      this.#isSecondWalk = true
      this.#walkFrame(frame)
    }
    if (this.#reader.fault === '') this.#complete()
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#topic.slot)
    if (this.#isCold()) {
      if (this.#isAnswer && !this.#hasTopic()) return 'control'
      const result = this.#cold.decode(frame, localTimeUs)
      return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
    }
    if (this.#topic.isOption) return this.#verdict.ignore('options are out of scope')
    if (this.#topic.slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (this.#bbo !== undefined && this.#type === 'delta')
      return this.#verdict.ignore('changes of the best level are retired: it is sent whole')
    if (this.#batch.isEmpty()) return this.#verdict.ignore(this.#whyEmpty())
    this.#batch.flush(sink, localTimeUs)
    this.#learn(frame, this.#topic.kind)
    return 'event'
  }

  #learn(frame: Uint8Array, kind: keyof FrameLayouts | 'cold' | ''): void {
    if (kind !== '' && kind !== 'cold') this.#shaped.learn(frame, this.#layouts[kind])
  }

  /** A call, so that the compiler does not think the kind is still what `decode` set. */
  #isCold(): boolean {
    return this.#topic.kind === '' || this.#topic.kind === 'cold'
  }

  #hasTopic(): boolean {
    return this.#topic.kind !== ''
  }

  #whyEmpty(): string {
    return this.#blockTrades > 0 ? 'block trades are not on the tape' : 'message has no rows'
  }

  #walkFrame(frame: Uint8Array): void {
    this.#batch.clear()
    this.#isLate = false
    this.#isAnswer = false
    this.#type = ''
    this.#book = undefined
    this.#bbo = undefined
    this.#blockTrades = 0
    this.#sentMs = Number.NaN
    this.#engineMs = Number.NaN
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isArray()) reader.skipValue()
    else this.#walkMessage()
    reader.finish()
  }

  #walkMessage(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      switch (key) {
        case TOPIC:
          this.#topic.read(reader)
          break
        case TYPE:
          this.#readType()
          break
        case SENT_TIME:
          if (this.#isWanted() && reader.readInteger()) this.#sentMs = reader.integer
          break
        case ENGINE_TIME:
          if (this.#isWanted() && reader.readInteger()) this.#engineMs = reader.integer
          break
        case DATA:
          this.#readData()
          break
        case OPERATION:
        case SUCCESS:
          this.#isAnswer = true
          reader.skipValue()
          break
        default:
          reader.skipValue()
      }
    }
  }

  /** Whether the value that is next is one to read hot; it is skipped where it is not, or not known to be yet. */
  #isWanted(): boolean {
    const kind = this.#topic.kind
    // The topic may still come: then the value is read in the second walk.
    if (kind === '' && !this.#isSecondWalk) this.#isLate = true
    if (kind !== '' && kind !== 'cold') return true
    this.#reader.skipValue()
    return false
  }

  #readType(): void {
    const reader = this.#reader
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    this.#type = reader.textIs('snapshot') ? 'snapshot' : reader.textIs('delta') ? 'delta' : ''
  }

  #readData(): void {
    const reader = this.#reader
    const slot = this.#topic.slot
    if (!this.#isWanted()) return
    if (slot === undefined) {
      reader.skipValue()
      return
    }
    // A second `data` replaces the first, as in JSON.
    this.#batch.clear()
    const batch = this.#batch
    if (this.#topic.kind === 'trade') this.#readTrades(slot)
    else if (this.#topic.kind === 'bbo') {
      this.#bbo = batch.bbo(slot, this.#localTimeUs)
      readBest(reader, this.#bbo, batch)
    } else {
      this.#book = batch.book(slot, FEEDS[this.#topic.depth]!.feed, false, this.#localTimeUs)
      readBook(reader, this.#book, batch, this.#topic.depth === RPI)
    }
  }

  #readTrades(slot: InstrumentSlot): void {
    const reader = this.#reader
    const batch = this.#batch
    this.#blockTrades = 0
    if (!reader.enterArray()) return
    while (reader.nextItem()) {
      if (readTrade(reader, batch.trade(slot, this.#localTimeUs), batch)) continue
      batch.dropTrade()
      this.#blockTrades += 1
    }
  }

  /** What stands outside of `data`, wherever it stood. */
  #complete(): void {
    const book = this.#book
    const bbo = this.#bbo
    if (book === undefined && bbo === undefined) return
    if (this.#type === '') {
      // Nothing says whether it is the whole or a change.
      this.#reader.fail('wrongType', 0)
      return
    }
    // `cts` is the time of the matching engine. Frames of before it existed only say when they were sent.
    const timeMs = Number.isNaN(this.#engineMs) ? this.#sentMs : this.#engineMs
    if (bbo !== undefined) bbo.venueUs = timeMs * 1000
    if (book === undefined) return
    book.venueUs = timeMs * 1000
    // Documented: a message of `u` 1 is a snapshot, sent after the service started again. All levels never are one.
    book.isSnapshot =
      this.#type === 'snapshot' || (book.last === FIRST_ID && this.#topic.depth !== FULL)
  }
}
