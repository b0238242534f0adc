/**
 * @hotpath What stands beside the prices of one item: time, checksum, side, trade id. Reused; allocates nothing.
 */
import type { BboUpdate, BookUpdate, LevelBuffer, TradeUpdate } from '../../core/index.ts'
import { type JsonReader, scanTimestampUs } from '../../wire/index.ts'

/** See the head of this file. Absent numbers are NaN. */
export class ItemFields {
  /** `timestamp`: the engine's time, epoch µs. */
  venueUs: number = Number.NaN
  /** `checksum` of a book after this message. */
  checksum: number = Number.NaN
  #hasSide = false
  #isSell = false
  #idStart = 0
  #idEnd = 0

  /** Forgets the last item. */
  clear(): void {
    this.venueUs = Number.NaN
    this.checksum = Number.NaN
    this.#hasSide = false
    this.#idStart = 0
    this.#idEnd = 0
  }

  /** Reads `timestamp`. */
  readTime(reader: JsonReader): void {
    if (!reader.readString()) return
    scanTimestampUs(reader, reader.bytes, reader.textStart, reader.textEnd)
    this.venueUs = reader.scaled
  }

  /** Reads `checksum`. */
  readChecksum(reader: JsonReader): void {
    if (reader.readInteger()) this.checksum = reader.integer
  }

  /** Reads `side`: the taker's. */
  readSide(reader: JsonReader): void {
    if (!reader.readString()) return
    this.#isSell = reader.textIs('sell')
    this.#hasSide = this.#isSell || reader.textIs('buy')
  }

  /** Reads `trade_id`, a number per book. */
  readId(reader: JsonReader): void {
    reader.peek()
    this.#idStart = reader.pos
    reader.skipValue()
    this.#idEnd = reader.pos
  }

  /** Writes the fields into a book's update. */
  completeBook(update: BookUpdate): void {
    update.venueUs = this.venueUs
    update.checksum = this.checksum
  }

  /** Writes the fields into a BBO; `false` where a side has a price but no size, or the other way round. */
  completeBbo(update: BboUpdate): boolean {
    update.venueUs = this.venueUs
    return isWholeOrEmpty(update.levels, 0) && isWholeOrEmpty(update.levels, 1)
  }

  /** Writes the fields into a trade; `false` where it lacks its side, id, price or size. */
  completeTrade(update: TradeUpdate | undefined, reader: JsonReader): boolean {
    if (update === undefined || !this.#hasSide || this.#idEnd === this.#idStart) return false
    update.venueUs = this.venueUs
    update.takerSide = this.#isSell ? 'sell' : 'buy'
    update.idBytes = reader.bytes
    update.idStart = this.#idStart
    update.idEnd = this.#idEnd
    const { level } = update
    if (level.isWide) return level.widePrices[0] !== undefined && level.wideSizes[0] !== undefined
    return level.prices[0]! >= 0 && level.sizes[0]! >= 0
  }
}

/** A best price of 0 says that there is none. */
function isWholeOrEmpty(levels: LevelBuffer, i: 0 | 1): boolean {
  if (levels.isWide)
    return (levels.widePrices[i] === undefined) === (levels.wideSizes[i] === undefined)
  if (levels.prices[i] === 0) levels.prices[i] = levels.sizes[i] = Number.NaN
  return Number.isNaN(levels.prices[i]!) === Number.isNaN(levels.sizes[i]!)
}
