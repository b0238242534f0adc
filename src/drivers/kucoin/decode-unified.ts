/**
 * @hotpath The payload `d` of unified books, BBOs and trades, keys in any order, every part that must be there checked.
 * The symbol stands behind the levels as a rule, and levels need its scales: it is looked for from the frame's end, and
 * proven when the walk reaches it; where it was another one, the payload is read again. Allocates nothing.
 * Layouts: docs/venues/kucoin.md.
 */
import type {
  BboUpdate,
  BookUpdate,
  InstrumentSlot,
  InstrumentTable,
  LevelBuffer,
  Market,
  TradeUpdate,
} from '../../core/index.ts'
import { END, type JsonReader, readLevels, readPrice, readSize } from '../../wire/index.ts'
import type { FrameBatch } from '../kit/frame-batch.ts'
import { dropSequenceOnly, isAbsent, readTakerSide, readTradeId } from './frame-fields.ts'
import {
  ASKS,
  BIDS,
  FIRST_ID,
  LAST_ID,
  PRICE,
  SIDE,
  SIZE,
  SYMBOL,
  TIME,
  TRADE_ID,
  UNIFIED_KEYS,
  type UnifiedDepth,
} from './frame-keys.ts'
import { readTimeUs } from './times.ts'

/** Parts of a payload that must be there, as bits. */
const HAS_SYMBOL = 1
const HAS_ASKS = 2
const HAS_BIDS = 4
const HAS_FIRST = 8
const HAS_LAST = 16
const HAS_CHAIN = 31
const HAS_BOOK = 23
const HAS_PRICE = 2
const HAS_SIZE = 4
const HAS_SIDE = 8
const HAS_ID = 16
const HAS_TRADE = 31

const QUOTE = 34
const COLON = 58
const LETTER_S = 115

/** Reads payloads of one connection's frames. */
export class UnifiedPayload {
  readonly #reader: JsonReader
  readonly #batch: FrameBatch
  readonly #table: InstrumentTable
  #market: Market = 'spot'
  /** The instrument of the payload, as far as it was read. */
  slot: InstrumentSlot | undefined

  /** Reads with `reader` into `batch`. */
  constructor(reader: JsonReader, batch: FrameBatch, table: InstrumentTable) {
    this.#reader = reader
    this.#batch = batch
    this.#table = table
  }

  /** Reads a book or a BBO that starts here. */
  readBook(depth: UnifiedDepth, isSnapshot: boolean, market: Market, localTimeUs: number): void {
    const start = this.#begin(market)
    for (let walk = 1; walk <= 2; walk += 1) {
      const slot = this.slot
      if (slot === undefined) return void this.#reader.skipValue()
      this.#batch.clear()
      if (depth.form === 'bbo') this.#walkBbo(this.#batch.bbo(slot, localTimeUs))
      else {
        const isWhole = depth.form === 'whole' || isSnapshot
        const update = this.#batch.book(slot, depth.feed, isWhole, localTimeUs)
        this.#walkBook(update, depth.form === 'chain' ? HAS_CHAIN : HAS_BOOK)
      }
      if (!this.#isOther(slot, start)) return
    }
  }

  /** Reads a trade that starts here. */
  readTrade(market: Market, localTimeUs: number): void {
    const start = this.#begin(market)
    for (let walk = 1; walk <= 2; walk += 1) {
      const slot = this.slot
      if (slot === undefined) return void this.#reader.skipValue()
      this.#batch.clear()
      this.#walkTrade(this.#batch.trade(slot, localTimeUs))
      if (!this.#isOther(slot, start)) return
    }
  }

  #begin(market: Market): number {
    this.#market = market
    const reader = this.#reader
    reader.peek()
    const start = reader.pos
    this.slot = this.#lookBehind() ?? this.#lookAhead()
    return start
  }

  /** Whether the symbol that was read is another one; the payload is then to be read again, from `start`. */
  #isOther(slot: InstrumentSlot, start: number): boolean {
    const reader = this.#reader
    if (this.slot === slot || reader.fault !== '') return false
    reader.pos = start
    return true
  }

  /** The instrument of the last `"s":"…"` in the frame. */
  #lookBehind(): InstrumentSlot | undefined {
    const { bytes } = this.#reader
    for (let i = bytes.length - 6; i >= 0; i -= 1) {
      if (
        bytes[i + 1] === LETTER_S &&
        bytes[i] === QUOTE &&
        bytes[i + 2] === QUOTE &&
        bytes[i + 3] === COLON &&
        bytes[i + 4] === QUOTE
      ) {
        const end = bytes.indexOf(QUOTE, i + 5)
        return end < 0 ? undefined : this.#table.find(this.#market, bytes, i + 5, end)
      }
    }
    return undefined
  }

  /** The instrument that the payload names, found by a walk of its own; the place does not move. */
  #lookAhead(): InstrumentSlot | undefined {
    const reader = this.#reader
    const { pos, depth, isFresh } = reader
    this.slot = undefined
    if (!reader.enterObject()) return undefined
    for (let key = reader.nextKey(UNIFIED_KEYS); key !== END; key = reader.nextKey(UNIFIED_KEYS)) {
      if (key === SYMBOL) this.#readSymbol()
      else reader.skipValue()
    }
    if (reader.fault === '') {
      reader.pos = pos
      reader.depth = depth
      reader.isFresh = isFresh
    }
    return this.slot
  }

  #readSymbol(): void {
    const reader = this.#reader
    if (!reader.readString()) return
    this.slot = this.#table.find(this.#market, reader.bytes, reader.textStart, reader.textEnd)
  }

  #walkBook(update: BookUpdate, needed: number): void {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return
    let has = 0
    for (let key = reader.nextKey(UNIFIED_KEYS); key !== END; key = reader.nextKey(UNIFIED_KEYS)) {
      switch (key) {
        case SYMBOL:
          has |= HAS_SYMBOL
          this.#readSymbol()
          break
        case ASKS:
          has |= HAS_ASKS
          update.asks.count = 0
          if (readLevels(reader, update, update.asks, this.#batch)) dropSequenceOnly(update.asks)
          break
        case BIDS:
          has |= HAS_BIDS
          update.bids.count = 0
          if (readLevels(reader, update, update.bids, this.#batch)) dropSequenceOnly(update.bids)
          break
        case FIRST_ID:
          has |= HAS_FIRST
          if (reader.readInteger()) update.first = reader.integer
          break
        case LAST_ID:
          has |= HAS_LAST
          if (reader.readInteger()) update.last = reader.integer
          break
        case TIME:
          if (readTimeUs(reader)) update.venueUs = reader.integer
          break
        default:
          reader.skipValue()
      }
    }
    if ((has & needed) !== needed) reader.fail('wrongType', start)
  }

  /** A side may be empty. */
  #walkBbo(update: BboUpdate): void {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return
    let has = 0
    for (let key = reader.nextKey(UNIFIED_KEYS); key !== END; key = reader.nextKey(UNIFIED_KEYS)) {
      switch (key) {
        case SYMBOL:
          has |= HAS_SYMBOL
          this.#readSymbol()
          break
        case ASKS:
          has |= HAS_ASKS
          this.#readBest(update.levels, 1)
          break
        case BIDS:
          has |= HAS_BIDS
          this.#readBest(update.levels, 0)
          break
        case LAST_ID:
          has |= HAS_LAST
          if (reader.readInteger()) update.last = reader.integer
          break
        case TIME:
          if (readTimeUs(reader)) update.venueUs = reader.integer
          break
        default:
          reader.skipValue()
      }
    }
    if ((has & HAS_BOOK) !== HAS_BOOK) reader.fail('wrongType', start)
  }

  /** `[["90701.2","0.57"]]`, or `[]`. */
  #readBest(levels: LevelBuffer, i: 0 | 1): void {
    const reader = this.#reader
    if (!reader.enterArray()) return
    let isFirst = true
    while (reader.nextItem()) {
      if (isFirst) readBestLevel(reader, levels, i, this.#batch)
      else reader.skipValue()
      isFirst = false
    }
  }

  #walkTrade(update: TradeUpdate): void {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return
    let has = 0
    for (let key = reader.nextKey(UNIFIED_KEYS); key !== END; key = reader.nextKey(UNIFIED_KEYS)) {
      switch (key) {
        case SYMBOL:
          has |= HAS_SYMBOL
          this.#readSymbol()
          break
        case PRICE:
          has |= HAS_PRICE
          readPrice(reader, update.level, 0, this.#batch)
          break
        case SIZE:
          has |= HAS_SIZE
          readSize(reader, update.level, 0, this.#batch)
          break
        case SIDE:
          has |= HAS_SIDE
          readTakerSide(reader, update)
          break
        case TRADE_ID:
          has |= HAS_ID
          readTradeId(reader, update)
          break
        case TIME:
          if (readTimeUs(reader)) update.venueUs = reader.integer
          break
        default:
          reader.skipValue()
      }
    }
    if (has !== HAS_TRADE) reader.fail('wrongType', start)
    else if (isAbsent(update.level, 0)) reader.fail('badNumber', start)
  }
}

/** `["price","size",…]` into one side of a BBO; `[]` is an empty side, a level with half of it `badNumber`. */
export function readBestLevel(
  reader: JsonReader,
  levels: LevelBuffer,
  i: 0 | 1,
  batch: FrameBatch,
): void {
  const start = reader.pos
  if (!reader.enterArray() || !reader.nextItem()) return
  readPrice(reader, levels, i, batch)
  if (reader.nextItem()) readSize(reader, levels, i, batch)
  while (reader.nextItem()) reader.skipValue()
  if (isAbsent(levels, i)) reader.fail('badNumber', start)
}
