/**
 * @hotpath The payload `data` of classic books, BBOs and trades, keys in any order, every part that must be there
 * checked. Allocates nothing. Layouts: docs/venues/kucoin.md §Classic.
 */
import type { BboUpdate, BookUpdate, InstrumentSlot, TradeUpdate } from '../../../core/index.ts'
import { END, type JsonReader, readLevels, readPrice, readSize } from '../../../wire/index.ts'
import type { FrameBatch } from '../../kit/frame-batch.ts'
import { readBestLevel } from '../decode-unified.ts'
import { isAbsent, readTakerSide, readTradeId } from '../frame-fields.ts'
import { readTimeUs } from '../times.ts'
import { ChangeReader, readChange } from './changes.ts'
import {
  ASK_PRICE,
  ASK_SIZE,
  ASKS,
  BID_PRICE,
  BID_SIZE,
  BIDS,
  CHANGE,
  CHANGES,
  type ClassicTopic,
  DATA_KEYS,
  PRICE,
  SEQUENCE,
  SEQUENCE_END,
  SEQUENCE_START,
  SIDE,
  SIZE,
  TIME,
  TIMESTAMP,
  TRADE_ID,
  TS,
} from './frame-keys.ts'

/** Parts of a payload that must be there, as bits. */
const HAS_ASKS = 1
const HAS_BIDS = 2
const HAS_BOTH_SIDES = 3
const HAS_START = 4
const HAS_END = 8
const HAS_CHANGES = 15
const HAS_SEQUENCE = 1
const HAS_CHANGE = 2
const HAS_NUMBERED_CHANGE = 3
const HAS_PRICES = 15
const HAS_PRICE = 1
const HAS_SIZE = 2
const HAS_SIDE = 4
const HAS_ID = 8
const HAS_TRADE = 15

/** Reads payloads of one connection's frames. */
export class ClassicPayload {
  readonly #reader: JsonReader
  readonly #batch: FrameBatch
  readonly #changes = new ChangeReader()

  /** Reads with `reader` into `batch`. */
  constructor(reader: JsonReader, batch: FrameBatch) {
    this.#reader = reader
    this.#batch = batch
  }

  /** Reads the payload that starts here. */
  read({ form, feed }: ClassicTopic, slot: InstrumentSlot, localTimeUs: number): void {
    const batch = this.#batch
    // A second payload replaces the first, as in JSON.
    batch.clear()
    switch (form) {
      case 'changes':
        return this.#walkChanges(batch.book(slot, feed, false, localTimeUs))
      case 'change':
        return this.#walkChange(batch.book(slot, feed, false, localTimeUs))
      case 'whole':
        return this.#walkWhole(batch.book(slot, feed, true, localTimeUs))
      case 'level1':
        return this.#walkLevel1(batch.bbo(slot, localTimeUs))
      case 'bestPrices':
        return this.#walkBestPrices(batch.bbo(slot, localTimeUs))
      case 'trade':
        return this.#walkTrade(batch.trade(slot, localTimeUs))
    }
  }

  /** `{"changes":{"asks":[…],"bids":[…]},"sequenceStart":…,"sequenceEnd":…,"time":ms}`; before 2022 without time. */
  #walkChanges(update: BookUpdate): void {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return
    let has = 0
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      switch (key) {
        case CHANGES:
          has = (has & ~HAS_BOTH_SIDES) | this.#walkSides(update)
          break
        case SEQUENCE_START:
          has |= HAS_START
          if (reader.readInteger()) update.first = reader.integer
          break
        case SEQUENCE_END:
          has |= HAS_END
          if (reader.readInteger()) update.last = reader.integer
          break
        default:
          this.#readTimeOrSkip(key, update)
      }
    }
    if (has !== HAS_CHANGES) reader.fail('wrongType', start)
  }

  #walkSides(update: BookUpdate): number {
    const reader = this.#reader
    update.asks.count = 0
    update.bids.count = 0
    if (!reader.enterObject()) return 0
    let has = 0
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      if (key === ASKS) {
        has |= HAS_ASKS
        this.#changes.readSide(reader, update, update.asks, this.#batch)
      } else if (key === BIDS) {
        has |= HAS_BIDS
        this.#changes.readSide(reader, update, update.bids, this.#batch)
      } else reader.skipValue()
    }
    return has
  }

  /** `{"sequence":…,"change":"price,side,size","timestamp":ms}`: one level a message. */
  #walkChange(update: BookUpdate): void {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return
    let has = 0
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      switch (key) {
        case SEQUENCE:
          has |= HAS_SEQUENCE
          if (reader.readInteger()) update.last = reader.integer
          break
        case CHANGE:
          has |= HAS_CHANGE
          readChange(reader, update, this.#batch)
          break
        default:
          this.#readTimeOrSkip(key, update)
      }
    }
    if (has !== HAS_NUMBERED_CHANGE) reader.fail('wrongType', start)
  }

  /** `{"asks":[[price,size],…],"bids":[…],"timestamp":ms}`, on futures with `sequence`. */
  #walkWhole(update: BookUpdate): void {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return
    let has = 0
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      switch (key) {
        case ASKS:
          has |= HAS_ASKS
          update.asks.count = 0
          readLevels(reader, update, update.asks, this.#batch)
          break
        case BIDS:
          has |= HAS_BIDS
          update.bids.count = 0
          readLevels(reader, update, update.bids, this.#batch)
          break
        case SEQUENCE:
          if (reader.readInteger()) update.last = reader.integer
          break
        default:
          this.#readTimeOrSkip(key, update)
      }
    }
    if (has !== HAS_BOTH_SIDES) reader.fail('wrongType', start)
  }

  /** `{"asks":[price,size],"bids":[price,size],"timestamp":ms}`: one level a side, not a list of levels. */
  #walkLevel1(update: BboUpdate): void {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return
    let has = 0
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      if (key === ASKS) {
        has |= HAS_ASKS
        readBestLevel(reader, update.levels, 1, this.#batch)
      } else if (key === BIDS) {
        has |= HAS_BIDS
        readBestLevel(reader, update.levels, 0, this.#batch)
      } else this.#readTimeOrSkip(key, update)
    }
    if (has !== HAS_BOTH_SIDES) reader.fail('wrongType', start)
  }

  /** `{"bestBidPrice":…,"bestBidSize":…,"bestAskPrice":…,"bestAskSize":…,"sequence":…,"ts":ns}`. */
  #walkBestPrices(update: BboUpdate): void {
    const reader = this.#reader
    const { levels } = update
    const start = reader.pos
    if (!reader.enterObject()) return
    let has = 0
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      switch (key) {
        case BID_PRICE:
          has |= 1
          readPrice(reader, levels, 0, this.#batch)
          break
        case BID_SIZE:
          has |= 2
          readSize(reader, levels, 0, this.#batch)
          break
        case ASK_PRICE:
          has |= 4
          readPrice(reader, levels, 1, this.#batch)
          break
        case ASK_SIZE:
          has |= 8
          readSize(reader, levels, 1, this.#batch)
          break
        case SEQUENCE:
          if (reader.readInteger()) update.last = reader.integer
          break
        default:
          this.#readTimeOrSkip(key, update)
      }
    }
    if (has !== HAS_PRICES) reader.fail('wrongType', start)
    else if (isAbsent(levels, 0) || isAbsent(levels, 1)) reader.fail('badNumber', start)
  }

  /** Spot: `time` is ns as text; futures: `ts` is ns, sizes are lots. */
  #walkTrade(update: TradeUpdate): void {
    const reader = this.#reader
    const start = reader.pos
    if (!reader.enterObject()) return
    let has = 0
    for (let key = reader.nextKey(DATA_KEYS); key !== END; key = reader.nextKey(DATA_KEYS)) {
      switch (key) {
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
        default:
          this.#readTimeOrSkip(key, update)
      }
    }
    if (has !== HAS_TRADE) reader.fail('wrongType', start)
    else if (isAbsent(update.level, 0)) reader.fail('badNumber', start)
  }

  /** `time` and `timestamp` are the message's time; `ts` is too, where there is none of them. */
  #readTimeOrSkip(key: number, update: { venueUs: number }): void {
    const reader = this.#reader
    if (key !== TIME && key !== TIMESTAMP && key !== TS) reader.skipValue()
    else if (readTimeUs(reader) && (key !== TS || Number.isNaN(update.venueUs)))
      update.venueUs = reader.integer
  }
}
