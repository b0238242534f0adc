/**
 * @hotpath The streams that a connection's frames named so far, found by name: what it tells is read once. Per frame that is
 * read key by key: one look-up. No allocation. Bench: `bench/gate`.
 */
import type { InstrumentTable, Market } from '../../core/index.ts'
import { type JsonReader, SymbolTable } from '../../wire/index.ts'
import { type StreamInfo, streamInfo } from './streams.ts'

/** See the head of this file. */
export class KnownStreams {
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #ids = new SymbolTable()
  readonly #streams: StreamInfo[] = []

  /** No streams yet. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
  }

  /** The stream whose name the reader has just read. */
  named(reader: JsonReader): StreamInfo {
    const { bytes, textStart, textEnd } = reader
    const id = this.#ids.find(bytes, textStart, textEnd)
    return id >= 0 ? this.#streams[id]! : this.#meet(reader)
  }

  /** First frame of a stream: parse its name once. Cold. */
  #meet(reader: JsonReader): StreamInfo {
    const info = streamInfo(reader.text(), this.#table, this.#market)
    if (info.slot !== undefined || info.isForMany) {
      this.#ids.set(reader.bytes.slice(reader.textStart, reader.textEnd), this.#streams.length)
      this.#streams.push(info)
    }
    return info
  }
}
