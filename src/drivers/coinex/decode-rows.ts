/**
 * @hotpath What CoinEx's hot pushes hold, into updates, keys in any order, every part that must be there checked.
 * Allocates nothing. Bench: `bench/gate`. Layouts: docs/venues/coinex.md.
 */
import type { BboUpdate, BookUpdate, LevelBuffer, TradeUpdate } from '../../core/index.ts'
import {
  END,
  type JsonReader,
  openLevel,
  readPrice,
  readSize,
  type ScaleKeeper,
} from '../../wire/index.ts'
import { lacksValue } from '../kit/lacks-value.ts'
import { readTakerSide } from '../kit/trade-parts.ts'
import {
  AMOUNT,
  ASKS,
  BIDS,
  BOOK_TIME,
  CHECKSUM,
  CREATED_AT,
  DEAL_ID,
  PRICE,
  ROW_KEYS,
  SIDE,
} from './frame-keys.ts'

/** Parts of a row that must be there, as bits. */
const HAS_ASKS = 1
const HAS_BIDS = 2
const HAS_CHECKSUM = 4
const HAS_BOOK = 7
const HAS_PRICE = 1
const HAS_SIZE = 2
const HAS_SIDE = 4
const HAS_ID = 8
const HAS_TRADE = 15

const QUOTE = 34
const ZERO = 48
const NINE = 57

/** `depth`: `{"asks":[["30740.00","0.31763545"],…],"bids":[…],"last":…,"updated_at":ms,"checksum":…}`. */
export function readBook(reader: JsonReader, update: BookUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  if (!reader.enterObject()) return
  let has = 0
  for (let key = reader.nextKey(ROW_KEYS); key !== END; key = reader.nextKey(ROW_KEYS)) {
    switch (key) {
      case ASKS:
        has |= HAS_ASKS
        update.asks.count = 0
        readLevels(reader, update, update.asks, keeper)
        break
      case BIDS:
        has |= HAS_BIDS
        update.bids.count = 0
        readLevels(reader, update, update.bids, keeper)
        break
      case BOOK_TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      case CHECKSUM:
        has |= HAS_CHECKSUM
        readChecksum(reader, update)
        break
      default:
        reader.skipValue()
    }
  }
  // Without its checksum nobody could vouch for a book: there are no ids.
  if (has !== HAS_BOOK) reader.fail('wrongType', start)
}

/** Called a signed 32-bit integer, and sent unsigned: the same 32 bits either way. */
function readChecksum(reader: JsonReader, update: BookUpdate): void {
  const start = reader.pos
  if (!reader.readInteger()) return
  const { integer } = reader
  if (integer < -0x80000000 || integer > 0xffffffff) reader.fail('badNumber', start)
  else update.checksum = integer >>> 0
}

/** One side. Of the digits written only those of numbers with a zero at their end are kept: see checksum.ts. */
function readLevels(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): void {
  if (!reader.enterArray()) return
  while (reader.nextItem()) {
    const start = reader.pos
    const i = levels.count
    openLevel(levels)
    if (!reader.enterArray()) return
    if (reader.nextItem() && readPrice(reader, levels, i, keeper) && endsInZero(reader)) {
      if (reader.fractionDigits > update.priceDigits) update.priceDigits = reader.fractionDigits
    }
    if (reader.nextItem() && readSize(reader, levels, i, keeper) && endsInZero(reader)) {
      if (reader.fractionDigits > update.sizeDigits) update.sizeDigits = reader.fractionDigits
    }
    while (reader.nextItem()) reader.skipValue()
    if (lacksValue(levels, i)) reader.fail('badNumber', start)
  }
}

/** Whether the decimal just read has a fraction whose last digit is 0. */
function endsInZero(reader: JsonReader): boolean {
  if (reader.fractionDigits === 0) return false
  const { bytes, pos } = reader
  return bytes[bytes[pos - 1] === QUOTE ? pos - 2 : pos - 1] === ZERO
}

/** A side without a price, or with the price 0 that nothing can have, is empty; `false` where one has a price and no size. */
export function closeSides(update: BboUpdate): boolean {
  const { levels } = update
  for (let i = 0; i < 2; i += 1) {
    if (levels.isWide) {
      if (levels.widePrices[i] !== undefined && levels.wideSizes[i] === undefined) return false
    } else if (!(levels.prices[i]! > 0)) levels.prices[i] = levels.sizes[i] = Number.NaN
    else if (Number.isNaN(levels.sizes[i]!)) return false
  }
  return true
}

/** One of `deal_list`: `{"deal_id":…,"created_at":ms,"side":taker,"price":…,"amount":…}`. */
export function readDeal(reader: JsonReader, update: TradeUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  if (!reader.enterObject()) return
  let has = 0
  for (let key = reader.nextKey(ROW_KEYS); key !== END; key = reader.nextKey(ROW_KEYS)) {
    switch (key) {
      case PRICE:
        has |= HAS_PRICE
        readPrice(reader, update.level, 0, keeper)
        break
      case AMOUNT:
        has |= HAS_SIZE
        readSize(reader, update.level, 0, keeper)
        break
      case SIDE:
        if (readTakerSide(reader, update, 'buy', 'sell')) has |= HAS_SIDE
        break
      case DEAL_ID:
        has |= HAS_ID
        readId(reader, update)
        break
      case CREATED_AT:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_TRADE) reader.fail('wrongType', start)
  else if (lacksValue(update.level, 0)) reader.fail('badNumber', start)
}

/** A bare integer, which may grow beyond 2^53: its digits are the id. */
function readId(reader: JsonReader, update: TradeUpdate): void {
  reader.peek()
  let start = reader.pos
  let end = 0
  if (reader.isString()) {
    if (!reader.readString()) return
    start = reader.textStart
    end = reader.textEnd
  } else {
    if (!reader.skipValue()) return
    end = reader.pos
  }
  const bytes = reader.bytes
  let isId = end > start
  for (let i = start; i < end; i += 1) if (bytes[i]! < ZERO || bytes[i]! > NINE) isId = false
  if (!isId) reader.fail('wrongType', start)
  update.idBytes = bytes
  update.idStart = start
  update.idEnd = end
}
