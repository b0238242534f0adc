/**
 * @hotpath Values of one tick, each read where it stands. Allocates nothing. Layouts: docs/venues/mt5.md.
 */
import type { LevelBuffer, Side } from '../../core/index.ts'
import { type JsonReader, readPrice, readSize, type ScaleKeeper } from '../../wire/index.ts'
import { lacksValue } from '../kit/lacks-value.ts'
import { ASK, BID, EXACT_VOLUME, LAST, VOLUME } from './frame-keys.ts'

const QUOTE = 34
const MINUS = 45
const POINT = 46
const ZERO = 48
const BOUGHT = 32
const SOLD = 64

/** Reads bid and ask. A price of 0 is no quote on its side; sizes are 0, for the terminal does not tell them. */
export function readQuote(
  reader: JsonReader,
  levels: LevelBuffer,
  at: Int32Array,
  keeper: ScaleKeeper,
): void {
  readSide(reader, levels, 0, at[BID]!, keeper)
  readSide(reader, levels, 1, at[ASK]!, keeper)
}

function readSide(
  reader: JsonReader,
  levels: LevelBuffer,
  i: 0 | 1,
  at: number,
  keeper: ScaleKeeper,
): void {
  if (at < 0) {
    reader.fail('wrongType', 0)
    return
  }
  if (isZero(reader.bytes, at)) return
  reader.pos = at
  if (!readPrice(reader, levels, i, keeper)) return
  if (levels.isWide) {
    if (levels.widePrices[i] !== undefined) levels.wideSizes[i] = 0n
  } else if (!Number.isNaN(levels.prices[i]!)) levels.sizes[i] = 0
}

/**
 * Who dealt: a buyer or a seller. `undefined` where the tick says neither or both, or has no price: an exchange's
 * cross, or a deal whose side the broker does not pass on. Sides are not made up, so such a deal is not told.
 */
export function takerOf(reader: JsonReader, at: Int32Array, flags: number): Side | undefined {
  const sides = flags & (BOUGHT | SOLD)
  if (sides !== BOUGHT && sides !== SOLD) return undefined
  const price = at[LAST]!
  if (price >= 0 && !isPositive(reader.bytes, price)) return undefined
  return sides === BOUGHT ? 'buy' : 'sell'
}

/** Reads a deal's price and its volume: the exact one, where there is one. */
export function readDeal(
  reader: JsonReader,
  level: LevelBuffer,
  at: Int32Array,
  keeper: ScaleKeeper,
): void {
  const exact = at[EXACT_VOLUME]!
  const volume = exact >= 0 && !isZero(reader.bytes, exact) ? exact : at[VOLUME]!
  if (at[LAST]! < 0 || volume < 0) {
    reader.fail('wrongType', 0)
    return
  }
  reader.pos = at[LAST]!
  if (!readPrice(reader, level, 0, keeper)) return
  reader.pos = volume
  if (!readSize(reader, level, 0, keeper)) return
  if (lacksValue(level, 0)) reader.fail('badNumber', at[LAST]!)
}

/** Whether a number, bare or quoted, is above 0, as far as it is one. */
function isPositive(bytes: Uint8Array, at: number): boolean {
  return bytes[bytes[at] === QUOTE ? at + 1 : at] !== MINUS && !isZero(bytes, at)
}

/** Whether a number, bare or quoted, is 0 in any number of digits. */
function isZero(bytes: Uint8Array, at: number): boolean {
  let i = at
  const isText = bytes[i] === QUOTE
  if (isText) i += 1
  if (bytes[i] === MINUS) i += 1
  if (bytes[i] !== ZERO) return false
  while (bytes[i] === ZERO) i += 1
  if (bytes[i] === POINT) {
    i += 1
    if (bytes[i] !== ZERO) return false
    while (bytes[i] === ZERO) i += 1
  }
  const byte = bytes[i]!
  // An end of the text, of an item or of an object: nothing but zeros stood there.
  if (isText) return byte === QUOTE
  return byte === 44 || byte === 93 || byte === 125 || byte <= 32
}
