import type { BookUpdate, LevelBuffer } from '../../core/index.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import { FLAGS } from './row-form.ts'

// Cold: values beyond 2^49, and wide instruments.

const TIMES = 3
const COUNTS = 4

/** Writes a row as it is, without differences. */
export function writeVerbatim(writer: ByteWriter, kind: number, row: BookUpdate): void {
  const { localTimeUs, venueUs, last, bids, asks } = row
  const { isWide } = bids
  const flags = kind | FLAGS.isVerbatim | (isWide ? FLAGS.isWide : 0)
  writer.numbers(Float64Array.of(flags), 1)
  writer.doubles(Float64Array.of(localTimeUs, venueUs, last), TIMES)
  const counts = Float64Array.of(bids.priceScale, bids.sizeScale, bids.count, asks.count)
  writer.numbers(counts, COUNTS)
  for (const side of [bids, asks]) {
    if (isWide) {
      for (let i = 0; i < side.count; i += 1) {
        writer.bigInteger(side.widePrices[i] ?? 0n)
        writer.bigInteger(side.wideSizes[i] ?? 0n)
      }
    } else {
      writer.doubles(side.prices, side.count)
      writer.doubles(side.sizes, side.count)
    }
  }
}

/** Reads what follows the flags of such a row. */
export function readVerbatim(reader: ByteReader, flags: number, row: BookUpdate): void {
  const numbers = new Float64Array(COUNTS)
  reader.doubles(numbers, TIMES)
  row.localTimeUs = numbers[0] ?? Number.NaN
  row.venueUs = numbers[1] ?? Number.NaN
  row.last = numbers[2] ?? Number.NaN
  reader.numbers(numbers, COUNTS)
  const [priceScale = 0, sizeScale = 0, bidCount = 0, askCount = 0] = numbers
  const isWide = (flags & FLAGS.isWide) !== 0
  for (const side of [row.bids, row.asks]) {
    side.clear(priceScale, sizeScale, isWide)
    readSide(reader, side, side === row.bids ? bidCount : askCount)
  }
}

function readSide(reader: ByteReader, side: LevelBuffer, count: number): void {
  side.reserve(count)
  side.count = count
  if (!side.isWide) {
    reader.doubles(side.prices, count)
    reader.doubles(side.sizes, count)
    return
  }
  for (let i = 0; i < count; i += 1) {
    side.widePrices[i] = reader.bigInteger()
    side.wideSizes[i] = reader.bigInteger()
  }
}
