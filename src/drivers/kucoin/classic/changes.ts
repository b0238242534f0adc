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

/** Reads the sides of spot messages. */
export class ChangeReader {
  /** Sequence of each entry of the side being read. */
  #sequences: Float64Array = new Float64Array(64)

  /**
   * Reads one side. Entries need not come in the order of their sequence: of two at one price the later one holds,
   * wherever it stands.
   */
  readSide(reader: JsonReader, update: BookUpdate, levels: LevelBuffer, keeper: ScaleKeeper): void {
    levels.count = 0
    let newest = Number.NEGATIVE_INFINITY
    if (!reader.enterArray()) return
    while (reader.nextItem()) {
      openLevel(levels)
      const sequence = readEntry(reader, update, levels, keeper)
      if (reader.fault !== '') return
      if (isPriceZero(levels, levels.count - 1) || this.#isOvertaken(levels, sequence, newest)) {
        levels.count -= 1
        continue
      }
      this.#note(levels.count - 1, sequence)
      if (sequence > newest) newest = sequence
    }
  }

  /** Whether an entry read before is of the same price and later. */
  #isOvertaken(levels: LevelBuffer, sequence: number, newest: number): boolean {
    if (sequence >= newest) return false
    const last = levels.count - 1
    for (let i = 0; i < last; i += 1) {
      const isSame = levels.isWide
        ? levels.widePrices[i] === levels.widePrices[last]
        : levels.prices[i] === levels.prices[last]
      if (isSame && this.#sequences[i]! > sequence) return true
    }
    return false
  }

  #note(i: number, sequence: number): void {
    if (i >= this.#sequences.length) {
      const grown = new Float64Array(this.#sequences.length * 2)
      grown.set(this.#sequences)
      this.#sequences = grown
    }
    this.#sequences[i] = sequence
  }
}

/** `["67993.3","1.21427407","14701689783"]` into the level opened last; answers its sequence. */
function readEntry(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): number {
  if (!reader.enterArray()) return 0
  if (!reader.nextItem()) return lack(reader)
  levelPrice(reader, update, levels, keeper)
  if (!reader.nextItem()) return lack(reader)
  levelSize(reader, update, levels, keeper)
  if (!reader.nextItem()) return lack(reader)
  if (!reader.readInteger()) return 0
  const sequence = reader.integer
  // A documented variant for the future: entries with a time of their own.
  while (reader.nextItem()) reader.skipValue()
  return sequence
}

function lack(reader: JsonReader): number {
  reader.fail('wrongType', reader.pos)
  return 0
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
