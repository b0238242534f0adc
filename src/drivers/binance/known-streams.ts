/**
 * @hotpath The streams that a connection's frames named so far, found by name, each with the shape of its frames.
 * Per frame: one comparison with the stream of the frame before, else one look-up. No allocation. Bench: `bench/gate`.
 */
import type { InstrumentTable, Market } from '../../core/index.ts'
import {
  type FrameScanner,
  type FrameShape,
  type JsonReader,
  type KeyRole,
  SymbolTable,
  shapeOf,
} from '../../wire/index.ts'
import {
  ASK_SIZE,
  ASKS,
  ASKS_OR_ASK_PRICE,
  BID_SIZE,
  BIDS_OR_BID_PRICE,
  DATA,
  EVENT_TYPE,
  KEYS,
  PRINT_KIND,
  STREAM,
  SYMBOL,
  TRADE_PRICE,
  TRADE_SIZE,
} from './frame-keys.ts'
import { KeptUpdate } from './kept-update.ts'
import { NAME_START, type StreamInfo, type StreamKind, streamInfo } from './streams.ts'

const QUOTE = 34
/** A stream whose frames keep changing shape is read key by key. */
const MAX_LESSONS = 8

/** A stream and what its frames have in common. */
export interface KnownStream {
  /** What its name tells. */
  readonly info: StreamInfo
  /** Absent until a frame was read, for streams of many instruments, and for those of books. */
  shape: FrameShape | undefined
  /** The update of the frame before; with the shape. */
  kept: KeptUpdate | undefined
  /** Shapes taken so far. */
  lessons: number
}

/** See the head of this file. */
export class KnownStreams {
  /** The stream of the frame before. */
  latest: KnownStream | undefined
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #ids = new SymbolTable()
  readonly #streams: KnownStream[] = []

  /** No streams yet. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
  }

  /** The stream whose name the reader has just read. */
  named(reader: JsonReader): KnownStream {
    const { bytes, textStart, textEnd } = reader
    const id = this.#ids.find(bytes, textStart, textEnd)
    return id >= 0 ? this.#streams[id]! : this.#meet(reader)
  }

  /**
   * The stream of a frame whose shape starts as the frame does; the scanner's place is then behind what they share.
   * `undefined` where no shape is known.
   */
  guess(scanner: FrameScanner): KnownStream | undefined {
    const { latest } = this
    if (latest?.shape !== undefined) {
      scanner.at = latest.shape.match(0, scanner, 0)
      if (scanner.at >= 0) return latest
    }
    const { bytes } = scanner
    if (bytes[NAME_START - 1] !== QUOTE) return undefined
    let end = NAME_START
    while (bytes[end] !== QUOTE && bytes[end] !== 0) end += 1
    const id = this.#ids.find(bytes, NAME_START, end)
    if (id < 0) return undefined
    const stream = this.#streams[id]!
    if (stream.shape === undefined) return undefined
    scanner.at = stream.shape.match(0, scanner, 0)
    if (scanner.at < 0) return undefined
    this.latest = stream
    return stream
  }

  /** Takes the shape of a frame of best prices or trades that was read key by key and is what the stream's name says. Cold. */
  learn(stream: KnownStream | undefined, kind: string, frame: Uint8Array): void {
    if (stream === undefined || stream.lessons >= MAX_LESSONS) return
    const { info } = stream
    if (info.slot === undefined || info.kind === 'cold' || info.kind !== kind) return
    stream.lessons += 1
    stream.shape = shapeOf(frame, KEYS, (key) => roleOf(key, info.kind))
    stream.kept = stream.shape && KeptUpdate.of(info.kind, info.slot, stream.shape)
  }

  /** First frame of a stream: parse its name once. Cold. */
  #meet(reader: JsonReader): KnownStream {
    const info = streamInfo(reader.text(), this.#table, this.#market)
    const stream = { info, shape: undefined, kept: undefined, lessons: 0 }
    if (info.slot !== undefined || info.isForMany) {
      this.#ids.set(reader.bytes.slice(reader.textStart, reader.textEnd), this.#streams.length)
      this.#streams.push(stream)
    }
    return stream
  }
}

function roleOf(key: number, kind: StreamKind): KeyRole {
  switch (key) {
    case DATA:
      return 'inside'
    case STREAM:
    case EVENT_TYPE:
    case SYMBOL:
    case PRINT_KIND:
      return 'other'
    case ASKS_OR_ASK_PRICE:
      return kind === 'aggTrade' ? 'value' : 'quoted' // aggregate trades call their id `a`
    case BIDS_OR_BID_PRICE:
    case BID_SIZE:
    case ASK_SIZE:
    case TRADE_PRICE:
    case TRADE_SIZE:
      return 'quoted'
    default:
      return key > ASKS ? 'other' : 'value'
  }
}
