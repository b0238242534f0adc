/**
 * @hotpath A best bid and offer of Gate into an update. Allocates nothing. Bench: `bench/gate`.
 */
import type { BboUpdate, LevelBuffer } from '../../core/index.ts'
import { END, type JsonReader, readPrice, readSize, type ScaleKeeper } from '../../wire/index.ts'
import {
  ASK_PRICE,
  ASK_SIZE,
  BBO_ID,
  BBO_KEYS,
  BBO_TIME,
  BID_PRICE,
  BID_SIZE,
} from './frame-keys.ts'

const HAS_BID_PRICE = 1
const HAS_BID_SIZE = 2
const HAS_ASK_PRICE = 4
const HAS_ASK_SIZE = 8
const HAS_ALL = 15

/** Reads the object that is next. A side without a price (`""`) is empty, whatever stands for its size. */
export function readBbo(reader: JsonReader, update: BboUpdate, keeper: ScaleKeeper): void {
  const start = reader.pos
  const { levels } = update
  if (!reader.enterObject()) return
  let has = 0
  for (let key = reader.nextKey(BBO_KEYS); key !== END; key = reader.nextKey(BBO_KEYS)) {
    switch (key) {
      case BBO_TIME:
        if (reader.readInteger()) update.venueUs = reader.integer * 1000
        break
      case BBO_ID:
        if (reader.readInteger()) update.last = reader.integer
        break
      case BID_PRICE:
        has |= HAS_BID_PRICE
        if (!takeNone(reader, levels, 0)) readPrice(reader, levels, 0, keeper)
        break
      case BID_SIZE:
        has |= HAS_BID_SIZE
        readSize(reader, levels, 0, keeper)
        break
      case ASK_PRICE:
        has |= HAS_ASK_PRICE
        if (!takeNone(reader, levels, 1)) readPrice(reader, levels, 1, keeper)
        break
      case ASK_SIZE:
        has |= HAS_ASK_SIZE
        readSize(reader, levels, 1, keeper)
        break
      default:
        reader.skipValue()
    }
  }
  if (reader.fault !== '') return
  if (has !== HAS_ALL) reader.fail('wrongType', start)
  else if (!settleSide(levels, 0) || !settleSide(levels, 1)) reader.fail('badNumber', start)
}

const QUOTE = 34

/** Takes `""`, which says that a side is empty, without the slow path of odd numbers. */
function takeNone(reader: JsonReader, levels: LevelBuffer, i: 0 | 1): boolean {
  reader.peek()
  const { bytes, pos } = reader
  if (bytes[pos] !== QUOTE || bytes[pos + 1] !== QUOTE) return false
  reader.pos = pos + 2
  levels.prices[i] = Number.NaN
  return true
}

/** Empties a side that has no price; `false` where it has a price but no size. */
function settleSide(levels: LevelBuffer, i: 0 | 1): boolean {
  if (levels.isWide) return levels.widePrices[i] === undefined || levels.wideSizes[i] !== undefined
  if (!Number.isNaN(levels.prices[i]!)) return !Number.isNaN(levels.sizes[i]!)
  levels.sizes[i] = Number.NaN
  return true
}
