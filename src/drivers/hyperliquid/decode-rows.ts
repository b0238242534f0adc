/**
 * @hotpath The levels, BBOs and trades of Hyperliquid's frames into updates, keys in any order, every part that must be there
 * checked. Allocates nothing. Bench: `bench/gate`. Layouts: docs/venues/hyperliquid.md.
 */
import type { BboUpdate, BookUpdate, LevelBuffer, TradeUpdate } from '../../core/index.ts'
import {
  END,
  type JsonReader,
  levelPrice,
  levelSize,
  openLevel,
  readPrice,
  readSize,
  type ScaleKeeper,
} from '../../wire/index.ts'
import { lacksValue } from '../kit/lacks-value.ts'
import { readTakerSide } from '../kit/trade-parts.ts'
import {
  LEVEL_KEYS,
  LEVEL_PRICE,
  LEVEL_SIZE,
  PRICE,
  SIDE,
  SIZE,
  TRADE_ID,
  TRADE_KEYS,
  TRADE_TIME,
} from './frame-keys.ts'

/** Parts of a trade that must be there, as bits. */
const HAS_PRICE = 1
const HAS_SIZE = 2
const HAS_SIDE = 4
const HAS_ID = 8
const HAS_TIME = 16
const HAS_TRADE = 31
const HAS_LEVEL = 3

const QUOTE = 34
const ZERO = 48
const NINE = 57

/** `[[bids],[asks]]`, best first. */
export function readSides(reader: JsonReader, update: BookUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  update.bids.count = 0
  update.asks.count = 0
  if (!reader.enterArray()) return
  let sides = 0
  while (reader.nextItem()) {
    sides += 1
    if (sides === 1) readSide(reader, update, update.bids, keeper)
    else if (sides === 2) readSide(reader, update, update.asks, keeper)
    else reader.skipValue()
  }
  if (sides !== 2) reader.fail('wrongType', start)
}

function readSide(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): void {
  if (!reader.enterArray()) return
  while (reader.nextItem()) readBookLevel(reader, update, levels, keeper)
}

function readBookLevel(
  reader: JsonReader,
  update: BookUpdate,
  levels: LevelBuffer,
  keeper: ScaleKeeper,
): void {
  const start = reader.pos
  openLevel(levels)
  if (!reader.enterObject()) return
  let has = 0
  for (let key = reader.nextKey(LEVEL_KEYS); key !== END; key = reader.nextKey(LEVEL_KEYS)) {
    if (key === LEVEL_PRICE && levelPrice(reader, update, levels, keeper)) has |= HAS_PRICE
    else if (key === LEVEL_SIZE && levelSize(reader, update, levels, keeper)) has |= HAS_SIZE
    else if (key !== LEVEL_PRICE && key !== LEVEL_SIZE) reader.skipValue()
  }
  if (has !== HAS_LEVEL) reader.fail('wrongType', start)
}

/** `[bid,ask]`; a side without orders is `null`. */
export function readBest(reader: JsonReader, update: BboUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  if (!reader.enterArray()) return
  let sides = 0
  while (reader.nextItem()) {
    sides += 1
    if (sides > 2) reader.skipValue()
    else if (!reader.takeNull()) readLevel(reader, update.levels, sides === 1 ? 0 : 1, keeper)
  }
  if (sides !== 2) reader.fail('wrongType', start)
}

function readLevel(reader: JsonReader, levels: LevelBuffer, i: 0 | 1, keeper: ScaleKeeper): void {
  const start = reader.pos
  if (!reader.enterObject()) return
  for (let key = reader.nextKey(LEVEL_KEYS); key !== END; key = reader.nextKey(LEVEL_KEYS)) {
    if (key === LEVEL_PRICE) readPrice(reader, levels, i, keeper)
    else if (key === LEVEL_SIZE) readSize(reader, levels, i, keeper)
    else reader.skipValue()
  }
  if (lacksValue(levels, i)) reader.fail('badNumber', start)
}

/** The members of a trade whose object, which begins at `start`, was entered; its coin was read before. */
export function readTrade(
  reader: JsonReader,
  update: TradeUpdate,
  keeper: ScaleKeeper,
  start: number,
): void {
  let has = 0
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
        // B(id) bought, A(sk) sold.
        if (readTakerSide(reader, update, 'B', 'A')) has |= HAS_SIDE
        break
      case TRADE_ID:
        has |= HAS_ID
        readId(reader, update)
        break
      case TRADE_TIME:
        has |= HAS_TIME
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      default:
        reader.skipValue()
    }
  }
  if (has !== HAS_TRADE) reader.fail('wrongType', start)
  else if (lacksValue(update.level, 0)) reader.fail('badNumber', start)
}

/** `"tid":877707108085800`: its digits are the id, whatever their number. */
function readId(reader: JsonReader, update: TradeUpdate): void {
  const first = reader.peek()
  const start = reader.pos
  if (first === QUOTE || !reader.skipValue()) {
    reader.fail('wrongType', start)
    return
  }
  for (let i = start; i < reader.pos; i += 1) {
    const byte = reader.bytes[i]!
    if (byte < ZERO || byte > NINE) {
      reader.fail('badNumber', i)
      return
    }
  }
  update.idBytes = reader.bytes
  update.idStart = start
  update.idEnd = reader.pos
}
