/**
 * @hotpath Decimal text in a frame → scaled integer, for every price and size. No allocation on the fast path: up to
 * nine digits before and after the point are summed as 32-bit integers (half the latency of a double chain); tiny
 * prices by a double chain; anything else (sign, exponent, more digits, more scale) is taken by the exact slow path. Bench: `bench/gate`.
 */
import { type LevelBuffer, MAX_EXACT_POWER, POWERS_OF_TEN, parseDecimal } from '../core/index.ts'
import type { JsonReader } from './json-reader.ts'
import type { ScaleKeeper } from './scale-keeper.ts'

const QUOTE = 34
const POINT = 46
const ZERO = 48

/** Digits that always fit a 32-bit integer. */
const MAX_INT_DIGITS = 9

/** The value is not one the fast path reads. */
const SLOW = -1

/**
 * Fast path: reads digits at `i` up to the first byte that is none. Returns that byte's place with the value in
 * `reader.scaled`, or SLOW, having written nothing that matters.
 */
export function scanFast(reader: JsonReader, bytes: Uint8Array, i: number, scale: number): number {
  const start = i
  let whole = 0
  let digit = bytes[i]! - ZERO
  while (digit >= 0 && digit <= 9) {
    whole = (Math.imul(whole, 10) + digit) | 0
    i += 1
    digit = bytes[i]! - ZERO
  }
  const wholeDigits = i - start
  if (wholeDigits === 0 || wholeDigits > MAX_INT_DIGITS || scale > MAX_EXACT_POWER) return SLOW
  if (bytes[i] !== POINT) {
    const scaled = whole * POWERS_OF_TEN[scale]!
    if (scaled > Number.MAX_SAFE_INTEGER) return SLOW
    reader.scaled = scaled
    reader.fractionDigits = 0
    return i
  }
  i += 1
  const point = i
  let left = scale
  let fraction = 0
  digit = bytes[i]! - ZERO
  if (scale > MAX_INT_DIGITS) {
    // Tiny prices: a double chain, exact while the result is, which is checked below.
    while (digit >= 0 && digit <= 9 && left > 0) {
      fraction = fraction * 10 + digit
      left -= 1
      i += 1
      digit = bytes[i]! - ZERO
    }
  } else {
    while (digit >= 0 && digit <= 9 && left > 0) {
      fraction = (Math.imul(fraction, 10) + digit) | 0
      left -= 1
      i += 1
      digit = bytes[i]! - ZERO
    }
  }
  while (digit === 0) {
    i += 1
    digit = bytes[i]! - ZERO
  }
  // A digit other than zero beyond the scale, or no digit at all after the point.
  if ((digit > 0 && digit <= 9) || i === point) return SLOW
  const scaled = whole * POWERS_OF_TEN[scale]! + fraction * POWERS_OF_TEN[left]!
  if (scaled > Number.MAX_SAFE_INTEGER) return SLOW
  reader.scaled = scaled
  reader.fractionDigits = i - point
  return i
}

/**
 * Reads a decimal, bare or quoted, as the price of level `i`. An empty text or `null` is "no price": NaN.
 * Returns `false` at a fault.
 */
export function readPrice(
  reader: JsonReader,
  levels: LevelBuffer,
  i: number,
  keeper: ScaleKeeper,
): boolean {
  const next = scanValue(reader, levels.priceScale, levels.isWide)
  if (next === SLOW) return readSlow(reader, levels, i, true, keeper)
  reader.pos = next
  levels.prices[i] = reader.scaled
  return true
}

/** As {@link readPrice}, for the size of level `i`. */
export function readSize(
  reader: JsonReader,
  levels: LevelBuffer,
  i: number,
  keeper: ScaleKeeper,
): boolean {
  const next = scanValue(reader, levels.sizeScale, levels.isWide)
  if (next === SLOW) return readSlow(reader, levels, i, false, keeper)
  reader.pos = next
  levels.sizes[i] = reader.scaled
  return true
}

function scanValue(reader: JsonReader, scale: number, isWide: boolean): number {
  if (isWide) return SLOW
  const bytes = reader.bytes
  const at = reader.pos
  if (bytes[at] !== QUOTE) return scanBare(reader, bytes, at, scale)
  const next = scanFast(reader, bytes, at + 1, scale)
  return next === SLOW || bytes[next] !== QUOTE ? SLOW : next + 1
}

/** As {@link scanFast}, for a bare number, which must be as JSON numbers are: `1e5` and `01` are left to the slow path. */
export function scanBare(reader: JsonReader, bytes: Uint8Array, at: number, scale: number): number {
  const next = scanFast(reader, bytes, at, scale)
  if (next === SLOW || isNumberByte(bytes[next])) return SLOW
  return bytes[at] === ZERO && next > at + 1 && bytes[at + 1] !== POINT ? SLOW : next
}

function isNumberByte(byte: number | undefined): boolean {
  return byte === 101 || byte === 69 || byte === POINT
}

/** Exact reading of anything a decimal may look like. Cold. */
function readSlow(
  reader: JsonReader,
  levels: LevelBuffer,
  i: number,
  isPrice: boolean,
  keeper: ScaleKeeper,
): boolean {
  if (reader.takeNull()) return store(reader, levels, i, isPrice, undefined, 0)
  const start = reader.pos
  let text: string
  if (reader.isString()) {
    if (!reader.readString()) return false
    text = reader.text()
  } else {
    reader.peek()
    const from = reader.pos
    if (reader.isObject() || reader.isArray()) return reader.fail('wrongType', from)
    if (!reader.skipNumber()) return false
    text = String.fromCharCode(...reader.bytes.subarray(from, reader.pos))
  }
  return keepDecimal(reader, levels, i, isPrice, text, keeper) || reader.fail('badNumber', start)
}

/**
 * Keeps decimal text, of any spelling and length, as the price or size of level `i`; `''` is "none". The scale grows, or
 * the level goes wide, where it must. Returns `false` where the text is no decimal. Cold.
 */
export function keepDecimal(
  reader: JsonReader,
  levels: LevelBuffer,
  i: number,
  isPrice: boolean,
  text: string,
  keeper: ScaleKeeper,
): boolean {
  if (text === '') return store(reader, levels, i, isPrice, undefined, 0)
  const parts = text.length > 100 ? undefined : parseDecimal(text)
  if (parts === undefined) return false
  const written = /\.(\d*)$/.exec(text)?.[1]?.length ?? parts.scale
  if (parts.scale > (isPrice ? levels.priceScale : levels.sizeScale)) {
    keeper.needScale(
      levels,
      isPrice ? parts.scale : levels.priceScale,
      isPrice ? levels.sizeScale : parts.scale,
    )
  }
  const value =
    parts.digits * 10n ** BigInt((isPrice ? levels.priceScale : levels.sizeScale) - parts.scale)
  const magnitude = value < 0n ? -value : value
  if (magnitude > BigInt(Number.MAX_SAFE_INTEGER)) keeper.needWide(levels)
  return store(reader, levels, i, isPrice, value, written)
}

function store(
  reader: JsonReader,
  levels: LevelBuffer,
  i: number,
  isPrice: boolean,
  value: bigint | undefined,
  fractionDigits: number,
): boolean {
  reader.fractionDigits = fractionDigits
  if (levels.isWide && value !== undefined) {
    if (isPrice) levels.widePrices[i] = value
    else levels.wideSizes[i] = value
  } else {
    const scaled = value === undefined ? Number.NaN : Number(value)
    if (isPrice) levels.prices[i] = scaled
    else levels.sizes[i] = scaled
  }
  return true
}
