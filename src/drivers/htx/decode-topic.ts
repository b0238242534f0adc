/**
 * @hotpath The topic of HTX's frames, `market.<symbol>.<channel>`: what the body is, and of which instrument. Allocates
 * nothing but where a topic has escapes, which the venue does not write. Layouts: docs/venues/htx.md.
 */
import type { InstrumentSlot, InstrumentTable, Market } from '../../core/index.ts'
import { JsonReader } from '../../wire/index.ts'
import { BODIES, type BodyKind, CHANNELS } from './frame-keys.ts'
import { marketOfSymbol } from './symbols.ts'

const PREFIX = 'market.'
const POINT = 46
const encoder = new TextEncoder()

/** Reads topics one after the other; what stands here is of the last one. */
export class TopicReader {
  /** What the body is; `''` where no topic was read. */
  kind: BodyKind | '' = ''
  /** The channel, which is the feed of a book. */
  feed = ''
  /** The instrument; absent where it is not listed. */
  slot: InstrumentSlot | undefined
  /** Whether it is of an option. */
  isOption = false
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #text = new JsonReader()

  /** Symbols are looked up in `table`, those without a dash as of `market`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
  }

  /** Forgets the last frame. */
  clear(): void {
    this.kind = ''
    this.feed = ''
    this.slot = undefined
    this.isOption = false
  }

  /** Reads the value that is next. */
  read(reader: JsonReader): void {
    this.kind = 'cold'
    if (!reader.isString()) {
      reader.skipValue()
      return
    }
    if (!reader.readString()) return
    const text = this.#text
    text.bytes = reader.textIsEscaped ? encoder.encode(reader.text()) : reader.bytes
    text.textStart = reader.textIsEscaped ? 0 : reader.textStart
    text.textEnd = reader.textIsEscaped ? text.bytes.length : reader.textEnd
    this.#split()
  }

  /** The symbol has no point. */
  #split(): void {
    const text = this.#text
    const { bytes, textStart, textEnd } = text
    const symbolStart = textStart + PREFIX.length
    text.textEnd = Math.min(symbolStart, textEnd)
    if (!text.textIs(PREFIX)) return
    let symbolEnd = symbolStart
    while (symbolEnd < textEnd && bytes[symbolEnd] !== POINT) symbolEnd += 1
    text.textStart = Math.min(symbolEnd + 1, textEnd)
    text.textEnd = textEnd
    const id = text.textIn(CHANNELS)
    if (id < 0) return
    this.kind = BODIES[id]!
    this.feed = CHANNELS.keys[id]!
    const market = marketOfSymbol(bytes, symbolStart, symbolEnd, this.#market)
    this.isOption = market === 'option'
    this.slot =
      market === 'option' ? undefined : this.#table.find(market, bytes, symbolStart, symbolEnd)
  }
}
