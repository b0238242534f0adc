/**
 * @hotpath Reads the rows that a `RowEncoder` wrote, in its order, into one update that is reused. Allocation budget: none
 * but growth by doubling. Bench: `bench/history.bench.ts`.
 */
import type { BookUpdate, LevelBuffer } from '../../core/index.ts'
import { ByteReader } from './byte-reader.ts'
import { FLAGS, KIND_MASK, MOST_EXPECTED_US, type RowShapes } from './row-form.ts'
import { readVerbatim } from './verbatim-row.ts'

const US_PER_MS = 1_000
/** Flags, arrival, venue time, id, two scales, two counts. */
const MOST_IN_HEAD = 8

/** See the head of this file. */
export class RowDecoder {
  /** The kind of the row read last. */
  kind = 0
  readonly #reader: ByteReader
  readonly #shapes: RowShapes | undefined
  #values: Float64Array = new Float64Array(MOST_IN_HEAD)
  #localUs = 0
  #venueUs = 0
  #id = 0
  #priceScale = 0
  #sizeScale = 0
  #bidPrice = 0
  #askPrice = 0

  /** Reads from the first byte on. */
  constructor(bytes: Uint8Array, shapes: RowShapes | undefined) {
    this.#reader = new ByteReader(bytes)
    this.#shapes = shapes
  }

  /** Reads the next row into `row`; `false`, having read nothing, at the end. */
  next(row: BookUpdate): boolean {
    if (this.#reader.isAtEnd) return false
    const values = this.#values
    this.#reader.numbers(values, 1)
    const flags = values[0]!
    this.kind = flags & KIND_MASK
    row.isSnapshot = false
    if ((flags & FLAGS.isVerbatim) !== 0) {
      readVerbatim(this.#reader, flags, row)
      return true
    }
    this.#head(flags, row)
    const { bids, asks } = row
    if (bids.count > 0) {
      this.#side(bids, this.#bidPrice)
      this.#bidPrice = bids.prices[0]!
    }
    if (asks.count > 0) {
      this.#side(asks, this.#askPrice)
      this.#askPrice = asks.prices[0]!
    }
    return true
  }

  #head(flags: number, row: BookUpdate): void {
    const hasVenueTime = (flags & FLAGS.hasVenueTime) !== 0
    const hasId = (flags & FLAGS.hasId) !== 0
    const hasScales = (flags & FLAGS.hasScales) !== 0
    const hasCounts = this.#shapes === undefined
    const values = this.#values
    const length =
      1 + Number(hasVenueTime) + Number(hasId) + 2 * (Number(hasScales) + Number(hasCounts))
    this.#reader.numbers(values, length)
    let n = 1
    let expectedUs = this.#localUs
    row.venueUs = Number.NaN
    if (hasVenueTime) {
      const difference = signed(values[n]!) * ((flags & FLAGS.isInMs) === 0 ? 1 : US_PER_MS)
      n += 1
      if (Math.abs(difference) < MOST_EXPECTED_US) expectedUs += difference
      this.#venueUs += difference
      row.venueUs = this.#venueUs
    }
    this.#localUs = expectedUs + signed(values[0]!)
    row.localTimeUs = this.#localUs
    row.last = Number.NaN
    if (hasId) {
      this.#id += signed(values[n]!)
      n += 1
      row.last = this.#id
    }
    if (hasScales) {
      this.#priceScale = values[n]!
      this.#sizeScale = values[n + 1]!
      n += 2
    }
    row.bids.clear(this.#priceScale, this.#sizeScale, false)
    row.asks.clear(this.#priceScale, this.#sizeScale, false)
    const shape = this.#shapes?.[this.kind]
    row.bids.count = shape === undefined ? values[n]! : shape[0]
    row.asks.count = shape === undefined ? values[n + 1]! : shape[1]
  }

  #side(levels: LevelBuffer, firstBefore: number): void {
    const { count } = levels
    const values = this.#valuesFor(count)
    // What a buffer keeps when it grows is what it counts: nothing yet.
    levels.count = 0
    levels.reserve(count)
    levels.count = count
    const { prices, sizes } = levels
    this.#reader.numbers(values, count)
    let price = firstBefore
    let left = 0
    for (let i = 0; i < count; i += 1) {
      const code = values[i]!
      // The code is halved twice: it may be beyond the bit operators.
      const half = Math.floor(code / 2)
      const isRemoved = code - 2 * half
      price += signed(half)
      prices[i] = price
      sizes[i] = isRemoved === 1 ? 0 : 1
      left += 1 - isRemoved
    }
    this.#reader.numbers(values, left)
    for (let i = 0, n = 0; i < count; i += 1) {
      if (sizes[i] === 0) continue
      sizes[i] = values[n]!
      n += 1
    }
  }

  #valuesFor(count: number): Float64Array {
    if (count > this.#values.length) this.#values = new Float64Array(2 * count)
    return this.#values
  }
}

function signed(code: number): number {
  const half = Math.floor(code / 2)
  return code - 2 * half === 1 ? -half - 1 : half
}
