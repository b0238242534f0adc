/**
 * @hotpath The rows that are not encoded yet, in typed arrays used as rings: a place is a running number's last bits.
 *
 *     rows     [ … kind · times · id · scales · counts · where its levels begin … ]
 *     levels   [ … price · size … ]     the bids of a row, then its asks, then the next row's
 *
 * Both grow by doubling and are cut back by `trim`. Rows of wide instruments keep their big integers beside. Allocation
 * budget: none but growth. Bench: `bench/history.bench.ts`.
 */
import { type BookUpdate, LevelBuffer } from '../../core/index.ts'

const FIRST_ROWS = 16
const FIRST_LEVELS = 64
/** Bytes of a row, and of a level, in the arrays below. */
const ROW_BYTES = 3 * 8 + 3 * 4 + 4 * 1
const LEVEL_BYTES = 16
/** Two big integers and their places in arrays; V8 needs about so much. */
const WIDE_LEVEL_BYTES = 64

interface WideSides {
  readonly bids: LevelBuffer
  readonly asks: LevelBuffer
}

/** See the head of this file. Rows are named by the number of rows that were pushed before them. */
export class RowRing {
  /** Number of the oldest row. */
  from = 0
  /** Number of the row that comes next. */
  end = 0
  /** Levels held. */
  levelCount = 0
  #kinds = new Uint8Array(FIRST_ROWS)
  #plain = new Uint8Array(FIRST_ROWS)
  #priceScales = new Uint8Array(FIRST_ROWS)
  #sizeScales = new Uint8Array(FIRST_ROWS)
  #localUs = new Float64Array(FIRST_ROWS)
  #venueUs = new Float64Array(FIRST_ROWS)
  #ids = new Float64Array(FIRST_ROWS)
  #starts = new Int32Array(FIRST_ROWS)
  #bidCounts = new Uint32Array(FIRST_ROWS)
  #askCounts = new Uint32Array(FIRST_ROWS)
  #prices = new Float64Array(FIRST_LEVELS)
  #sizes = new Float64Array(FIRST_LEVELS)
  /** Last bits of the running number of the level that comes next. */
  #levelEnd = 0
  #wide: Map<number, WideSides> | undefined
  #wideCount = 0

  /** Rows held. */
  get count(): number {
    return this.end - this.from
  }

  /** Bytes of its arrays. */
  get bytes(): number {
    const narrow = ROW_BYTES * this.#kinds.length + LEVEL_BYTES * this.#prices.length
    return narrow + WIDE_LEVEL_BYTES * this.#wideCount
  }

  /** Adds a row; `isPlain` is kept with it. The update is borrowed. */
  push(kind: number, row: BookUpdate, isPlain: boolean): void {
    const { bids, asks } = row
    const isWide = bids.isWide || asks.isWide
    const bidCount = bids.count
    const askCount = asks.count
    const levels = isWide ? 0 : bidCount + askCount
    if (this.count === this.#kinds.length) this.#resizeRows(2 * this.#kinds.length)
    if (this.levelCount + levels > this.#prices.length) this.#growLevels(levels)
    const at = this.end & (this.#kinds.length - 1)
    this.#kinds[at] = kind
    this.#plain[at] = isPlain ? 1 : 0
    this.#priceScales[at] = bids.priceScale
    this.#sizeScales[at] = bids.sizeScale
    this.#localUs[at] = row.localTimeUs
    this.#venueUs[at] = row.venueUs
    this.#ids[at] = row.last
    this.#starts[at] = this.#levelEnd
    this.#bidCounts[at] = bidCount
    this.#askCounts[at] = askCount
    if (isWide) this.#keepWide(row)
    else {
      this.#writeSide(bids)
      this.#writeSide(asks)
    }
    this.end += 1
  }

  /** Kind of a row that it holds. */
  kind(number: number): number {
    return this.#kinds[number & (this.#kinds.length - 1)]!
  }

  /** Whether a row that it holds was said to be plain. */
  isPlain(number: number): boolean {
    return this.#plain[number & (this.#kinds.length - 1)] === 1
  }

  /** Whether a row that it holds arrived within a time; both ends are included. */
  isWithin(number: number, range: { readonly fromUs: number; readonly toUs: number }): boolean {
    const localUs = this.#localUs[number & (this.#kinds.length - 1)]!
    return localUs >= range.fromUs && localUs <= range.toUs
  }

  /** Levels of a row that it holds. */
  levelsOf(number: number): number {
    const at = number & (this.#kinds.length - 1)
    return this.#bidCounts[at]! + this.#askCounts[at]!
  }

  /** Reads a row that it holds into `row`. */
  read(number: number, row: BookUpdate): void {
    const at = number & (this.#kinds.length - 1)
    row.isSnapshot = false
    row.localTimeUs = this.#localUs[at]!
    row.venueUs = this.#venueUs[at]!
    row.last = this.#ids[at]!
    const wide = this.#wide?.get(number)
    if (wide !== undefined) {
      row.bids.copyFrom(wide.bids)
      row.asks.copyFrom(wide.asks)
      return
    }
    const priceScale = this.#priceScales[at]!
    const sizeScale = this.#sizeScales[at]!
    row.bids.clear(priceScale, sizeScale, false)
    row.asks.clear(priceScale, sizeScale, false)
    const start = this.#starts[at]!
    this.#readSide(row.bids, start, this.#bidCounts[at]!)
    this.#readSide(row.asks, start + this.#bidCounts[at]!, this.#askCounts[at]!)
  }

  /** Lets the oldest row go. */
  shift(): void {
    const levels = this.levelsOf(this.from)
    if (this.#wide?.delete(this.from) === true) this.#wideCount -= levels
    else this.levelCount -= levels
    this.from += 1
  }

  /** Lets the newest row go. */
  pop(): void {
    this.end -= 1
    const levels = this.levelsOf(this.end)
    if (this.#wide?.delete(this.end) === true) this.#wideCount -= levels
    else {
      this.levelCount -= levels
      this.#levelEnd = (this.#levelEnd - levels) | 0
    }
  }

  /** Gives memory back where so many rows and levels, powers of two, are enough with an eighth to spare. */
  trim(rows: number, levels: number): void {
    if (this.#kinds.length > rows && this.count <= rows - rows / 8) this.#resizeRows(rows)
    if (this.#prices.length > levels && this.levelCount <= levels - levels / 8) {
      this.#resizeLevels(levels)
    }
  }

  #writeSide({ prices, sizes, count }: LevelBuffer): void {
    const toPrices = this.#prices
    const toSizes = this.#sizes
    const mask = toPrices.length - 1
    const start = this.#levelEnd & mask
    for (let i = 0; i < count; i += 1) {
      const at = (start + i) & mask
      toPrices[at] = prices[i]!
      toSizes[at] = sizes[i]!
    }
    this.#levelEnd = (this.#levelEnd + count) | 0
    this.levelCount += count
  }

  #readSide(levels: LevelBuffer, start: number, count: number): void {
    levels.reserve(count)
    levels.count = count
    const { prices, sizes } = levels
    const fromPrices = this.#prices
    const fromSizes = this.#sizes
    const mask = fromPrices.length - 1
    const first = start & mask
    for (let i = 0; i < count; i += 1) {
      const at = (first + i) & mask
      prices[i] = fromPrices[at]!
      sizes[i] = fromSizes[at]!
    }
  }

  #keepWide({ bids, asks }: BookUpdate): void {
    const copy = { bids: new LevelBuffer(), asks: new LevelBuffer() }
    copy.bids.copyFrom(bids)
    copy.asks.copyFrom(asks)
    copy.bids.widen()
    copy.asks.widen()
    this.#wide ??= new Map()
    this.#wide.set(this.end, copy)
    this.#wideCount += bids.count + asks.count
  }

  #growLevels(more: number): void {
    let length = 2 * this.#prices.length
    while (length < this.levelCount + more) length *= 2
    this.#resizeLevels(length)
  }

  #resizeLevels(length: number): void {
    const first = (this.#levelEnd - this.levelCount) | 0
    this.#prices = moved(this.#prices, new Float64Array(length), first, this.levelCount)
    this.#sizes = moved(this.#sizes, new Float64Array(length), first, this.levelCount)
  }

  #resizeRows(length: number): void {
    const { from, count } = this
    this.#kinds = moved(this.#kinds, new Uint8Array(length), from, count)
    this.#plain = moved(this.#plain, new Uint8Array(length), from, count)
    this.#priceScales = moved(this.#priceScales, new Uint8Array(length), from, count)
    this.#sizeScales = moved(this.#sizeScales, new Uint8Array(length), from, count)
    this.#localUs = moved(this.#localUs, new Float64Array(length), from, count)
    this.#venueUs = moved(this.#venueUs, new Float64Array(length), from, count)
    this.#ids = moved(this.#ids, new Float64Array(length), from, count)
    this.#starts = moved(this.#starts, new Int32Array(length), from, count)
    this.#bidCounts = moved(this.#bidCounts, new Uint32Array(length), from, count)
    this.#askCounts = moved(this.#askCounts, new Uint32Array(length), from, count)
  }
}

/** The values of a ring in another one, each in its place there. */
function moved<A extends Uint8Array | Int32Array | Uint32Array | Float64Array>(
  old: A,
  fresh: A,
  first: number,
  count: number,
): A {
  for (let number = first; number < first + count; number += 1) {
    fresh[number & (fresh.length - 1)] = old[number & (old.length - 1)] as number
  }
  return fresh
}
