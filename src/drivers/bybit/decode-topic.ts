/**
 * @hotpath The topic of Bybit's frames, `orderbook.50.BTCUSDT` or `publicTrade.BTCUSDT`: what the data are, and of which
 * instrument. Where its words end is found once, and they are looked up as bytes. Allocates nothing. Bench: `bench/gate`.
 */
import type { InstrumentSlot, InstrumentTable, Market } from '../../core/index.ts'
import type { JsonReader } from '../../wire/index.ts'
import { BEST, CHANNELS, DEPTHS, ORDERBOOK } from './frame-keys.ts'

const DOT = 46
const DASH = 45
/** `BTC-26DEC25` has one, an option such as `BTC-26DEC25-60000-C` three. */
const OPTION_DASHES = 3

/** Reads topics one after the other; what stands here is of the last one. */
export class TopicReader {
  /** What the data are; `''` where no topic was read. */
  kind: 'book' | 'bbo' | 'trade' | 'cold' | '' = ''
  /** Of a book: its place among the depths. */
  depth = 0
  /** The instrument; absent where it is not listed. */
  slot: InstrumentSlot | undefined
  /** Whether it is of an option. */
  isOption = false
  readonly #table: InstrumentTable
  readonly #market: Market

  /** Symbols are looked up in `table`, as of `market`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
  }

  /** Forgets the last frame. */
  clear(): void {
    this.kind = ''
    this.slot = undefined
    this.isOption = false
  }

  /** Reads the value that is next. */
  read(reader: JsonReader): void {
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    const { bytes, textStart: start, textEnd: end } = reader
    this.kind = 'cold'
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
      this.depth = depth
      this.kind = depth === BEST ? 'bbo' : 'book'
      symbol = depthEnd + 1
    } else this.kind = 'trade'
    this.isOption = dashesIn(bytes, symbol, end) >= OPTION_DASHES
    this.slot = this.isOption ? undefined : this.#table.find(this.#market, bytes, symbol, end)
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
