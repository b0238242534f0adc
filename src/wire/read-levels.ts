/**
 * @hotpath A whole side of a frame at a time: `[["price","size",…],…]` or `[{"price":…,"qty":…},…]` into a LevelBuffer.
 * One call per side, none per level from outside; no allocation once the buffer has grown. Bench: `bench/gate`.
 */
import type { BookUpdate, LevelBuffer } from '../core/index.ts'
import { END, type JsonReader } from './json-reader.ts'
import type { KeySet } from './key-set.ts'
import type { ScaleKeeper } from './scale-keeper.ts'
import { readPrice, readSize, scanBare, scanFast } from './scan-decimal.ts'

const QUOTE = 34
const COMMA = 44
const OPEN_ARRAY = 91
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

/** Reads one side written as arrays; items beyond price and size are skipped. Returns `false` at a fault. */
export function readLevels(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): boolean {
  if (!reader.enterArray()) return false
  while (reader.nextItem()) {
    const next = levels.isWide ? -1 : fastLevel(reader, update, levels)
    if (next >= 0) reader.pos = next
    else if (!anyLevel(reader, update, levels, keeper)) return false
  }
  return reader.fault === ''
}

/** `["digits","digits"` as nearly every venue writes it, up to the closing bracket or the first item to skip. */
function fastLevel(reader: JsonReader, update: BookUpdate, levels: LevelBuffer): number {
  const bytes = reader.bytes
  let i = reader.pos
  if (bytes[i] !== OPEN_ARRAY || bytes[i + 1] !== QUOTE) return -1
  const n = levels.count
  if (n >= levels.prices.length) return -1
  i = scanFast(reader, bytes, i + 2, levels.priceScale)
  if (i < 0 || bytes[i] !== QUOTE || bytes[i + 1] !== COMMA || bytes[i + 2] !== QUOTE) return -1
  levels.prices[n] = reader.scaled
  const priceDigits = reader.fractionDigits
  i = scanFast(reader, bytes, i + 3, levels.sizeScale)
  if (i < 0 || bytes[i] !== QUOTE) return -1
  levels.sizes[n] = reader.scaled
  const sizeDigits = reader.fractionDigits
  i += 1
  // Order counts and deprecated fields: quoted digits, as `"0","13"`.
  while (bytes[i] === COMMA && bytes[i + 1] === QUOTE) {
    i += 2
    while (bytes[i]! >= 48 && bytes[i]! <= 57) i += 1
    if (bytes[i] !== QUOTE) return -1
    i += 1
  }
  if (bytes[i] !== CLOSE_ARRAY) return -1
  levels.count = n + 1
  if (priceDigits > update.priceDigits) update.priceDigits = priceDigits
  if (sizeDigits > update.sizeDigits) update.sizeDigits = sizeDigits
  return i + 1
}

/** Any legal spelling of a level. */
function anyLevel(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): boolean {
  openLevel(levels)
  if (!reader.enterArray()) return false
  if (!reader.nextItem()) return reader.fail('wrongType', reader.pos)
  if (!levelPrice(reader, update, levels, keeper)) return false
  if (!reader.nextItem()) return reader.fail('wrongType', reader.pos)
  if (!levelSize(reader, update, levels, keeper)) return false
  while (reader.nextItem()) if (!reader.skipValue()) return false
  return reader.fault === ''
}

/** Reads one side written as objects; `keys` has the price's key first, the size's second. */
export function readObjectLevels(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keys: KeySet,
  keeper: ScaleKeeper,
): boolean {
  if (!reader.enterArray()) return false
  while (reader.nextItem()) {
    const next = levels.isWide ? -1 : fastObjectLevel(reader, update, levels, keys)
    if (next >= 0) {
      reader.pos = next
      continue
    }
    openLevel(levels)
    if (!reader.enterObject()) return false
    let seen = 0
    for (let key = reader.nextKey(keys); key !== END; key = reader.nextKey(keys)) {
      if (key === 0 && levelPrice(reader, update, levels, keeper)) seen |= 1
      else if (key === 1 && levelSize(reader, update, levels, keeper)) seen |= 2
      else if (key !== 0 && key !== 1) reader.skipValue()
    }
    if (seen !== 3) return reader.fail('wrongType', reader.pos)
  }
  return reader.fault === ''
}

/** `{"price":1.5,"qty":2}`, both numbers bare, in the order of `keys` and with nothing else, as venues write it. */
function fastObjectLevel(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keys: KeySet,
): number {
  const bytes = reader.bytes
  const n = levels.count
  if (n >= levels.prices.length || bytes[reader.pos] !== OPEN_OBJECT) return -1
  let i = keys.skipKey(0, bytes, reader.pos + 1)
  if (i < 0) return -1
  i = scanBare(reader, bytes, i, levels.priceScale)
  if (i < 0 || bytes[i] !== COMMA) return -1
  levels.prices[n] = reader.scaled
  const priceDigits = reader.fractionDigits
  i = keys.skipKey(1, bytes, i + 1)
  if (i < 0) return -1
  i = scanBare(reader, bytes, i, levels.sizeScale)
  if (i < 0 || bytes[i] !== CLOSE_OBJECT) return -1
  levels.sizes[n] = reader.scaled
  const sizeDigits = reader.fractionDigits
  levels.count = n + 1
  if (priceDigits > update.priceDigits) update.priceDigits = priceDigits
  if (sizeDigits > update.sizeDigits) update.sizeDigits = sizeDigits
  return i + 1
}

/** Counts the level before its values are read, so that a change of scale in its midst covers it too. */
export function openLevel(levels: LevelBuffer): void {
  const n = levels.count
  levels.reserve(n + 1)
  levels.prices[n] = Number.NaN
  levels.sizes[n] = Number.NaN
  levels.count = n + 1
}

/** Reads the price of the level being built; absent prices are faults here. */
export function levelPrice(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): boolean {
  const at = reader.pos
  const n = levels.count - 1
  if (!readPrice(reader, levels, n, keeper)) return false
  if (levels.isWide ? levels.widePrices[n] === undefined : Number.isNaN(levels.prices[n]!))
    return reader.fail('badNumber', at)
  if (reader.fractionDigits > update.priceDigits) update.priceDigits = reader.fractionDigits
  return true
}

/** Reads the size of the level being built; absent sizes are faults here. */
export function levelSize(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): boolean {
  const at = reader.pos
  const n = levels.count - 1
  if (!readSize(reader, levels, n, keeper)) return false
  if (levels.isWide ? levels.wideSizes[n] === undefined : Number.isNaN(levels.sizes[n]!))
    return reader.fail('badNumber', at)
  if (reader.fractionDigits > update.sizeDigits) update.sizeDigits = reader.fractionDigits
  return true
}
