/**
 * @hotpath The levels of an `l2_data` event, a hundred thousand of them in a snapshot:
 * `{"side":"bid","event_time":…,"price_level":"68900.00","new_quantity":"1.5"}`. The ask side is called `offer`; 0, with
 * any number of decimals, removes. Allocates nothing once the buffers have grown. Bench: `bench/gate`.
 */
import type { BookUpdate, LevelBuffer } from '../../core/index.ts'
import {
  END,
  type JsonReader,
  levelPrice,
  levelSize,
  openLevel,
  type ScaleKeeper,
} from '../../wire/index.ts'
import type { EventClock } from './event-clock.ts'
import { LEVEL_KEYS, LEVEL_PRICE, LEVEL_SIDE, LEVEL_SIZE, LEVEL_TIME } from './frame-keys.ts'

const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
const LETTER_B = 98
const LETTER_D = 100
const LETTER_E = 101
const LETTER_F = 102
const LETTER_I = 105
const LETTER_O = 111
const LETTER_R = 114

/** Reads the levels of both sides; `clock` notes the times of the matching engine. */
export function readUpdates(
  reader: JsonReader,
  update: BookUpdate,
  keeper: ScaleKeeper,
  clock: EventClock,
): void {
  if (!reader.enterArray()) return
  while (reader.nextItem()) {
    if (usualLevel(reader, update, keeper, clock)) continue
    if (!anyLevel(reader, update, keeper, clock)) return
  }
}

/** A level spelled as the venue spells it; `false`, with nothing read, where it is not. */
function usualLevel(
  reader: JsonReader,
  update: BookUpdate,
  keeper: ScaleKeeper,
  clock: EventClock,
): boolean {
  const bytes = reader.bytes
  const start = reader.pos
  if (bytes[start] !== OPEN_OBJECT) return false
  let i = LEVEL_KEYS.skipKey(LEVEL_SIDE, bytes, start + 1)
  if (i < 0) return false
  const isBid = bytes[i + 1] === LETTER_B
  i = isBid ? afterBid(bytes, i) : afterOffer(bytes, i)
  if (i < 0 || bytes[i] !== COMMA) return false
  i = LEVEL_KEYS.skipKey(LEVEL_TIME, bytes, i + 1)
  if (i < 0 || bytes[i] !== QUOTE) return false
  const timeStart = i + 1
  i = endOfText(bytes, timeStart)
  if (i < 0 || bytes[i + 1] !== COMMA) return false
  const timeEnd = i
  i = LEVEL_KEYS.skipKey(LEVEL_PRICE, bytes, i + 2)
  if (i < 0) return false
  const levels = isBid ? update.bids : update.asks
  openLevel(levels)
  reader.pos = i
  if (!levelPrice(reader, update, levels, keeper)) return true
  i = bytes[reader.pos] === COMMA ? LEVEL_KEYS.skipKey(LEVEL_SIZE, bytes, reader.pos + 1) : -1
  if (i < 0) return takeBack(reader, levels, start)
  reader.pos = i
  if (!levelSize(reader, update, levels, keeper)) return true
  if (bytes[reader.pos] !== CLOSE_OBJECT) return takeBack(reader, levels, start)
  reader.pos += 1
  clock.note(bytes, timeStart, timeEnd)
  return true
}

function takeBack(reader: JsonReader, levels: LevelBuffer, start: number): false {
  levels.count -= 1
  reader.pos = start
  return false
}

/** The place after `"bid"`. */
function afterBid(bytes: Uint8Array, i: number): number {
  return bytes[i] === QUOTE &&
    bytes[i + 2] === LETTER_I &&
    bytes[i + 3] === LETTER_D &&
    bytes[i + 4] === QUOTE
    ? i + 5
    : -1
}

/** The place after `"offer"`. */
function afterOffer(bytes: Uint8Array, i: number): number {
  return bytes[i] === QUOTE &&
    bytes[i + 1] === LETTER_O &&
    bytes[i + 2] === LETTER_F &&
    bytes[i + 3] === LETTER_F &&
    bytes[i + 4] === LETTER_E &&
    bytes[i + 5] === LETTER_R &&
    bytes[i + 6] === QUOTE
    ? i + 7
    : -1
}

/** The place of the closing quote of a text without escapes. */
function endOfText(bytes: Uint8Array, start: number): number {
  let i = start
  for (let byte = bytes[i]; byte !== QUOTE; byte = bytes[i]) {
    if (byte === undefined || byte < 32 || byte === BACKSLASH) return -1
    i += 1
  }
  return i
}

/** Any legal spelling of a level. */
function anyLevel(
  reader: JsonReader,
  update: BookUpdate,
  keeper: ScaleKeeper,
  clock: EventClock,
): boolean {
  const start = reader.pos
  if (!reader.enterObject()) return false
  let levels: LevelBuffer | undefined
  let priceAt = -1
  let sizeAt = -1
  for (let key = reader.nextKey(LEVEL_KEYS); key !== END; key = reader.nextKey(LEVEL_KEYS)) {
    if (key === LEVEL_SIDE) {
      if (!reader.readString()) break
      levels = reader.textIs('bid') ? update.bids : update.asks
      if (levels === update.asks && !reader.textIs('offer')) {
        return reader.fail('wrongType', reader.textStart)
      }
    } else if (key === LEVEL_TIME && reader.isString()) {
      if (!reader.readString()) break
      clock.note(reader.bytes, reader.textStart, reader.textEnd)
    } else {
      reader.peek()
      if (key === LEVEL_PRICE) priceAt = reader.pos
      else if (key === LEVEL_SIZE) sizeAt = reader.pos
      reader.skipValue()
    }
  }
  if (levels === undefined || priceAt < 0 || sizeAt < 0) return reader.fail('wrongType', start)
  const end = reader.pos
  openLevel(levels)
  reader.pos = priceAt
  if (!levelPrice(reader, update, levels, keeper)) return false
  reader.pos = sizeAt
  if (!levelSize(reader, update, levels, keeper)) return false
  reader.pos = end
  return true
}
