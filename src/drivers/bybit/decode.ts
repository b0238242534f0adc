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
import {
  BEST,
  CHANNELS,
  DATA,
  DEPTHS,
  ENGINE_TIME,
  FEEDS,
  FIRST_ID,
  FULL,
  MESSAGE_KEYS,
  OPERATION,
  ORDERBOOK,
  RPI,
  SENT_TIME,
  SUCCESS,
  TOPIC,
  TYPE,
} from './frame-keys.ts'
import { type FrameLayouts, frameLayouts } from './frame-layouts.ts'

const DOT = 46
const DASH = 45
/** `BTC-26DEC25` has one, an option such as `BTC-26DEC25-60000-C` three. */
const OPTION_DASHES = 3

/** Decodes the frames of one of Bybit's public sockets. */
export class BybitDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #layouts: FrameLayouts
  readonly #cold: ColdDecoder
  #localTimeUs = 0
  // What the walks have found so far; a second walk starts with what the first one knows.
  #kind: 'book' | 'bbo' | 'trade' | 'cold' | '' = ''
  #depth = 0
  #slot: InstrumentSlot | undefined
  #isOption = false
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
    this.#table = table
    this.#market = market
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
    this.#kind = ''
    this.#slot = undefined
    this.#isOption = false
    this.#isSecondWalk = false
    this.#walkFrame(frame)
    if (this.#isLate && this.#reader.fault === '') {
      this.#isSecondWalk = true
      this.#walkFrame(frame)
    }
    if (this.#reader.fault === '') this.#complete()
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#slot)
    if (this.#isCold()) {
      if (this.#isAnswer && !this.#hasTopic()) return 'control'
      const result = this.#cold.decode(frame, localTimeUs)
      return this.#verdict.cold(result, this.#batch, sink, localTimeUs)
    }
    if (this.#isOption) return this.#verdict.ignore('options are out of scope')
    if (this.#slot === undefined) return this.#verdict.ignore('instrument is not listed')
    if (this.#bbo !== undefined && this.#type === 'delta')
      return this.#verdict.ignore('changes of the best level are retired: it is sent whole')
    if (this.#batch.isEmpty()) return this.#verdict.ignore(this.#whyEmpty())
    this.#batch.flush(sink, localTimeUs)
    this.#learn(frame, this.#kind)
    return 'event'
  }

  #learn(frame: Uint8Array, kind: keyof FrameLayouts | 'cold' | ''): void {
    if (kind !== '' && kind !== 'cold') this.#shaped.learn(frame, this.#layouts[kind])
  }

  /** A call, so that the compiler does not think the kind is still what `decode` set. */
  #isCold(): boolean {
    return this.#kind === '' || this.#kind === 'cold'
  }

  #hasTopic(): boolean {
    return this.#kind !== ''
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
          if (reader.isString()) this.#readTopic()
          else reader.skipValue()
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

  /** `orderbook.50.BTCUSDT`, `publicTrade.BTCUSDT`: where the words end is found once, and looked up as bytes. */
  #readTopic(): void {
    const reader = this.#reader
    if (!reader.readString()) return
    const { bytes, textStart: start, textEnd: end } = reader
    this.#kind = 'cold'
    const dot = dotFrom(bytes, start, end)
    reader.textEnd = dot
    const channel = reader.textIn(CHANNELS)
    if (channel < 0 || dot === end) return
    let symbol = dot + 1
    if (channel === ORDERBOOK) {
      const depthEnd = dotFrom(bytes, symbol, end)
      reader.textStart = symbol
      reader.textEnd = depthEnd
      const depth = reader.textIn(DEPTHS)
      if (depth < 0 || depthEnd === end) return
      this.#depth = depth
      this.#kind = depth === BEST ? 'bbo' : 'book'
      symbol = depthEnd + 1
    } else this.#kind = 'trade'
    this.#isOption = dashesIn(bytes, symbol, end) >= OPTION_DASHES
    this.#slot = this.#isOption ? undefined : this.#table.find(this.#market, bytes, symbol, end)
  }

  /** Whether the value that is next is one to read hot; it is skipped where it is not, or not known to be yet. */
  #isWanted(): boolean {
    const kind = this.#kind
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
    const slot = this.#slot
    if (!this.#isWanted()) return
    if (slot === undefined) {
      reader.skipValue()
      return
    }
    // A second `data` replaces the first, as in JSON.
    this.#batch.clear()
    const batch = this.#batch
    if (this.#kind === 'trade') this.#readTrades(slot)
    else if (this.#kind === 'bbo') {
      this.#bbo = batch.bbo(slot, this.#localTimeUs)
      readBest(reader, this.#bbo, batch)
    } else {
      this.#book = batch.book(slot, FEEDS[this.#depth]!.feed, false, this.#localTimeUs)
      readBook(reader, this.#book, batch, this.#depth === RPI)
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
    book.isSnapshot = this.#type === 'snapshot' || (book.last === FIRST_ID && this.#depth !== FULL)
  }
}

/** The first dot from `start`; `end` where there is none. */
function dotFrom(bytes: Uint8Array, start: number, end: number): number {
  let i = start
  while (i < end && bytes[i] !== DOT) i += 1
  return i
}

function dashesIn(bytes: Uint8Array, start: number, end: number): number {
  let dashes = 0
  for (let i = start; i < end; i += 1) if (bytes[i] === DASH) dashes += 1
  return dashes
}
