/**
 * @hotpath A trade of Gate into an update: `amount` and `side` on spot, a signed `size` on contracts. Allocates nothing.
 * Bench: `bench/gate`.
 */
import type { InstrumentSlot, InstrumentTable, Market, TradeUpdate } from '../../core/index.ts'
import {
  END,
  type JsonReader,
  readPrice,
  readSignedSize,
  readSize,
  type ScaleKeeper,
} from '../../wire/index.ts'
import {
  AMOUNT,
  CONTRACT,
  IS_INTERNAL,
  PAIR,
  PRICE,
  SIDE,
  SIZE,
  TIME_MS,
  TIME_S,
  TRADE_ID,
  TRADE_KEYS,
} from './frame-keys.ts'
import { readMsTime } from './times.ts'

/** Parts of a trade that must be there, as bits. */
const HAS_ID = 1
const HAS_PRICE = 2
const HAS_SIZE = 4
const HAS_SIDE = 8
const HAS_ALL = 15

/** What must be known of a trade before its numbers are read. */
export class TradeNames {
  readonly #table: InstrumentTable
  readonly #market: Market
  /** Its instrument. */
  slot: InstrumentSlot | undefined
  /** Whether the insurance fund or a deleveraging took a position over: no match of orders, not to be counted as volume. */
  isInternal = false

  /** Symbols are looked up in `table`, as of `market`. */
  constructor(table: InstrumentTable, market: Market) {
    this.#table = table
    this.#market = market
  }

  /** Walks over the object that is next; `false` at a fault. */
  read(reader: JsonReader): boolean {
    const start = reader.pos
    this.slot = undefined
    this.isInternal = false
    let isNamed = false
    if (!reader.enterObject()) return false
    for (let key = reader.nextKey(TRADE_KEYS); key !== END; key = reader.nextKey(TRADE_KEYS)) {
      if ((key === PAIR || key === CONTRACT) && reader.isString()) {
        isNamed = true
        if (reader.readString())
          this.slot = this.#table.find(this.#market, reader.bytes, reader.textStart, reader.textEnd)
      } else if (key === IS_INTERNAL) {
        if (reader.readBoolean()) this.isInternal = reader.boolean
      } else reader.skipValue()
    }
    if (reader.fault === '' && !isNamed) reader.fail('wrongType', start)
    return reader.fault === ''
  }
}

/** Reads the object that is next. */
export function readTrade(
  reader: JsonReader,
  update: TradeUpdate,
  keeper: ScaleKeeper,
  market: Market,
): void {
  const start = reader.pos
  const isSpot = market === 'spot'
  if (!reader.enterObject()) return
  let has = 0
  let hasMs = false
  for (let key = reader.nextKey(TRADE_KEYS); key !== END; key = reader.nextKey(TRADE_KEYS)) {
    switch (key) {
      case TRADE_ID:
        if (readId(reader, update)) has |= HAS_ID
        break
      case TIME_MS:
        hasMs = readMsTime(reader)
        if (hasMs) update.venueUs = reader.scaled
        break
      case TIME_S:
        // All that contracts had until 2021; in whole seconds.
        if (hasMs) reader.skipValue()
        else if (reader.readInteger()) update.venueUs = reader.integer * 1_000_000
        break
      case PRICE:
        has |= HAS_PRICE
        readPrice(reader, update.level, 0, keeper)
        break
      case AMOUNT:
        if (isSpot && readSize(reader, update.level, 0, keeper)) has |= HAS_SIZE
        else if (!isSpot) reader.skipValue()
        break
      case SIDE:
        if (isSpot && readSide(reader, update)) has |= HAS_SIDE
        else if (!isSpot) reader.skipValue()
        break
      case SIZE:
        if (isSpot) reader.skipValue()
        else if (readSignedSize(reader, update.level, 0, keeper)) {
          has |= HAS_SIZE | HAS_SIDE
          update.takerSide = reader.boolean ? 'sell' : 'buy'
        }
        break
      default:
        reader.skipValue()
    }
  }
  if (reader.fault !== '') return
  if (has !== HAS_ALL) reader.fail('wrongType', start)
  else if (!isPositive(update)) reader.fail('badNumber', start)
}

/** The taker's side, on spot. */
function readSide(reader: JsonReader, update: TradeUpdate): boolean {
  if (!reader.readString()) return false
  if (reader.textIs('sell')) update.takerSide = 'sell'
  else if (reader.textIs('buy')) update.takerSide = 'buy'
  else return reader.fail('wrongType', reader.textStart)
  return true
}

/** A number or a string, its digits kept as they are: ids may be beyond 2^53. */
function readId(reader: JsonReader, update: TradeUpdate): boolean {
  reader.peek()
  let start = reader.pos
  let end: number
  if (reader.isString()) {
    if (!reader.readString()) return false
    if (reader.textIsEscaped) return reader.fail('badString', reader.textStart)
    start = reader.textStart
    end = reader.textEnd
  } else {
    if (reader.isObject() || reader.isArray()) return reader.fail('wrongType', start)
    if (!reader.skipNumber()) return false
    end = reader.pos
  }
  update.idBytes = reader.bytes
  update.idStart = start
  update.idEnd = end
  return end > start
}

/** Both price and size are there, and something was traded. */
function isPositive({ level }: TradeUpdate): boolean {
  if (level.isWide) return level.widePrices[0] !== undefined && (level.wideSizes[0] ?? 0n) > 0n
  return level.prices[0]! >= 0 && level.sizes[0]! > 0
}
