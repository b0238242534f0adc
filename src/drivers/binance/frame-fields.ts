/**
 * @hotpath What stands beside the prices of one frame: ids, times, the taker's side. Reused; allocates nothing.
 */
import type { BboUpdate, BookUpdate, TradeUpdate } from '../../core/index.ts'
import { lacksValue } from '../kit/lacks-value.ts'

/** Times from here on are microseconds: as milliseconds they would be of the year 5138. */
const FIRST_MICROSECONDS = 1e14

/** A venue time as epoch µs. Spot sends µs to connections that asked for `timeUnit=MICROSECOND`, else ms. */
export function epochUs(time: number): number {
  return time < FIRST_MICROSECONDS ? time * 1000 : time
}

/** See the head of this file. Absent numbers are NaN. */
export class FrameFields {
  /** `U`: first update id of the event. */
  first: number = Number.NaN
  /** `u` or `lastUpdateId`: last update id. */
  last: number = Number.NaN
  /** `pu`: last update id of the event before, on futures. */
  previous: number = Number.NaN
  /** `E`: when the gateway sent it, as written: ms, or µs where asked for. */
  eventMs: number = Number.NaN
  /** `T`: the matching engine's time, likewise; spot depth has none. */
  transactionMs: number = Number.NaN
  /** `m`. */
  buyerIsMaker = false
  /** Whether `m` was there. */
  hasMakerFlag = false
  /** Whether a list of bids was there, empty or not. */
  hasBids = false
  /** Whether a list of asks was there, empty or not. */
  hasAsks = false
  /** First byte of the trade id. */
  idStart = 0
  /** Byte after the trade id. */
  idEnd = 0

  /** Forgets the last frame. */
  clear(): void {
    this.first = Number.NaN
    this.last = Number.NaN
    this.previous = Number.NaN
    this.eventMs = Number.NaN
    this.transactionMs = Number.NaN
    this.hasMakerFlag = false
    this.hasBids = false
    this.hasAsks = false
    this.idStart = 0
    this.idEnd = 0
  }

  /** Writes the fields into a book's update; `false` where one that it needs is missing. */
  completeBook(book: BookUpdate): boolean {
    // The engine's time, or the gateway's where there is none; in place, as a double that is returned may be boxed.
    book.venueUs = epochUs(Number.isNaN(this.transactionMs) ? this.eventMs : this.transactionMs)
    book.first = this.first
    book.last = this.last
    book.prev = this.previous
    return this.hasBids && this.hasAsks && !Number.isNaN(this.last)
  }

  /** Writes the fields into a best-price update; `false` where it lacks a price or a size. */
  completeBbo(bbo: BboUpdate): boolean {
    bbo.venueUs = epochUs(Number.isNaN(this.transactionMs) ? this.eventMs : this.transactionMs)
    bbo.last = this.last
    return !lacksValue(bbo.levels, 0) && !lacksValue(bbo.levels, 1)
  }

  /** Writes the fields into a trade, whose id is in `bytes`; `false` where one that it needs is missing. */
  completeTrade(trade: TradeUpdate, bytes: Uint8Array): boolean {
    trade.idBytes = bytes
    trade.venueUs = epochUs(Number.isNaN(this.transactionMs) ? this.eventMs : this.transactionMs)
    // The buyer was the maker, so the taker sold.
    trade.takerSide = this.buyerIsMaker ? 'sell' : 'buy'
    trade.idStart = this.idStart
    trade.idEnd = this.idEnd
    return this.hasMakerFlag && this.idEnd > this.idStart && !lacksValue(trade.level, 0)
  }
}
