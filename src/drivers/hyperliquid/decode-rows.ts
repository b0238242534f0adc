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
  scanFast,
} from '../../wire/index.ts'
import {
  LEVEL_KEYS,
  LEVEL_ORDERS,
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
const COMMA = 44
const ZERO = 48
const NINE = 57
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125

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
  while (reader.nextItem()) {
    const next = levels.isWide ? -1 : fastLevel(reader, levels)
    if (next >= 0) reader.pos = next
    else anyLevel(reader, update, levels, keeper)
  }
}

/** `{"px":"84143.0","sz":"10.25923","n":36}` as the venue writes it; -1 where anything else stands. */
function fastLevel(reader: JsonReader, levels: LevelBuffer): number {
  const bytes = reader.bytes
  const n = levels.count
  if (n >= levels.prices.length || bytes[reader.pos] !== OPEN_OBJECT) return -1
  let i = LEVEL_KEYS.skipKey(LEVEL_PRICE, bytes, reader.pos + 1)
  if (i < 0 || bytes[i] !== QUOTE) return -1
  i = scanFast(reader, bytes, i + 1, levels.priceScale)
  if (i < 0 || bytes[i] !== QUOTE || bytes[i + 1] !== COMMA) return -1
  levels.prices[n] = reader.scaled
  i = LEVEL_KEYS.skipKey(LEVEL_SIZE, bytes, i + 2)
  if (i < 0 || bytes[i] !== QUOTE) return -1
  i = scanFast(reader, bytes, i + 1, levels.sizeScale)
  if (i < 0 || bytes[i] !== QUOTE || bytes[i + 1] !== COMMA) return -1
  levels.sizes[n] = reader.scaled
  i = LEVEL_KEYS.skipKey(LEVEL_ORDERS, bytes, i + 2)
  // One digit at least, and none that JSON would not have: no zero before others.
  if (i < 0 || bytes[i]! <= ZERO || bytes[i]! > NINE) return -1
  while (bytes[i]! >= ZERO && bytes[i]! <= NINE) i += 1
  if (bytes[i] !== CLOSE_OBJECT) return -1
  levels.count = n + 1
  return i + 1
}

/** Any legal spelling of a level. */
function anyLevel(
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
  if (isAbsent(levels, i)) reader.fail('badNumber', start)
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
        // The taker's: B(id) bought, A(sk) sold.
        if (!reader.readString()) break
        if (reader.textIs('B')) update.takerSide = 'buy'
        else if (reader.textIs('A')) update.takerSide = 'sell'
        else reader.fail('wrongType', reader.textStart)
        has |= HAS_SIDE
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
  else if (isAbsent(update.level, 0)) reader.fail('badNumber', start)
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

/** The level's price or size is missing, `""` or `null`. */
function isAbsent(levels: LevelBuffer, i: number): boolean {
  if (levels.isWide) {
    return levels.widePrices[i] === undefined || levels.wideSizes[i] === undefined
  }
  return Number.isNaN(levels.prices[i]!) || Number.isNaN(levels.sizes[i]!)
}
