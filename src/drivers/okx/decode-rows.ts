/**
 * @hotpath The rows of OKX's hot channels into updates, keys in any order, every part that must be there checked.
 * Allocates nothing. Bench: `bench/gate`. Layouts: docs/venues/okx.md.
 */
import type { BboUpdate, BookUpdate, TradeUpdate } from '../../core/index.ts'
import {
  END,
  type JsonReader,
  readLevels,
  readPrice,
  readSize,
  type ScaleKeeper,
} from '../../wire/index.ts'
import { readBestLevel } from '../kit/best-level.ts'
import { lacksValue } from '../kit/lacks-value.ts'
import { readTakerSide, readTextId } from '../kit/trade-parts.ts'
import {
  ASKS,
  BIDS,
  CHECKSUM,
  LAST_ID,
  NO_ID,
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
        readBestLevel(reader, update.levels, 1, keeper)
        break
      case BIDS:
        has |= HAS_BIDS
        readBestLevel(reader, update.levels, 0, keeper)
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
        if (readTakerSide(reader, update, 'buy', 'sell')) has |= HAS_SIDE
        break
      case TRADE_ID:
        if (readTextId(reader, update)) has |= HAS_ID
        break
      case TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_TRADE) reader.fail('wrongType', start)
  else if (lacksValue(update.level, 0)) reader.fail('badNumber', start)
}
