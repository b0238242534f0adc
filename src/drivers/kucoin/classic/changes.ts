/**
 * @hotpath How classic books tell changes: on spot `[["price","size","sequence"],…]` for each side, on futures one
 * `"price,side,size"` a message. An entry at price 0 only counts in the sequence. Allocates nothing.
 * Layouts: docs/venues/kucoin.md §Classic books.
 */
import type { BookUpdate, LevelBuffer } from '../../../core/index.ts'
import {
  type JsonReader,
  levelPrice,
  levelSize,
  openLevel,
  type ScaleKeeper,
} from '../../../wire/index.ts'
import { dropSequenceOnly, isPriceZero } from '../frame-fields.ts'

const QUOTE = 34
const COMMA = 44

/** Reads the sides of spot messages. Sequences stand in arrays: a double handed to a call may be boxed. */
export class ChangeReader {
  /** Sequence of each entry of the side being read. */
  #sequences: Float64Array = new Float64Array(64)
  /** The highest of them. */
  readonly #newest: Float64Array = new Float64Array(1)

  /**
   * Reads one side. Entries need not come in the order of their sequence: of two at one price the later one holds,
   * wherever it stands.
   */
  readSide(reader: JsonReader, update: BookUpdate, levels: LevelBuffer, keeper: ScaleKeeper): void {
    levels.count = 0
    this.#newest[0] = Number.NEGATIVE_INFINITY
    if (!reader.enterArray()) return
    while (reader.nextItem()) {
      openLevel(levels)
      if (!readEntry(reader, update, levels, keeper)) return
      const last = levels.count - 1
      this.#makeRoom(last)
      this.#sequences[last] = reader.integer
      if (isPriceZero(levels, last) || this.#isOvertaken(levels)) levels.count = last
    }
  }

  /** Whether an entry read before the last one is of the same price and later. */
  #isOvertaken(levels: LevelBuffer): boolean {
    const last = levels.count - 1
    const sequence = this.#sequences[last]!
    if (sequence >= this.#newest[0]!) {
      this.#newest[0] = sequence
      return false
    }
    for (let i = 0; i < last; i += 1) {
      const isSame = levels.isWide
        ? levels.widePrices[i] === levels.widePrices[last]
        : levels.prices[i] === levels.prices[last]
      if (isSame && this.#sequences[i]! > sequence) return true
    }
    return false
  }

  #makeRoom(i: number): void {
    if (i < this.#sequences.length) return
    const grown = new Float64Array(this.#sequences.length * 2)
    grown.set(this.#sequences)
    this.#sequences = grown
  }
}

/** `["67993.3","1.21427407","14701689783"]` into the level opened last; its sequence stands in `reader.integer`. */
function readEntry(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): boolean {
  if (!reader.enterArray()) return false
  if (!reader.nextItem()) return reader.fail('wrongType', reader.pos)
  levelPrice(reader, update, levels, keeper)
  if (!reader.nextItem()) return reader.fail('wrongType', reader.pos)
  levelSize(reader, update, levels, keeper)
  if (!reader.nextItem()) return reader.fail('wrongType', reader.pos)
  reader.readInteger()
  // Documented for later: entries with a time of their own.
  while (reader.nextItem()) reader.skipValue()
  return reader.fault === ''
}

/** Reads `"90631.2,sell,2"` into the side that it names. */
export function readChange(reader: JsonReader, update: BookUpdate, keeper: ScaleKeeper): void {
  update.asks.count = 0
  update.bids.count = 0
  if (!reader.readString()) return
  const { bytes, textStart, textEnd } = reader
  const isEscaped = reader.textIsEscaped
  const comma = bytes.indexOf(COMMA, textStart)
  const side = comma < 0 || comma >= textEnd || isEscaped ? 0 : sideAt(bytes, comma)
  if (side === 0) return void reader.fail('wrongType', textStart)
  const levels = side === SELL.length ? update.asks : update.bids
  openLevel(levels)
  // The digits stand bare inside the text: they are read as bare numbers are.
  reader.pos = textStart
  if (!levelPrice(reader, update, levels, keeper)) return
  if (reader.pos !== comma) return void reader.fail('badNumber', reader.pos)
  reader.pos = comma + side
  if (!levelSize(reader, update, levels, keeper)) return
  if (reader.pos !== textEnd || bytes[textEnd] !== QUOTE)
    return void reader.fail('badNumber', reader.pos)
  reader.pos = textEnd + 1
  dropSequenceOnly(levels)
}

/** Bytes of `,buy,` and `,sell,`. */
const BUY = [44, 98, 117, 121, 44] as const
const SELL = [44, 115, 101, 108, 108, 44] as const

/** How many bytes the side takes with its commas; 0 where it is none. */
function sideAt(bytes: Uint8Array, comma: number): number {
  if (isAt(bytes, comma, BUY)) return BUY.length
  return isAt(bytes, comma, SELL) ? SELL.length : 0
}

function isAt(bytes: Uint8Array, at: number, word: readonly number[]): boolean {
  for (let i = 0; i < word.length; i += 1) if (bytes[at + i] !== word[i]) return false
  return true
}
