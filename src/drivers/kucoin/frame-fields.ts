/**
 * @hotpath Parts that hot frames of both generations have: sides of trades, absent values, entries that only count.
 * Allocates nothing.
 */
import type { LevelBuffer, TradeUpdate } from '../../core/index.ts'
import type { JsonReader } from '../../wire/index.ts'

/** `buy`, `BUY`, `Sell`, …: the case varies between channels. The side is the taker's. */
export function readTakerSide(reader: JsonReader, update: TradeUpdate): void {
  if (!reader.readString()) return
  const { bytes, textStart, textEnd } = reader
  if (isWord(bytes, textStart, textEnd, BUY)) update.takerSide = 'buy'
  else if (isWord(bytes, textStart, textEnd, SELL)) update.takerSide = 'sell'
  else reader.fail('wrongType', textStart)
}

/** Lower case letters of the two sides. */
const BUY = [98, 117, 121] as const
const SELL = [115, 101, 108, 108] as const

function isWord(bytes: Uint8Array, start: number, end: number, word: readonly number[]): boolean {
  if (end - start !== word.length) return false
  for (let i = 0; i < word.length; i += 1) {
    // Letters differ from their capitals in this bit; a byte that is no letter cannot become one of these by it but
    // for control characters, which no JSON text has.
    if ((bytes[start + i]! | 32) !== word[i]) return false
  }
  return true
}

/** The text of an id: a range of the frame's bytes, so that no string is made unless asked. */
export function readTradeId(reader: JsonReader, update: TradeUpdate): void {
  if (!reader.readString()) return
  if (reader.textIsEscaped) reader.fail('badString', reader.textStart)
  update.idBytes = reader.bytes
  update.idStart = reader.textStart
  update.idEnd = reader.textEnd
}

/** Whether the level's price or size is `""` or `null`. */
export function isAbsent(levels: LevelBuffer, i: number): boolean {
  if (levels.isWide) {
    return levels.widePrices[i] === undefined || levels.wideSizes[i] === undefined
  }
  return Number.isNaN(levels.prices[i]!) || Number.isNaN(levels.sizes[i]!)
}

/**
 * Takes out entries at price 0: they count in the sequence (hidden orders, matches of one's own) and are no levels.
 * github.com/Kucoin/kucoin-api-docs issues 21 and 44.
 */
export function dropSequenceOnly(levels: LevelBuffer): void {
  let kept = 0
  for (let i = 0; i < levels.count; i += 1) {
    if (isPriceZero(levels, i)) continue
    if (kept !== i) moveLevel(levels, i, kept)
    kept += 1
  }
  levels.count = kept
}

/** Whether a level stands at price 0. */
export function isPriceZero(levels: LevelBuffer, i: number): boolean {
  return levels.isWide ? levels.widePrices[i] === 0n : levels.prices[i] === 0
}

function moveLevel(levels: LevelBuffer, from: number, to: number): void {
  if (levels.isWide) {
    levels.widePrices[to] = levels.widePrices[from]!
    levels.wideSizes[to] = levels.wideSizes[from]!
  } else {
    levels.prices[to] = levels.prices[from]!
    levels.sizes[to] = levels.sizes[from]!
  }
}
