/**
 * @hotpath The levels of Coinbase Exchange's books into an update. Allocates nothing. Bench: `bench/gate`. Layouts:
 * docs/venues/coinbase.md.
 */
import type { BookUpdate, LevelBuffer } from '../../../core/index.ts'
import {
  type JsonReader,
  levelPrice,
  levelSize,
  openLevel,
  readLevels,
  type ScaleKeeper,
} from '../../../wire/index.ts'

const QUOTE = 34
const MINUS = 45
const LETTER_N = 78

/** Reads `[["buy","10101.80000000","0.162567"],…]`: side, price, absolute size. */
export function readChanges(reader: JsonReader, update: BookUpdate, keeper: ScaleKeeper): void {
  if (!reader.enterArray()) return
  while (reader.nextItem()) {
    if (!reader.enterArray()) return
    if (!reader.nextItem() || !reader.readString()) return void reader.fail('wrongType', reader.pos)
    const isBid = reader.textIs('buy')
    if (!isBid && !reader.textIs('sell')) return void reader.fail('wrongType', reader.textStart)
    const levels = isBid ? update.bids : update.asks
    openLevel(levels)
    if (!isNext(reader) || !levelPrice(reader, update, levels, keeper)) return
    if (!isNext(reader) || !levelSize(reader, update, levels, keeper)) return
    while (reader.nextItem()) reader.skipValue()
  }
}

/** Reads `[["10101.10","0.45054140"],…]`; a level of a size that is none is no level, as seen in the wild. */
export function readSide(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): void {
  if (!hasOddSize(reader)) {
    readLevels(reader, update, levels, keeper)
    return
  }
  if (!reader.enterArray()) return
  while (reader.nextItem()) {
    if (!reader.enterArray()) return
    openLevel(levels)
    if (!isNext(reader) || !levelPrice(reader, update, levels, keeper)) return
    if (!isNext(reader)) return
    reader.peek()
    if (isOdd(reader.bytes, reader.pos)) {
      levels.count -= 1
      reader.skipValue()
    } else if (!levelSize(reader, update, levels, keeper)) return
    while (reader.nextItem()) reader.skipValue()
  }
}

/** Whether the array goes on, which it must. */
function isNext(reader: JsonReader): boolean {
  return reader.nextItem() || reader.fail('wrongType', reader.pos)
}

/** Whether a text in the value that is next begins with a minus sign or with `N`. */
function hasOddSize(reader: JsonReader): boolean {
  const { bytes, pos: start } = reader
  if (!reader.skipValue()) return false
  const end = reader.pos
  reader.pos = start
  for (let i = start; i < end; i += 1) if (isOdd(bytes, i)) return true
  return false
}

/** Whether a text at `i` begins with a minus sign or with `N`, as of `NaN`. */
function isOdd(bytes: Uint8Array, i: number): boolean {
  if (bytes[i] !== QUOTE) return false
  const first = bytes[i + 1]
  return first === MINUS || first === LETTER_N
}
