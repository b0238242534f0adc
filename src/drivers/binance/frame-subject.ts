/**
 * @hotpath What a frame of Binance is about: its stream, its kind, the feed of its book, its instrument. The stream's name
 * says it, or the frame's own words do. Allocates nothing. Bench: `bench/gate`.
 */
import type { InstrumentSlot, InstrumentTable, Market } from '../../core/index.ts'
import type { JsonReader } from '../../wire/index.ts'
import { EVENT_KINDS, EVENTS } from './frame-keys.ts'
import type { KnownStreams } from './known-streams.ts'
import type { StreamInfo, StreamKind } from './streams.ts'

/** Market prints; `INSURANCE_FUND`, `ADL` and `NA` are no trades between two parties. */
const MARKET_PRINT = 'MARKET'

/** See the head of this file. A second walk over a frame starts with what the first one knows. */
export class FrameSubject {
  /** The stream; absent in raw frames. */
  stream: StreamInfo | undefined
  /** How the frame is read; `''` where nothing has told. */
  kind: StreamKind | '' = ''
  /** Feed of a book. */
  feed = ''
  /** The instrument; absent where it is not listed. */
  slot: InstrumentSlot | undefined
  /** Whether an instrument was named that is not listed. */
  isUnlisted = false
  /** Whether it is a print that is not to be told. */
  isSkippedPrint = false
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #streams: KnownStreams

  /** Streams are looked up in `streams`, symbols in `table`, as of `market`. */
  constructor(table: InstrumentTable, market: Market, streams: KnownStreams) {
    this.#table = table
    this.#market = market
    this.#streams = streams
  }

  /** A new frame. */
  clear(): void {
    this.stream = undefined
    this.kind = ''
    this.feed = ''
    this.slot = undefined
  }

  /** Reads `stream`; whether the frame is another than was known before. */
  readStream(reader: JsonReader): boolean {
    if (!reader.readString()) return false
    this.stream = this.#streams.named(reader)
    const { kind, feed, slot } = this.stream
    const isOther = kind !== this.kind || feed !== this.feed
    this.kind = kind
    this.feed = feed
    if (slot !== undefined) this.slot = slot
    return isOther
  }

  /** Reads `e`. */
  readEventType(reader: JsonReader): void {
    if (!reader.isString()) {
      this.kind = 'cold'
      reader.skipValue()
      return
    }
    reader.readString()
    if (this.kind === 'partial') return // futures write `depthUpdate` into whole books too
    const id = reader.textIn(EVENTS)
    this.kind = id < 0 ? 'cold' : EVENT_KINDS[id]!
    if (this.kind === 'depth' && this.feed === '') this.feed = 'depth'
  }

  /** Reads `s`. */
  readSymbol(reader: JsonReader): void {
    if (this.slot !== undefined || this.kind === 'cold' || !reader.isString()) {
      reader.skipValue()
      return
    }
    reader.readString()
    this.slot = this.#table.find(this.#market, reader.bytes, reader.textStart, reader.textEnd)
    this.isUnlisted = this.slot === undefined
  }

  /** Reads `X`, the kind of a print. */
  readPrintKind(reader: JsonReader): void {
    if (!reader.isString()) reader.skipValue()
    else if (reader.readString())
      this.isSkippedPrint = this.kind === 'trade' && !reader.textIs(MARKET_PRINT)
  }
}
