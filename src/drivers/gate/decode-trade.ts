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
  CONTRACT_TRADE_KEYS,
  IS_INTERNAL,
  PRICE,
  SIDE,
  SIZE,
  SPOT_TRADE_KEYS,
  TIME_MS,
  TIME_S,
  TRADE_ID,
  TRADE_NAME,
} from './frame-keys.ts'
import { readMsTime } from './times.ts'

/** Parts of a trade that must be there, as bits. */
const HAS_ID = 1
const HAS_PRICE = 2
const HAS_SIZE = 4
const HAS_SIDE = 8
const HAS_ALL = 15
/** The time in ms, beside which that in s is of no use: it is all that contracts had until 2021. */
const HAS_MS = 16

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
    const isSpot = this.#market === 'spot'
    const keys = isSpot ? SPOT_TRADE_KEYS : CONTRACT_TRADE_KEYS
    this.slot = undefined
    this.isInternal = false
    let isNamed = false
    if (!reader.enterObject()) return false
    for (let key = reader.nextKey(keys); key !== END; key = reader.nextKey(keys)) {
      if (key === TRADE_NAME && reader.isString()) {
        isNamed = true
        if (reader.readString()) this.#find(reader)
      } else if (key === IS_INTERNAL && !isSpot) {
        if (reader.readBoolean()) this.isInternal = reader.boolean
      } else reader.skipValue()
    }
    return reader.fault === '' && (isNamed || reader.fail('wrongType', start))
  }

  #find({ bytes, textStart, textEnd }: JsonReader): void {
    this.slot = this.#table.find(this.#market, bytes, textStart, textEnd)
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
  const keys = isSpot ? SPOT_TRADE_KEYS : CONTRACT_TRADE_KEYS
  if (!reader.enterObject()) return
  let has = 0
  for (let key = reader.nextKey(keys); key !== END; key = reader.nextKey(keys)) {
    switch (key) {
      case TRADE_ID:
        if (readId(reader, update)) has |= HAS_ID
        break
      case TIME_MS:
        if (readMsTime(reader)) update.venueUs = reader.scaled
        has |= HAS_MS
        break
      case TIME_S:
        if ((has & HAS_MS) !== 0) reader.skipValue()
        else if (reader.readInteger()) update.venueUs = reader.integer * 1_000_000
        break
      case PRICE:
        if (readPrice(reader, update.level, 0, keeper)) has |= HAS_PRICE
        break
      case SIZE:
        has |= isSpot ? readAmount(reader, update, keeper) : readContracts(reader, update, keeper)
        break
      case SIDE:
        if (!isSpot) reader.skipValue()
        else if (readSide(reader, update)) has |= HAS_SIDE
        break
      default:
        reader.skipValue()
    }
  }
  if (reader.fault !== '') return
  if ((has & HAS_ALL) !== HAS_ALL) reader.fail('wrongType', start)
  else if (!isPositive(update)) reader.fail('badNumber', start)
}

/** The size of a trade of spot. Returns what was found, as bits. */
function readAmount(reader: JsonReader, update: TradeUpdate, keeper: ScaleKeeper): number {
  return readSize(reader, update.level, 0, keeper) ? HAS_SIZE : 0
}

/** The size of a trade of contracts: its sign is the taker's side. Returns what was found, as bits. */
function readContracts(reader: JsonReader, update: TradeUpdate, keeper: ScaleKeeper): number {
  if (!readSignedSize(reader, update.level, 0, keeper)) return 0
  update.takerSide = reader.boolean ? 'sell' : 'buy'
  return HAS_SIZE | HAS_SIDE
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
