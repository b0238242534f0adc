/**
 * @hotpath Hyperliquid's books, BBOs and trades (`{"channel":…,"data":…}`) into updates. One walk over the bytes, keys in any
 * order; where `data` comes before `channel`, or levels before their coin, the frame is walked again. Cold
 * channels go to decode-cold.ts. Allocation budget: 0 a frame. Bench: `bench/gate`. Layouts: docs/venues/hyperliquid.md.
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
} from '../../core/index.ts'
import { END, JsonReader } from '../../wire/index.ts'
import { FrameBatch } from '../kit/frame-batch.ts'
import type { FrameLayout } from '../kit/frame-roles.ts'
import { FrameVerdict } from '../kit/frame-verdict.ts'
import { ShapedFrames } from '../kit/shaped-frames.ts'
import { bookLayout } from './book-layout.ts'
import { ColdDecoder, OUTCOMES } from './decode-cold.ts'
import { readBest, readSides, readTrade } from './decode-rows.ts'
import {
  BBO,
  CHANNEL,
  CHANNELS,
  COIN,
  DATA,
  DATA_KEYS,
  FAST,
  type FrameKind,
  KINDS,
  LEVELS,
  MESSAGE_KEYS,
  SPREAD,
  TIME,
  TRADE_COIN,
  TRADE_KEYS,
} from './frame-keys.ts'
import { isGreeting } from './greeting.ts'
import { FAST_FEED, SLOW_FEED } from './sequence.ts'
import { kindOfCoin } from './symbols.ts'

/** One to learn the channel, one to learn the coin, one to read. */
const MOST_WALKS = 3

/** Decodes the frames of Hyperliquid's socket, of all products. */
export class HyperliquidDecoder implements FrameDecoder {
  readonly #verdict = new FrameVerdict()
  readonly #table: InstrumentTable
  readonly #reader = new JsonReader()
  readonly #batch: FrameBatch
  readonly #shaped: ShapedFrames
  readonly #layout: FrameLayout
  readonly #cold: ColdDecoder
  #localTimeUs = 0
  // What the walks have found so far; each starts with what those before it know.
  #kind: FrameKind | '' = ''
  #slot: InstrumentSlot | undefined
  #walk = 0
  #isLate = false
  #isOutcome = false
  #isAggregated = false

  /** A decoder; coins are looked up in `table`. */
  constructor(table: InstrumentTable) {
    this.#table = table
    this.#batch = new FrameBatch(table)
    this.#shaped = new ShapedFrames(this.#batch)
    this.#layout = bookLayout(table)
    this.#cold = new ColdDecoder(table)
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
    if (isGreeting(frame)) return 'control'
    this.#localTimeUs = localTimeUs
    this.#kind = ''
    this.#slot = undefined
    this.#walk = 1
    while (this.#walkFrame(frame)) this.#walk += 1
    if (this.#reader.fault !== '') return this.#verdict.malformed(this.#reader, this.#slot)
    const kind = this.#settledKind()
    if (kind === 'control') return 'control'
    if (kind === 'cold') return this.#decodeCold(frame, sink)
    if (!this.#batch.isEmpty() && !this.#isAggregated) {
      this.#batch.flush(sink, localTimeUs)
      this.#shaped.learn(frame, this.#layout)
      return 'event'
    }
    return this.#verdict.ignore(this.#whyNothing())
  }

  /** A call, so that the compiler does not think the kind is still what `decode` set. */
  #settledKind(): FrameKind {
    return this.#kind === '' ? 'cold' : this.#kind
  }

  #whyNothing(): string {
    if (this.#isOutcome) return OUTCOMES
    if (this.#isAggregated) return 'aggregated books are not carried'
    return this.#slot === undefined ? 'instrument is not listed' : 'message has no rows'
  }

  /** Whether the frame is to be walked again: something stood before what it takes to read it. */
  #walkFrame(frame: Uint8Array): boolean {
    this.#batch.clear()
    this.#isLate = false
    this.#isOutcome = false
    this.#isAggregated = false
    const reader = this.#reader
    reader.reset(frame)
    if (reader.isObject()) this.#walkMessage()
    else reader.skipValue()
    return reader.finish() && this.#isLate
  }

  #walkMessage(): void {
    const reader = this.#reader
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(MESSAGE_KEYS); key !== END; key = reader.nextKey(MESSAGE_KEYS)) {
      if (key === CHANNEL && reader.isString()) this.#readChannel()
      else if (key === DATA) this.#readData()
      else reader.skipValue()
    }
  }

  #readChannel(): void {
    const reader = this.#reader
    if (!reader.readString()) return
    const id = reader.textIn(CHANNELS)
    this.#kind = id < 0 ? 'cold' : KINDS[id]!
  }

  #readData(): void {
    // A second `data` replaces the first, as in JSON.
    this.#batch.clear()
    switch (this.#kind) {
      case 'book':
      case 'bbo':
        this.#readOne(this.#kind)
        break
      case 'trade':
        this.#readTrades()
        break
      case '':
      case 'cold':
      case 'control':
        // The channel may still come: then the rows are read in the next walk.
        this.#isLate = this.#kind === '' && this.#walk === 1
        this.#reader.skipValue()
    }
  }

  /** A book or a BBO: both say coin, time and their levels. */
  #readOne(kind: 'book' | 'bbo'): void {
    const reader = this.#reader
    const start = reader.pos
    let book: BookUpdate | undefined
    let bbo: BboUpdate | undefined
    let hasLevels = false
    let isFast = false
    let timeMs = Number.NaN
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      if (key === COIN) this.#readCoin()
      else if (key === TIME) {
        if (reader.readInteger()) timeMs = reader.integer
      } else if (key === FAST) isFast = this.#readFlag()
      else if (key === SPREAD) {
        this.#isAggregated = kind === 'book'
        reader.skipValue()
      } else if (key === (kind === 'book' ? LEVELS : BBO)) {
        hasLevels = true
        if (this.#slot === undefined) this.#waitForCoin()
        else if (kind === 'book') {
          book ??= this.#batch.book(this.#slot, SLOW_FEED, true, this.#localTimeUs)
          readSides(reader, book, this.#batch)
        } else {
          bbo ??= this.#batch.bbo(this.#slot, this.#localTimeUs)
          readBest(reader, bbo, this.#batch)
        }
      } else reader.skipValue()
    }
    if (!hasLevels || Number.isNaN(timeMs)) reader.fail('wrongType', start)
    if (book !== undefined) {
      book.feed = isFast ? FAST_FEED : SLOW_FEED
      // The block's time is the only number that a book has.
      book.last = timeMs
      book.venueUs = timeMs * 1000
    }
    if (bbo !== undefined) bbo.venueUs = timeMs * 1000
  }

  #readFlag(): boolean {
    const reader = this.#reader
    return !reader.takeNull() && reader.readBoolean() && reader.boolean
  }

  /** Levels before their coin: skipped now, read in the next walk where the coin is known by then. */
  #waitForCoin(): void {
    this.#isLate = this.#walk < MOST_WALKS
    this.#reader.skipValue()
  }

  #readCoin(): void {
    const reader = this.#reader
    if (!reader.readString()) return
    const { bytes, textStart, textEnd } = reader
    const kind = kindOfCoin(bytes, textStart, textEnd)
    this.#isOutcome = kind === 'outcome'
    this.#slot = kind === 'outcome' ? undefined : this.#table.find(kind, bytes, textStart, textEnd)
  }

  #readTrades(): void {
    const reader = this.#reader
    if (!reader.enterArray()) return
    while (reader.nextItem()) this.#readRow()
  }

  /** A row names its coin itself: first, as the venue writes it, or anywhere, and then it is walked twice. */
  #readRow(): void {
    const reader = this.#reader
    reader.peek()
    const start = reader.pos
    this.#slot = undefined
    if (!reader.enterObject()) return
    const first = reader.nextKey(TRADE_KEYS)
    if (first === TRADE_COIN) this.#readCoin()
    else {
      if (!this.#findCoin(first)) reader.fail('wrongType', start)
      if (reader.fault !== '') return
      reader.pos = start
      reader.enterObject()
    }
    if (this.#slot === undefined) this.#skipRest()
    else readTrade(reader, this.#batch.trade(this.#slot, this.#localTimeUs), this.#batch, start)
  }

  #skipRest(): void {
    const reader = this.#reader
    while (reader.nextKey(TRADE_KEYS) !== END) reader.skipValue()
  }

  /** Walks to the end of an object from a key on; whether it has a coin. */
  #findCoin(from: number): boolean {
    const reader = this.#reader
    let hasCoin = false
    for (let key = from; key !== END; key = reader.nextKey(TRADE_KEYS)) {
      if (key === TRADE_COIN) {
        hasCoin = true
        this.#readCoin()
      } else reader.skipValue()
    }
    return hasCoin
  }

  #decodeCold(frame: Uint8Array, sink: FrameSink): FrameOutcome {
    const result = this.#cold.decode(frame, this.#localTimeUs)
    return this.#verdict.cold(result, this.#batch, sink, this.#localTimeUs)
  }
}
