/**
 * @hotpath The contents of dYdX's books and trades into updates, keys in any order, every part that must be there checked.
 * Allocates nothing, but for the rare forced order. Bench: `bench/gate`. Layouts: docs/venues/dydx.md.
 */
import type { BookUpdate, LevelBuffer, TradeUpdate } from '../../core/index.ts'
import {
  END,
  type JsonReader,
  readLevels,
  readObjectLevels,
  readPrice,
  readSize,
  type ScaleKeeper,
  scanTimestampUs,
} from '../../wire/index.ts'
import {
  ASKS,
  BIDS,
  CONTENTS_KEYS,
  CREATED_AT,
  LEVEL_KEYS,
  PRICE,
  SIDE,
  SIZE,
  TRADE_ID,
  TRADE_KEYS,
  TRADE_TYPE,
} from './frame-keys.ts'

/** Parts that must be there, as bits. */
const HAS_ASKS = 1
const HAS_BIDS = 2
const HAS_BOTH_SIDES = 3
const HAS_PRICE = 1
const HAS_SIZE = 2
const HAS_SIDE = 4
const HAS_ID = 8
const HAS_TIME = 16
const HAS_TRADE = 31

const OPEN_ARRAY = 91
const OPEN_OBJECT = 123

/**
 * `{"bids":[…],"asks":[…]}`: both sides of a snapshot, one or both of a change. Adds to what the update has. Whether there
 * was nothing else.
 */
export function readSides(reader: JsonReader, update: BookUpdate, keeper: ScaleKeeper): boolean {
  const start = reader.pos
  const bids = update.bids.count
  const asks = update.asks.count
  if (!reader.enterObject()) return true
  let has = 0
  let isPlain = true
  for (let key = reader.nextKey(CONTENTS_KEYS); key !== END; key = reader.nextKey(CONTENTS_KEYS)) {
    switch (key) {
      case BIDS:
        has |= HAS_BIDS
        // A side that is written twice counts once, as in JSON.
        update.bids.count = bids
        readSide(reader, update, update.bids, keeper)
        break
      case ASKS:
        has |= HAS_ASKS
        update.asks.count = asks
        readSide(reader, update, update.asks, keeper)
        break
      default:
        isPlain = false
        reader.skipValue()
    }
  }
  if (update.isSnapshot ? has !== HAS_BOTH_SIDES : has === 0) reader.fail('wrongType', start)
  return isPlain
}

/** Levels of a snapshot are objects, those of a change are pairs. */
function readSide(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): void {
  if (startsWithObject(reader)) readObjectLevels(reader, update, levels, LEVEL_KEYS, keeper)
  else readLevels(reader, update, levels, keeper)
}

/** Whether the array that is next begins with an object. */
function startsWithObject(reader: JsonReader): boolean {
  if (reader.peek() !== OPEN_ARRAY) return false
  const bytes = reader.bytes
  let i = reader.pos + 1
  let byte = bytes[i]
  while (byte === 32 || byte === 10 || byte === 13 || byte === 9) {
    i += 1
    byte = bytes[i]
  }
  return byte === OPEN_OBJECT
}

/** One trade. Whether the taker was liquidated. */
export function readTrade(reader: JsonReader, update: TradeUpdate, keeper: ScaleKeeper): boolean {
  const start = reader.pos
  if (!reader.enterObject()) return false
  let has = 0
  let isLiquidation = false
  for (let key = reader.nextKey(TRADE_KEYS); key !== END; key = reader.nextKey(TRADE_KEYS)) {
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
        // The taker's.
        if (!reader.readString()) break
        if (reader.textIs('BUY')) update.takerSide = 'buy'
        else if (reader.textIs('SELL')) update.takerSide = 'sell'
        else reader.fail('wrongType', reader.textStart)
        has |= HAS_SIDE
        break
      case TRADE_ID:
        if (!reader.readString()) break
        if (reader.textIsEscaped) reader.fail('badString', reader.textStart)
        has |= HAS_ID
        update.idBytes = reader.bytes
        update.idStart = reader.textStart
        update.idEnd = reader.textEnd
        break
      case TRADE_TYPE:
        if (reader.readString()) isLiquidation = reader.textIs('LIQUIDATED')
        break
      case CREATED_AT:
        if (readTime(reader, update)) has |= HAS_TIME
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_TRADE) reader.fail('wrongType', start)
  else if (isAbsent(update.level)) reader.fail('badNumber', start)
  return isLiquidation
}

/** The time of the block: all trades of a block share it. */
function readTime(reader: JsonReader, update: TradeUpdate): boolean {
  if (!reader.readString()) return false
  scanTimestampUs(reader, reader.bytes, reader.textStart, reader.textEnd)
  update.venueUs = reader.scaled
  return Number.isNaN(reader.scaled) ? reader.fail('badString', reader.textStart) : true
}

/** The price or the size is `""` or `null`. */
function isAbsent(level: LevelBuffer): boolean {
  if (level.isWide) return level.widePrices[0] === undefined || level.wideSizes[0] === undefined
  return Number.isNaN(level.prices[0]!) || Number.isNaN(level.sizes[0]!)
}
