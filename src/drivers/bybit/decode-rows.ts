/**
 * @hotpath The data of Bybit's hot topics into updates, keys in any order, every part that must be there checked.
 * Allocates nothing. Bench: `bench/gate`. Layouts: docs/venues/bybit.md.
 */
import type { BboUpdate, BookUpdate, LevelBuffer, TradeUpdate } from '../../core/index.ts'
import {
  END,
  type JsonReader,
  levelPrice,
  levelSize,
  openLevel,
  readLevels,
  readPrice,
  readSize,
  type ScaleKeeper,
} from '../../wire/index.ts'
import {
  ASKS,
  BIDS,
  IS_BLOCK_TRADE,
  PRICE,
  ROW_KEYS,
  SIDE,
  SIZE,
  TRADE_ID,
  TRADE_TIME,
  UPDATE_ID,
} from './frame-keys.ts'

/** Parts of a row that must be there, as bits. */
const HAS_ASKS = 1
const HAS_BIDS = 2
const HAS_BOTH_SIDES = 3
const HAS_UPDATE_ID = 4
const HAS_BOOK = 7
const HAS_PRICE = 1
const HAS_SIZE = 2
const HAS_SIDE = 4
const HAS_ID = 8
const HAS_TRADE = 15

/** A book: `{"s":…,"b":[[price,size],…],"a":[…],"u":…,"seq":…}`; `isRpi`: levels have a second size. */
export function readBook(
  reader: JsonReader,
  update: BookUpdate,
  keeper: ScaleKeeper,
  isRpi: boolean,
): void {
  const start = reader.pos
  if (!reader.enterObject()) return
  let has = 0
  for (let key = reader.nextKey(ROW_KEYS); key !== END; key = reader.nextKey(ROW_KEYS)) {
    switch (key) {
      case ASKS:
        has |= HAS_ASKS
        readSide(reader, update, update.asks, keeper, isRpi)
        break
      case BIDS:
        has |= HAS_BIDS
        readSide(reader, update, update.bids, keeper, isRpi)
        break
      case UPDATE_ID:
        has |= HAS_UPDATE_ID
        if (reader.readInteger()) update.last = reader.integer
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_BOOK) reader.fail('wrongType', start)
}

function readSide(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
  isRpi: boolean,
): void {
  levels.count = 0
  if (isRpi) readRpiLevels(reader, update, levels, keeper)
  else readLevels(reader, update, levels, keeper)
}

/** `[price, size for all, size for retail]`: a level has both, and is gone when both are 0. Told is their sum. */
function readRpiLevels(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): void {
  if (!reader.enterArray()) return
  while (reader.nextItem()) {
    openLevel(levels)
    if (!reader.enterArray()) return
    const hasPrice = reader.nextItem() && levelPrice(reader, update, levels, keeper)
    const hasSize = hasPrice && reader.nextItem() && levelSize(reader, update, levels, keeper)
    // The second size stands in a level of its own while it is read: a change of scale then covers both.
    if (hasSize) openLevel(levels)
    if (!hasSize || !reader.nextItem() || !levelSize(reader, update, levels, keeper)) {
      reader.fail('wrongType', reader.pos)
      return
    }
    joinSizes(levels, keeper)
    while (reader.nextItem()) reader.skipValue()
  }
}

/** Adds the size of the last level to the one before, and takes it away. */
function joinSizes(levels: LevelBuffer, keeper: ScaleKeeper): void {
  const extra = levels.count - 1
  const sum = levels.sizes[extra - 1]! + levels.sizes[extra]!
  if (!levels.isWide && sum > Number.MAX_SAFE_INTEGER) keeper.needWide(levels)
  if (levels.isWide) levels.wideSizes[extra - 1]! += levels.wideSizes[extra]!
  else levels.sizes[extra - 1] = sum
  levels.count = extra
}

/** The best levels, one or none a side. `u` counts the messages of this depth alone: it is not an id of a book. */
export function readBest(reader: JsonReader, update: BboUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  if (!reader.enterObject()) return
  let has = 0
  for (let key = reader.nextKey(ROW_KEYS); key !== END; key = reader.nextKey(ROW_KEYS)) {
    switch (key) {
      case ASKS:
        has |= HAS_ASKS
        readFirst(reader, update.levels, 1, keeper)
        break
      case BIDS:
        has |= HAS_BIDS
        readFirst(reader, update.levels, 0, keeper)
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_BOTH_SIDES) reader.fail('wrongType', start)
}

/** `[["27450.00","0.500"]]`, or `[]` where the side is empty. */
function readFirst(reader: JsonReader, levels: LevelBuffer, i: 0 | 1, keeper: ScaleKeeper): void {
  if (!reader.enterArray()) return
  let isFirst = true
  while (reader.nextItem()) {
    if (isFirst) readLevel(reader, levels, i, keeper)
    else reader.skipValue()
    isFirst = false
  }
}

function readLevel(reader: JsonReader, levels: LevelBuffer, i: 0 | 1, keeper: ScaleKeeper): void {
  const start = reader.pos
  if (!reader.enterArray()) return
  if (reader.nextItem()) readPrice(reader, levels, i, keeper)
  if (reader.nextItem()) readSize(reader, levels, i, keeper)
  while (reader.nextItem()) reader.skipValue()
  if (isAbsent(levels, i)) reader.fail('badNumber', start)
}

/** One trade; `false` where it is a block trade, which is not on the tape. */
export function readTrade(reader: JsonReader, update: TradeUpdate, keeper: ScaleKeeper): boolean {
  const start = reader.pos
  if (!reader.enterObject()) return true
  let has = 0
  let isBlockTrade = false
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
        has |= HAS_SIDE
        readTakerSide(reader, update)
        break
      case TRADE_ID:
        has |= HAS_ID
        readTradeId(reader, update)
        break
      case TRADE_TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      case IS_BLOCK_TRADE:
        isBlockTrade = reader.readBoolean() && reader.boolean
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_TRADE) reader.fail('wrongType', start)
  else if (isAbsent(update.level, 0)) reader.fail('badNumber', start)
  return !isBlockTrade
}

function readTakerSide(reader: JsonReader, update: TradeUpdate): void {
  if (!reader.readString()) return
  if (reader.textIs('Buy')) update.takerSide = 'buy'
  else if (reader.textIs('Sell')) update.takerSide = 'sell'
  else reader.fail('wrongType', reader.textStart)
}

/** A UUID on futures, digits beyond 2^53 on spot: the bytes as they are. */
function readTradeId(reader: JsonReader, update: TradeUpdate): void {
  if (!reader.readString()) return
  if (reader.textIsEscaped) reader.fail('badString', reader.textStart)
  update.idBytes = reader.bytes
  update.idStart = reader.textStart
  update.idEnd = reader.textEnd
}

/** The level's price or size is `""` or `null`. */
function isAbsent(levels: LevelBuffer, i: number): boolean {
  if (levels.isWide) {
    return levels.widePrices[i] === undefined || levels.wideSizes[i] === undefined
  }
  return Number.isNaN(levels.prices[i]!) || Number.isNaN(levels.sizes[i]!)
}
