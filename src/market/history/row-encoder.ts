/**
 * @hotpath Rows as bytes: what is like the row before takes a byte.
 *
 *     row      flags and kind · arrival · [venue time] · [id] · [scales] · [levels a side] · bids · asks
 *     side     per level: price less the one before, and a bit: was it removed? · then the sizes of those that were not
 *
 * The arrival is told by how much later or earlier it is than the venue's time lets expect; the first price of a side by
 * the first one of the row before. Numbers are written by the list, levels in slices, so that a row of thousands of
 * levels holds nobody up. Allocation budget: none. Bench: `bench/history.bench.ts`; what was tried: decision 0029.
 */
import type { BookUpdate, LevelBuffer } from '../../core/index.ts'
import type { ByteWriter } from './byte-writer.ts'
import { FLAGS, MOST_EXPECTED_US, type RowShapes } from './row-form.ts'
import { writeVerbatim } from './verbatim-row.ts'

/** Levels that are looked at in one go. */
const SLICE = 256
const US_PER_MS = 1_000

// One row is written at a time: what its numbers are gathered in.
const values = new Float64Array(SLICE)

/** Writes rows one after the other. */
export class RowEncoder {
  readonly #writer: ByteWriter
  readonly #shapes: RowShapes | undefined
  // The row before, and the first price of each of its sides.
  #localUs = 0
  #venueUs = 0
  #id = 0
  #priceScale = 0
  #sizeScale = 0
  #bidPrice = 0
  #askPrice = 0
  // The row that is being written: its parts are the prices of its bids, their sizes, then both of its asks.
  #row: BookUpdate | undefined
  #part = 0
  #at = 0
  #priceBefore = 0

  /** Writes to `writer`. Rows have the levels of their kind's shape, or say how many. */
  constructor(writer: ByteWriter, shapes: RowShapes | undefined) {
    this.#writer = writer
    this.#shapes = shapes
  }

  /** Forgets the row before: the next one can be read by itself. */
  restart(): void {
    this.#localUs = this.#venueUs = this.#id = 0
    this.#priceScale = this.#sizeScale = 0
    this.#bidPrice = this.#askPrice = 0
    this.#row = undefined
  }

  /** Begins a row; `isPlain`: all its values can be told by differences. Borrowed until its last level was written. */
  begin(kind: number, row: BookUpdate, isPlain: boolean): void {
    if (!isPlain) {
      writeVerbatim(this.#writer, kind, row)
      return
    }
    this.#head(kind, row)
    this.#row = row
    this.#part = 0
    this.#at = 0
    this.#priceBefore = this.#bidPrice
  }

  /** Writes up to `most` levels of the row that was begun; whether it is complete. */
  go(most: number): boolean {
    const row = this.#row
    if (row === undefined) return true
    // A level is counted twice: by its price and by its size.
    let left = 2 * most
    while (left > 0) {
      const levels = this.#part < 2 ? row.bids : row.asks
      const count = Math.min(SLICE, left, levels.count - this.#at)
      if (count > 0) {
        if (this.#part === 0 || this.#part === 2) this.#prices(levels, count)
        else this.#sizes(levels, count)
        left -= count
        this.#at += count
      }
      if (this.#at === levels.count && this.#isLastPart()) return true
    }
    return false
  }

  /** Goes to the next part of the row; whether there was none. */
  #isLastPart(): boolean {
    this.#part += 1
    this.#at = 0
    if (this.#part === 2) this.#priceBefore = this.#askPrice
    if (this.#part < 4) return false
    this.#row = undefined
    return true
  }

  #head(kind: number, { localTimeUs, venueUs, last, bids, asks }: BookUpdate): void {
    let flags = kind
    let n = 2
    let expectedUs = this.#localUs
    if (venueUs === venueUs) {
      const differenceUs = venueUs - this.#venueUs
      const differenceMs = Math.floor(differenceUs / US_PER_MS)
      const isInMs = differenceMs * US_PER_MS === differenceUs
      flags |= isInMs ? FLAGS.hasVenueTime | FLAGS.isInMs : FLAGS.hasVenueTime
      const difference = isInMs ? differenceMs : differenceUs
      values[n] = difference < 0 ? -2 * difference - 1 : 2 * difference
      n += 1
      if (Math.abs(differenceUs) < MOST_EXPECTED_US) expectedUs += differenceUs
      this.#venueUs = venueUs
    }
    const later = localTimeUs - expectedUs
    values[1] = later < 0 ? -2 * later - 1 : 2 * later
    this.#localUs = localTimeUs
    if (last === last) {
      flags |= FLAGS.hasId
      const difference = last - this.#id
      values[n] = difference < 0 ? -2 * difference - 1 : 2 * difference
      n += 1
      this.#id = last
    }
    if (bids.priceScale !== this.#priceScale || bids.sizeScale !== this.#sizeScale) {
      flags |= FLAGS.hasScales
      values[n] = this.#priceScale = bids.priceScale
      values[n + 1] = this.#sizeScale = bids.sizeScale
      n += 2
    }
    if (this.#shapes === undefined) {
      values[n] = bids.count
      values[n + 1] = asks.count
      n += 2
    }
    values[0] = flags
    this.#writer.numbers(values, n)
  }

  #prices({ prices, sizes }: LevelBuffer, count: number): void {
    const from = this.#at
    let before = this.#priceBefore
    if (from === 0) {
      if (this.#part === 0) this.#bidPrice = prices[0]!
      else this.#askPrice = prices[0]!
    }
    for (let i = 0; i < count; i += 1) {
      const price = prices[from + i]!
      const difference = price - before
      const code = difference < 0 ? -2 * difference - 1 : 2 * difference
      values[i] = 2 * code + (sizes[from + i]! === 0 ? 1 : 0)
      before = price
    }
    this.#priceBefore = before
    this.#writer.numbers(values, count)
  }

  #sizes({ sizes }: LevelBuffer, count: number): void {
    const from = this.#at
    let n = 0
    for (let i = 0; i < count; i += 1) {
      const size = sizes[from + i]!
      if (size === 0) continue
      values[n] = size
      n += 1
    }
    this.#writer.numbers(values, n)
  }
}
