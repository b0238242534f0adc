/**
 * @hotpath Books and deals of MEXC's futures into updates: bare numbers, any of which may have an exponent, keys in any
 * order, levels in any order. Allocates nothing but for exponents. Bench: `bench/gate`. Layouts: docs/venues/mexc.md.
 */
import type { BookUpdate, TradeUpdate } from '../../../core/index.ts'
import {
  END,
  type JsonReader,
  readLevels,
  readPrice,
  readSize,
  type ScaleKeeper,
} from '../../../wire/index.ts'
import { lacksValue } from '../../kit/lacks-value.ts'
import {
  ASKS,
  BEGIN,
  BIDS,
  END_VERSION,
  ENGINE_TIME,
  PRICE,
  ROW_KEYS,
  SIDE,
  SIZE,
  TIME,
  TRADE_ID,
  VERSION,
} from './frame-keys.ts'

/** Parts of a row that must be there, as bits. */
const HAS_ASKS = 1
const HAS_BIDS = 2
const HAS_VERSION = 4
const HAS_BOOK = 7
const HAS_PRICE = 1
const HAS_SIZE = 2
const HAS_SIDE = 4
const HAS_TRADE = 7

const TAKER_BOUGHT = 1
const TAKER_SOLD = 2
const ZERO = 48
const MINUS = 45
const MAX_ASCII = 127

/**
 * A book: `[[price, contracts, orders]]` a side. Merged changes cover `begin` to `end`; where either is missing or 0, the
 * frame is at its `version` alone.
 */
export function readBook(reader: JsonReader, update: BookUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  if (!reader.enterObject()) return
  let has = 0
  let version: number = Number.NaN
  let begin = 0
  let end = 0
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
      case VERSION:
        has |= HAS_VERSION
        if (reader.readInteger()) version = reader.integer
        break
      case BEGIN:
        if (!reader.takeNull() && reader.readInteger()) begin = reader.integer
        break
      case END_VERSION:
        if (!reader.takeNull() && reader.readInteger()) end = reader.integer
        break
      case ENGINE_TIME:
        if (!reader.takeNull() && reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_BOOK) reader.fail('wrongType', start)
  update.first = begin > 0 ? begin : version
  update.last = end > 0 ? end : version
}

/** One deal. */
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
      case SIZE:
        has |= HAS_SIZE
        readSize(reader, update.level, 0, keeper)
        break
      case SIDE:
        if (!reader.readInteger()) break
        if (reader.integer === TAKER_BOUGHT) update.takerSide = 'buy'
        else if (reader.integer === TAKER_SOLD) update.takerSide = 'sell'
        else reader.fail('wrongType', reader.pos)
        has |= HAS_SIDE
        break
      case TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      case TRADE_ID:
        readId(reader, update)
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_TRADE) reader.fail('wrongType', start)
  else if (lacksValue(update.level, 0)) reader.fail('badNumber', start)
}

/** An id is text, as it exceeds 2^53; were it written bare, its digits are the id. */
function readId(reader: JsonReader, update: TradeUpdate): void {
  if (reader.takeNull()) return
  if (reader.isString()) {
    if (!reader.readString()) return
    if (reader.textIsEscaped || !isAscii(reader)) reader.fail('badString', reader.textStart)
    update.idStart = reader.textStart
    update.idEnd = reader.textEnd
  } else {
    const start = reader.pos
    const first = reader.bytes[start]!
    if (first !== MINUS && (first < ZERO || first > ZERO + 9)) reader.fail('wrongType', start)
    else if (reader.skipValue()) {
      update.idStart = start
      update.idEnd = reader.pos
    }
  }
  update.idBytes = reader.bytes
}

function isAscii({ bytes, textStart, textEnd }: JsonReader): boolean {
  for (let i = textStart; i < textEnd; i += 1) if (bytes[i]! > MAX_ASCII) return false
  return true
}
