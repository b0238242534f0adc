/**
 * @hotpath The bodies of HTX's hot channels into updates, keys in any order, every part that must be there checked.
 * Numbers are bare and may have an exponent. Allocates nothing. Layouts: docs/venues/htx.md.
 */
import type { BboUpdate, BookUpdate, LevelBuffer, TradeUpdate } from '../../core/index.ts'
import {
  END,
  type JsonReader,
  readLevels,
  readPrice,
  readSize,
  type ScaleKeeper,
} from '../../wire/index.ts'
import {
  AMOUNT,
  ASK,
  ASK_SIZE,
  ASKS,
  BID,
  BID_SIZE,
  BIDS,
  DIRECTION,
  EVENT,
  MATCH_ID,
  PREVIOUS,
  PRICE,
  QUOTE_ID,
  QUOTE_TIME,
  ROW_ID,
  SEQUENCE,
  TICK_KEYS,
  TIME,
  TRADE_ID,
  TRADE_KEYS,
  TRADE_TIME,
  VERSION,
} from './frame-keys.ts'

/** Parts of a trade that must be there, as bits. */
const HAS_PRICE = 1
const HAS_SIZE = 2
const HAS_SIDE = 4
const HAS_ID = 8
const HAS_TRADE = 15

/** How a book body tells what it is. */
export type BookBody = 'chain' | 'answer' | 'versioned' | 'whole'

/**
 * The body of a book. A side that is missing or `null` says nothing: no change of that side, or a side without levels.
 */
export function readBook(
  reader: JsonReader,
  update: BookUpdate,
  keeper: ScaleKeeper,
  body: BookBody,
): void {
  const start = reader.pos
  let matchId: number = Number.NaN
  let version: number = Number.NaN
  let hasEvent = false
  if (!reader.enterObject()) return
  for (let key = reader.nextKey(TICK_KEYS); key !== END; key = reader.nextKey(TICK_KEYS)) {
    switch (key) {
      case ASKS:
        readSide(reader, update, update.asks, keeper)
        break
      case BIDS:
        readSide(reader, update, update.bids, keeper)
        break
      case SEQUENCE:
        if (reader.readInteger()) update.last = reader.integer
        break
      case PREVIOUS:
        if (reader.readInteger()) update.prev = reader.integer
        break
      case VERSION:
        if (reader.readInteger()) version = reader.integer
        break
      case MATCH_ID:
        if (reader.readInteger()) matchId = reader.integer
        break
      case EVENT:
        hasEvent = true
        if (!reader.readString()) break
        if (reader.textIs('snapshot')) update.isSnapshot = true
        else if (reader.textIs('update')) update.isSnapshot = false
        else reader.fail('wrongType', reader.textStart)
        break
      case TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      default:
        reader.skipValue()
    }
  }
  if (body === 'versioned') {
    update.last = version
    if (!hasEvent) reader.fail('wrongType', start)
  } else if (body === 'whole') {
    update.isSnapshot = true
    // Merged and raw depth of futures: `version` there is the second it was made in, `mrid` the book's own number.
    if (Number.isNaN(update.last)) update.last = Number.isNaN(matchId) ? version : matchId
  } else update.isSnapshot = body === 'answer'
  if (body !== 'whole' && Number.isNaN(update.last)) reader.fail('wrongType', start)
  if (body === 'chain' && Number.isNaN(update.prev)) reader.fail('wrongType', start)
}

function readSide(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): void {
  levels.count = 0
  if (!reader.takeNull()) readLevels(reader, update, levels, keeper)
}

/** The body of a BBO: four numbers (spot), or two levels (futures); a side may be empty. */
export function readBbo(reader: JsonReader, update: BboUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  const { levels } = update
  if (!reader.enterObject()) return
  for (let key = reader.nextKey(TICK_KEYS); key !== END; key = reader.nextKey(TICK_KEYS)) {
    switch (key) {
      case BID:
        readBest(reader, levels, 0, keeper)
        break
      case ASK:
        readBest(reader, levels, 1, keeper)
        break
      case BID_SIZE:
        readSize(reader, levels, 0, keeper)
        break
      case ASK_SIZE:
        readSize(reader, levels, 1, keeper)
        break
      case QUOTE_ID:
      case VERSION:
        if (reader.readInteger()) update.last = reader.integer
        break
      case QUOTE_TIME:
      case TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      default:
        reader.skipValue()
    }
  }
  if (isHalf(levels, 0) || isHalf(levels, 1)) reader.fail('wrongType', start)
}

/** A bare price, or `[price, size]`; `null` and `[]` are an empty side. */
function readBest(reader: JsonReader, levels: LevelBuffer, i: 0 | 1, keeper: ScaleKeeper): void {
  if (!reader.isArray()) {
    readPrice(reader, levels, i, keeper)
    return
  }
  reader.enterArray()
  if (!reader.nextItem()) return
  readPrice(reader, levels, i, keeper)
  if (!reader.nextItem()) return
  readSize(reader, levels, i, keeper)
  while (reader.nextItem()) reader.skipValue()
}

/** One trade. */
export function readTrade(reader: JsonReader, update: TradeUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  let has = 0
  let hasTradeId = false
  if (!reader.enterObject()) return
  for (let key = reader.nextKey(TRADE_KEYS); key !== END; key = reader.nextKey(TRADE_KEYS)) {
    switch (key) {
      case PRICE:
        has |= HAS_PRICE
        readPrice(reader, update.level, 0, keeper)
        break
      case AMOUNT:
        has |= HAS_SIZE
        readSize(reader, update.level, 0, keeper)
        break
      case DIRECTION:
        if (!reader.readString()) break
        if (reader.textIs('buy')) update.takerSide = 'buy'
        else if (reader.textIs('sell')) update.takerSide = 'sell'
        else reader.fail('wrongType', reader.textStart)
        has |= HAS_SIDE
        break
      case TRADE_ID:
        has |= HAS_ID
        hasTradeId = true
        readId(reader, update)
        break
      case ROW_ID:
        has |= HAS_ID
        // Spot rows have both; `tradeId` is the trade's, whichever comes first.
        if (hasTradeId) reader.skipValue()
        else readId(reader, update)
        break
      case TRADE_TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_TRADE) reader.fail('wrongType', start)
  else if (isAbsent(update.level, 0, true) || isAbsent(update.level, 0, false)) {
    reader.fail('badNumber', start)
  }
}

/** Ids are numbers beyond 2^53: kept as the bytes they are. */
function readId(reader: JsonReader, update: TradeUpdate): void {
  update.idBytes = reader.bytes
  if (reader.isString()) {
    if (!reader.readString()) return
    if (reader.textIsEscaped) reader.fail('badString', reader.textStart)
    update.idStart = reader.textStart
    update.idEnd = reader.textEnd
    return
  }
  update.idStart = reader.pos
  reader.skipNumber()
  update.idEnd = reader.pos
}

function isHalf(levels: LevelBuffer, i: number): boolean {
  return isAbsent(levels, i, true) !== isAbsent(levels, i, false)
}

function isAbsent(levels: LevelBuffer, i: number, isPrice: boolean): boolean {
  if (levels.isWide) return (isPrice ? levels.widePrices : levels.wideSizes)[i] === undefined
  return Number.isNaN((isPrice ? levels.prices : levels.sizes)[i]!)
}
