/**
 * @hotpath Decimal text in a protobuf field → scaled integer, by the scanner that reads quoted numbers in JSON.
 * Allocation budget: 0 on the fast path; exponents, signs, more digits and more scale are taken by the exact slow path.
 * Bench: `bench/gate`.
 */
import type { LevelBuffer } from '../core/index.ts'
import { JsonReader } from './json-reader.ts'
import type { ProtoReader } from './proto-reader.ts'
import type { ScaleKeeper } from './scale-keeper.ts'
import { keepDecimal, scanFast } from './scan-decimal.ts'

/**
 * Where the scanner leaves its result. A `JsonReader`, so that the scanner always sees one class; one for all, because a
 * number is scanned and taken within one call.
 */
const scan = /* @__PURE__ */ new JsonReader()

/** Reads the field as the price of level `i`; empty text is "no price": NaN. Returns `false` at a fault. */
export function readProtoPrice(
  reader: ProtoReader,
  levels: LevelBuffer,
  i: number,
  keeper: ScaleKeeper,
): boolean {
  if (!reader.readText()) return false
  if (!levels.isWide) {
    // Digits that go on beyond the text belong to the next field's tag, and the text ends before them.
    const next = scanFast(scan, reader.bytes, reader.textStart, levels.priceScale)
    if (next === reader.textEnd) {
      levels.prices[i] = scan.scaled
      return true
    }
  }
  return readSlow(reader, levels, i, true, keeper)
}

/** As {@link readProtoPrice}, for the size of level `i`. */
export function readProtoSize(
  reader: ProtoReader,
  levels: LevelBuffer,
  i: number,
  keeper: ScaleKeeper,
): boolean {
  if (!reader.readText()) return false
  if (!levels.isWide) {
    const next = scanFast(scan, reader.bytes, reader.textStart, levels.sizeScale)
    if (next === reader.textEnd) {
      levels.sizes[i] = scan.scaled
      return true
    }
  }
  return readSlow(reader, levels, i, false, keeper)
}

function readSlow(
  reader: ProtoReader,
  levels: LevelBuffer,
  i: number,
  isPrice: boolean,
  keeper: ScaleKeeper,
): boolean {
  const { textStart } = reader
  const isRead = reader.isAscii() && keepDecimal(scan, levels, i, isPrice, reader.text(), keeper)
  return isRead || reader.fail('badNumber', textStart)
}
