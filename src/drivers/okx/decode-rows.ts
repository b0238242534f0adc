/**
 * @hotpath The rows of OKX's hot channels into updates, keys in any order, every part that must be there checked.
 * Allocates nothing. Bench: `bench/gate`. Layouts: docs/venues/okx.md.
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
  ASKS,
  BIDS,
  CHECKSUM,
  LAST_ID,
  PREVIOUS_ID,
  PRICE,
  ROW_KEYS,
  SIDE,
  SIZE,
  TIME,
  TRADE_ID,
} from './frame-keys.ts'

/** Parts of a row that must be there, as bits. */
const HAS_ASKS = 1
const HAS_BIDS = 2
const HAS_BOTH_SIDES = 3
const HAS_PRICE = 1
const HAS_SIZE = 2
const HAS_SIDE = 4
const HAS_ID = 8
const HAS_TRADE = 15

/** `prevSeqId` of a snapshot: there is none. */
const NO_ID = -1

/** One row of a book; `isChained`: of a feed of snapshot and changes. */
export function readBook(
  reader: JsonReader,
  update: BookUpdate,
  keeper: ScaleKeeper,
  isChained: boolean,
  hasAction: boolean,
): void {
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
      case TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      case LAST_ID:
        if (reader.readInteger()) update.last = reader.integer
        break
      case PREVIOUS_ID:
        if (reader.readInteger()) update.prev = reader.integer
        break
      case CHECKSUM:
        // 0 since 2026-06-23: no checksum any more.
        if (reader.readInteger() && reader.integer !== 0) update.checksum = reader.integer
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_BOTH_SIDES) reader.fail('wrongType', start)
  if (isChained && !hasAction) {
    // Only a snapshot has no predecessor; of another frame without an action nobody knows what it is.
    if (update.prev === NO_ID) update.isSnapshot = true
    else reader.fail('wrongType', start)
  }
  if (update.prev === NO_ID) update.prev = Number.NaN
}

/** One row of a BBO; a side may be empty. */
export function readBbo(reader: JsonReader, update: BboUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  if (!reader.enterObject()) return
  let has = 0
  for (let key = reader.nextKey(ROW_KEYS); key !== END; key = reader.nextKey(ROW_KEYS)) {
    switch (key) {
      case ASKS:
        has |= HAS_ASKS
        readBest(reader, update.levels, 1, keeper)
        break
      case BIDS:
        has |= HAS_BIDS
        readBest(reader, update.levels, 0, keeper)
        break
      case TIME:
        // On this channel alone the time of the matching engine.
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      case LAST_ID:
        if (reader.readInteger()) update.last = reader.integer
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_BOTH_SIDES) reader.fail('wrongType', start)
}

/** `[["8476.98","415","0","13"]]`, or `[]` where the side is empty. */
function readBest(reader: JsonReader, levels: LevelBuffer, i: 0 | 1, keeper: ScaleKeeper): void {
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

/** One trade. */
export function readTrade(reader: JsonReader, update: TradeUpdate, keeper: ScaleKeeper): void {
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
        // The taker's.
        if (!reader.readString()) break
        if (reader.textIs('buy')) update.takerSide = 'buy'
        else if (reader.textIs('sell')) update.takerSide = 'sell'
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
      case TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_TRADE) reader.fail('wrongType', start)
  else if (isAbsent(update.level, 0)) reader.fail('badNumber', start)
}

/** The level's price or size is `""` or `null`. */
function isAbsent(levels: LevelBuffer, i: number): boolean {
  if (levels.isWide) {
    return levels.widePrices[i] === undefined || levels.wideSizes[i] === undefined
  }
  return Number.isNaN(levels.prices[i]!) || Number.isNaN(levels.sizes[i]!)
}
