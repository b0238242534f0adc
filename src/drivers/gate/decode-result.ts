/**
 * @hotpath The `result` of Gate's hot channels into updates, keys in any order, every part that must be there checked.
 * Frames name their instrument now before, now after what needs its scales: such a part is walked twice. Allocates
 * nothing. Bench: `bench/gate`. Layouts: docs/venues/gate.md.
 */
import type { BookUpdate, InstrumentSlot, InstrumentTable, Market } from '../../core/index.ts'
import {
  END,
  type JsonReader,
  type KeySet,
  readLevels,
  readObjectLevels,
} from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import { readBbo } from './decode-bbo.ts'
import { readTrade, TradeNames } from './decode-trade.ts'
import {
  ASKS,
  BBO_KEYS,
  BBO_SYMBOL,
  BIDS,
  BOOK_NAME,
  BOOK_TIME,
  CHAIN_FEEDS,
  CHANGE_KEYS,
  CONTRACT_WHOLE_KEYS,
  DIFF_FEEDS,
  FIRST_ID,
  FULL,
  type Kind,
  LAST_ID,
  LEVEL,
  LEVEL_KEYS,
  SPOT_WHOLE_KEYS,
  WHOLE_FEED,
} from './frame-keys.ts'

type BookKind = 'chain' | 'diff' | 'whole'

const DOT = 46
const NOT_LISTED = 'instrument is not listed'
const NO_ROWS = 'message has no rows'
const NO_FEED = 'books of this number of levels are not carried'

/** Reads results for one decoder. */
export class ResultReader {
  readonly #table: InstrumentTable
  readonly #market: Market
  readonly #reader: JsonReader
  readonly #batch: FrameBatch
  readonly #names: TradeNames
  #localTimeUs = 0
  // Of the book that is being read; absent numbers are NaN.
  #levels = 0
  #venueUs: number = Number.NaN
  #first: number = Number.NaN
  #last: number = Number.NaN
  #isFull = false
  #hasBids = false
  #hasAsks = false
  #isNamed = false
  #isLate = false
  #update: BookUpdate | undefined
  /** The instrument of the last part read. */
  slot: InstrumentSlot | undefined
  /** Why nothing came of the frame. */
  reason: string = NO_ROWS

  /** A reader that fills slots of `batch`. */
  constructor(table: InstrumentTable, market: Market, reader: JsonReader, batch: FrameBatch) {
    this.#table = table
    this.#market = market
    this.#reader = reader
    this.#batch = batch
    this.#names = new TradeNames(table, market)
  }

  /** A new frame. */
  begin(localTimeUs: number): void {
    this.#localTimeUs = localTimeUs
    this.slot = undefined
    this.reason = NO_ROWS
  }

  /** Reads the value that is next as the result of a channel. */
  read(kind: Exclude<Kind, 'cold'>): void {
    const reader = this.#reader
    if (!reader.isArray()) {
      this.#readItem(kind)
      return
    }
    if (kind === 'whole') {
      // `[{"p","s","c","id"},…]`: single levels, after a whole book, to who subscribed with interval "0".
      this.reason = 'single levels of the old order_book are not carried'
      reader.skipValue()
      return
    }
    // Only trades come several a frame.
    if (kind !== 'trade') reader.fail('wrongType', reader.pos)
    else if (reader.enterArray()) while (reader.nextItem()) this.#readTrade()
  }

  #readItem(kind: Exclude<Kind, 'cold'>): void {
    if (kind === 'trade') this.#readTrade()
    else if (kind === 'bbo') this.#readBbo()
    else this.#readBook(kind)
  }

  #readTrade(): void {
    const reader = this.#reader
    const start = reader.pos
    if (!this.#names.read(reader)) return
    this.slot = this.#names.slot
    if (this.#names.isInternal) this.reason = 'takeover by the insurance fund, no trade of the book'
    else if (this.slot === undefined) this.reason = NOT_LISTED
    else {
      reader.pos = start
      const update = this.#batch.trade(this.slot, 0)
      // Written here: a double handed on to another call would be boxed.
      update.localTimeUs = this.#localTimeUs
      readTrade(reader, update, this.#batch, this.#market)
    }
  }

  #readBbo(): void {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return
    this.slot = undefined
    for (let key = reader.nextKey(BBO_KEYS); key !== END; key = reader.nextKey(BBO_KEYS)) {
      if (key === BBO_SYMBOL && reader.isString()) this.#readSymbol(false)
      else reader.skipValue()
    }
    if (reader.fault !== '') return
    if (this.slot === undefined) {
      this.reason = NOT_LISTED
      return
    }
    reader.pos = start
    const update = this.#batch.bbo(this.slot, 0)
    update.localTimeUs = this.#localTimeUs
    readBbo(reader, update, this.#batch)
  }

  #readBook(kind: BookKind): void {
    const reader = this.#reader
    const start = reader.pos
    this.slot = undefined
    this.#isNamed = false
    this.#walkBook(kind)
    if (this.#isLate && this.slot !== undefined && reader.fault === '') {
      // The sides came before the name.
      reader.pos = start
      this.#walkBook(kind)
    }
    if (reader.fault !== '') return
    if (!this.#isNamed) reader.fail('wrongType', start)
    else if (this.slot === undefined) this.reason = NOT_LISTED
    else this.#complete(kind, start)
  }

  #walkBook(kind: BookKind): void {
    const reader = this.#reader
    const keys = this.#keysOf(kind)
    this.#startBook(kind)
    if (!reader.enterObject()) return
    for (let key = reader.nextKey(keys); key !== END; key = reader.nextKey(keys)) {
      switch (key) {
        case BOOK_NAME:
          if (reader.isString()) this.#readSymbol(kind === 'chain')
          else reader.skipValue()
          break
        case BOOK_TIME:
          if (reader.readInteger()) this.#venueUs = reader.integer * 1000
          break
        case FIRST_ID:
          if (reader.readInteger()) this.#first = reader.integer
          break
        case LAST_ID:
          if (reader.readInteger()) this.#last = reader.integer
          break
        case FULL:
          if (reader.readBoolean()) this.#isFull = reader.boolean
          break
        case BIDS:
        case ASKS:
          this.#readSide(kind, key === BIDS)
          break
        case LEVEL:
          if (kind === 'chain') reader.skipValue()
          else if (reader.readInteger()) this.#levels = reader.integer
          break
        default:
          reader.skipValue()
      }
    }
  }

  #startBook(kind: BookKind): void {
    this.#batch.clear()
    this.#update = undefined
    this.#isFull = kind === 'whole'
    this.#hasBids = this.#hasAsks = this.#isLate = false
    this.#venueUs = this.#first = this.#last = Number.NaN
    if (kind !== 'chain') this.#levels = 0
  }

  #keysOf(kind: BookKind): KeySet {
    if (kind !== 'whole') return CHANGE_KEYS
    return this.#market === 'spot' ? SPOT_WHOLE_KEYS : CONTRACT_WHOLE_KEYS
  }

  /** The update that is being filled; the instrument is known. */
  #updateOf(slot: InstrumentSlot): BookUpdate {
    if (this.#update !== undefined) return this.#update
    const update = this.#batch.book(slot, '', false, 0)
    update.localTimeUs = this.#localTimeUs
    this.#update = update
    return update
  }

  /** Sides may be missing where nothing of them changed; ids may not, but on the whole books of 2021. */
  #complete(kind: BookKind, start: number): void {
    const hasIds = !Number.isNaN(this.#last) && (this.#isFull || !Number.isNaN(this.#first))
    const isWhole = kind === 'whole' ? this.#hasBids && this.#hasAsks : hasIds
    if (!isWhole) this.#reader.fail('wrongType', start)
    const feeds = kind === 'chain' ? CHAIN_FEEDS : DIFF_FEEDS
    const feed = kind === 'whole' ? WHOLE_FEED : feeds[this.#levels]
    if (feed === undefined) {
      this.#batch.clear()
      this.reason = NO_FEED
      return
    }
    const update = this.#updateOf(this.slot!)
    update.feed = feed
    update.isSnapshot = this.#isFull
    update.venueUs = this.#venueUs
    update.first = this.#isFull ? Number.NaN : this.#first
    update.last = this.#last
  }

  /** Contracts write levels as objects, but on `obu`. */
  #readSide(kind: BookKind, isBid: boolean): void {
    const reader = this.#reader
    if (this.slot === undefined) {
      this.#isLate = true
      reader.skipValue()
      return
    }
    if (isBid) this.#hasBids = true
    else this.#hasAsks = true
    const update = this.#updateOf(this.slot)
    const levels = isBid ? update.bids : update.asks
    // A second side of one name replaces the first, as in JSON.
    levels.count = 0
    if (kind === 'chain' || this.#market === 'spot') readLevels(reader, update, levels, this.#batch)
    else readObjectLevels(reader, update, levels, LEVEL_KEYS, this.#batch)
  }

  /** A symbol, or the name of an `obu` stream, `ob.BTC_USDT.50`: the symbol stands between the first and the last dot. */
  #readSymbol(isStream: boolean): void {
    const reader = this.#reader
    if (!reader.readString()) return
    this.#isNamed = true
    let start = reader.textStart
    let end = reader.textEnd
    const { bytes } = reader
    if (isStream) {
      this.#levels = -1
      while (start < end && bytes[start] !== DOT) start += 1
      let dot = end - 1
      while (dot > start && bytes[dot] !== DOT) dot -= 1
      if (dot <= start) {
        this.slot = undefined
        return
      }
      this.#levels = numberIn(bytes, dot + 1, end)
      start += 1
      end = dot
    }
    this.slot = this.#table.find(this.#market, bytes, start, end)
  }
}

/** The number that the digits at `start..end` make; -1 where they are none. */
function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let i = start; i < end; i += 1) {
    const digit = bytes[i]! - 48
    if (digit < 0 || digit > 9 || i - start > 6) return -1
    value = value * 10 + digit
  }
  return end > start ? value : -1
}
