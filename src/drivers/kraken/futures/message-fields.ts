/**
 * @hotpath What stands beside the price and the size of one message of Derivatives v1: side, kind of print, number, time,
 * trade id. Reused; allocates nothing.
 */
import type { BookUpdate, Side, TradeUpdate } from '../../../core/index.ts'
import type { JsonReader } from '../../../wire/index.ts'
import { NO_PRINT, PRINT_KINDS } from './frame-keys.ts'
import { dropEmpty, isGiven } from './levels.ts'

/** See the head of this file. Absent numbers are NaN. */
export class MessageFields {
  /** `side`: of a level, or the taker's. */
  side: Side | '' = ''
  /** `type` of a print: its place in {@link PRINT_KINDS}; negative where it is no trade on the book. */
  printKind: number = NO_PRINT
  /** `seq`: number of a book's message. */
  seq: number = Number.NaN
  /** `timestamp` or `time`: the engine's time, epoch ms. */
  timeMs: number = Number.NaN
  #idStart = 0
  #idEnd = 0

  /** Forgets what decides where price and size belong; a second walk keeps it. */
  forgetPlace(): void {
    this.side = ''
    this.printKind = NO_PRINT
  }

  /** Forgets the rest. */
  clear(): void {
    this.seq = Number.NaN
    this.timeMs = Number.NaN
    this.#idStart = 0
    this.#idEnd = 0
  }

  /** Reads `side`. */
  readSide(reader: JsonReader): void {
    if (!reader.isString()) reader.skipValue()
    else if (reader.readString()) {
      this.side = reader.textIs('sell') ? 'sell' : reader.textIs('buy') ? 'buy' : ''
    }
  }

  /** Reads `type` of a print. */
  readPrintKind(reader: JsonReader): void {
    if (!reader.isString()) reader.skipValue()
    else if (reader.readString()) this.printKind = reader.textIn(PRINT_KINDS)
  }

  /** Reads `uid`, the id of a trade. */
  readId(reader: JsonReader): void {
    if (!reader.readString()) return
    this.#idStart = reader.textStart
    this.#idEnd = reader.textEnd
  }

  /** Writes the fields into a book's update; `false` where one that it needs is missing. */
  completeBook(update: BookUpdate): boolean {
    if (Number.isNaN(this.seq)) return false
    update.last = this.seq
    update.venueUs = this.timeMs * 1000
    const { bids, asks } = update
    if (update.isSnapshot) {
      dropEmpty(bids)
      dropEmpty(asks)
      return true
    }
    return bids.count + asks.count === 1 && isGiven(bids.count === 1 ? bids : asks)
  }

  /** Writes the fields into a trade, whose id is in `bytes`; `false` where one that it needs is missing. */
  completeTrade(update: TradeUpdate, bytes: Uint8Array): boolean {
    if (!isGiven(update.level) || this.side === '' || this.#idEnd === this.#idStart) return false
    update.venueUs = this.timeMs * 1000
    update.takerSide = this.side
    update.idBytes = bytes
    update.idStart = this.#idStart
    update.idEnd = this.#idEnd
    return true
  }
}
