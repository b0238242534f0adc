/**
 * @hotpath The `result` of Gate's hot channels into updates, keys in any order, every part that must be there checked.
 * Frames name their instrument now before, now after what needs its scales: such a part is walked twice. Allocates
 * nothing. Bench: `bench/gate`. Layouts: docs/venues/gate.md.
 */
import type {
  BookUpdate,
  InstrumentSlot,
  InstrumentTable,
  LevelBuffer,
  Market,
} from '../../core/index.ts'
import { END, type JsonReader, readLevels, readObjectLevels } from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import { readBbo } from './decode-bbo.ts'
import { readTrade, TradeNames } from './decode-trade.ts'
import {
  ASKS,
  BBO_KEYS,
  BBO_SYMBOL,
  BIDS,
  BOOK_CONTRACT,
  BOOK_KEYS,
  BOOK_SYMBOL,
  BOOK_TIME,
  CHAIN_FEEDS,
  DIFF_FEEDS,
  FIRST_ID,
  FULL,
  type Kind,
  LAST_ID,
  LAST_UPDATE_ID,
  LEVEL,
  LEVEL_KEYS,
  WHOLE_ASKS,
  WHOLE_BIDS,
  WHOLE_FEED,
  WHOLE_ID,
} from './frame-keys.ts'

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
  // Of the book that is being read.
  #levels = 0
  #isFull = false
  #hasBids = false
  #hasAsks = false
  #isNamed = false
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
      readTrade(reader, this.#batch.trade(this.slot, this.#localTimeUs), this.#batch, this.#market)
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
    readBbo(reader, this.#batch.bbo(this.slot, this.#localTimeUs), this.#batch)
  }

  #readBook(kind: 'chain' | 'diff' | 'whole'): void {
    const reader = this.#reader
    const start = reader.pos
    this.slot = undefined
    this.#isNamed = false
    if (this.#walkBook(kind) && this.slot !== undefined) {
      // The sides came before the name.
      reader.pos = start
      this.#walkBook(kind)
    }
    if (reader.fault === '' && !this.#isNamed) reader.fail('wrongType', start)
    if (this.slot === undefined) this.reason = NOT_LISTED
  }

  /** Returns whether sides were left out because the instrument was not known yet. */
  #walkBook(kind: 'chain' | 'diff' | 'whole'): boolean {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return false
    this.#batch.clear()
    this.#isFull = kind === 'whole'
    this.#hasBids = this.#hasAsks = false
    if (kind !== 'chain') this.#levels = 0
    let update: BookUpdate | undefined
    let isLate = false
    let venueUs = Number.NaN
    let first = Number.NaN
    let last = Number.NaN
    for (let key = reader.nextKey(BOOK_KEYS); key !== END; key = reader.nextKey(BOOK_KEYS)) {
      switch (key) {
        case BOOK_SYMBOL:
        case BOOK_CONTRACT:
          if (reader.isString()) this.#readSymbol(kind === 'chain')
          else reader.skipValue()
          break
        case BOOK_TIME:
          if (reader.readInteger()) venueUs = reader.integer * 1000
          break
        case FIRST_ID:
          if (reader.readInteger()) first = reader.integer
          break
        case LAST_ID:
        case WHOLE_ID:
        case LAST_UPDATE_ID:
          if (reader.readInteger()) last = reader.integer
          break
        case FULL:
          if (reader.readBoolean()) this.#isFull ||= reader.boolean
          break
        case LEVEL:
          if (reader.readInteger()) this.#levels = reader.integer
          break
        case BIDS:
        case WHOLE_BIDS:
        case ASKS:
        case WHOLE_ASKS:
          if (this.slot === undefined) {
            isLate = true
            reader.skipValue()
          } else {
            update ??= this.#batch.book(this.slot, '', false, this.#localTimeUs)
            const isBid = key === BIDS || key === WHOLE_BIDS
            if (isBid) this.#hasBids = true
            else this.#hasAsks = true
            this.#readSide(kind, update, isBid ? update.bids : update.asks)
          }
          break
        default:
          reader.skipValue()
      }
    }
    if (reader.fault !== '' || isLate || this.slot === undefined) return isLate
    update ??= this.#batch.book(this.slot, '', false, this.#localTimeUs)
    // Written here: a double handed on to another call would be boxed.
    update.venueUs = venueUs
    update.first = this.#isFull ? Number.NaN : first
    update.last = last
    this.#complete(kind, update, start)
    return false
  }

  /** Sides may be missing where nothing of them changed; ids may not, but on the whole books of 2021. */
  #complete(kind: 'chain' | 'diff' | 'whole', update: BookUpdate, start: number): void {
    const isWhole =
      kind === 'whole'
        ? this.#hasBids && this.#hasAsks
        : !Number.isNaN(update.last) && (this.#isFull || !Number.isNaN(update.first))
    if (!isWhole) this.#reader.fail('wrongType', start)
    const feed =
      kind === 'whole' ? WHOLE_FEED : (kind === 'chain' ? CHAIN_FEEDS : DIFF_FEEDS)[this.#levels]
    if (feed === undefined) {
      this.#batch.clear()
      this.reason = NO_FEED
      return
    }
    update.feed = feed
    update.isSnapshot = this.#isFull
  }

  /** Contracts write levels as objects, but on `obu`. */
  #readSide(kind: 'chain' | 'diff' | 'whole', update: BookUpdate, levels: LevelBuffer): void {
    levels.count = 0
    if (kind === 'chain' || this.#market === 'spot')
      readLevels(this.#reader, update, levels, this.#batch)
    else readObjectLevels(this.#reader, update, levels, LEVEL_KEYS, this.#batch)
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
