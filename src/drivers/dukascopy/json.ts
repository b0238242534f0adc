import {
  type Candle,
  type CandleInterval,
  type DecimalParts,
  type Instrument,
  type InstrumentSlot,
  parseDecimal,
  scaledText,
} from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { eventHead } from '../kit/event-head.ts'
import {
  arrayAt,
  asDecimal,
  asInteger,
  asObject,
  decimalAt,
  integerAt,
  optionalDecimalAt,
  parseJson,
} from '../kit/fields.ts'
import { emptyTicks, TickColumns } from '../kit/tick-columns.ts'
import { malformed } from './errors.ts'
import { atOneScale, timesMillion } from './volume.ts'

/**
 * The answers of the JSON service: columns of differences, prices in units of `multiplier`.
 * docs/venues/dukascopy.md §JSON; checked 2026-11-21.
 */

/** Reads the ticks of an answer; `times: []` is an hour without any. */
export function readTicks(
  body: Uint8Array,
  slot: InstrumentSlot,
  localTimeUs: number,
): TickColumns {
  const name = `ticks of ${slot.instrument.symbol}`
  const answer = asObject(parseJson(body), name)
  const times = arrayAt(answer, 'times')
  const unit = unitOf(answer, slot.priceScale)
  const columns = ['asks', 'bids', 'askVolumes', 'bidVolumes'].map((key) =>
    columnAt(answer, key, times.length, name),
  )
  const [asks = [], bids = [], askVolumes = [], bidVolumes = []] = columns
  const numbers = emptyTicks(times.length)
  const shape = { slot, priceScale: unit.scale, localTimeUs }
  if (times.length === 0) {
    return new TickColumns({ ...shape, sizeScale: slot.sizeScale }, numbers)
  }
  let ms = integerAt(answer, 'timestamp')
  let ask = unitsAt(answer, 'ask', name)
  let bid = unitsAt(answer, 'bid', name)
  for (let i = 0; i < times.length; i += 1) {
    const step = asInteger(times[i], 'times')
    if (step < 0) throw malformed(name, `tick ${i} is ${-step} ms before the one before it`)
    ms += step
    ask += asInteger(asks[i], 'asks')
    bid += asInteger(bids[i], 'bids')
    numbers.timesUs[i] = safe(ms * 1000, name)
    numbers.asks[i] = safe(ask * unit.factor, name)
    numbers.bids[i] = safe(bid * unit.factor, name)
  }
  // Volumes of ticks are units already.
  const volumes = atOneScale(
    [...askVolumes, ...bidVolumes].map((value) => exact(value, 'volume')),
    slot.sizeScale,
    name,
  )
  numbers.askSizes.set(volumes.integers.subarray(0, times.length))
  numbers.bidSizes.set(volumes.integers.subarray(times.length))
  return new TickColumns({ ...shape, sizeScale: volumes.scale }, numbers)
}

/** Reads the bars of an answer: each column adds up by itself. Volume, in millions there, is in units here. */
export function readCandles(
  body: Uint8Array,
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): readonly Candle[] {
  const name = `bars of ${instrument.symbol}`
  const answer = asObject(parseJson(body), name)
  const times = arrayAt(answer, 'times')
  const unit = unitOf(answer, 0)
  const columns = ['opens', 'highs', 'lows', 'closes', 'volumes'].map((key) =>
    columnAt(answer, key, times.length, name),
  )
  if (times.length === 0) return []
  const shiftMs = integerAt(answer, 'shift')
  const prices = ['open', 'high', 'low', 'close'].map((key) => unitsAt(answer, key, name))
  let ms = integerAt(answer, 'timestamp')
  return times.map((time, i): Candle => {
    // A step above 1 skips bars in which nothing happened.
    ms += asInteger(time, 'times') * shiftMs
    const [open, high, low, close] = prices.map((price, at) => {
      prices[at] = price + asInteger(columns[at]?.[i], 'price')
      return scaledText(safe((prices[at] ?? Number.NaN) * unit.factor, name), unit.scale)
    }) as [Candle['open'], Candle['high'], Candle['low'], Candle['close']]
    const volume = timesMillion(exact(columns[4]?.[i], 'volume'))
    return Object.freeze({
      type: 'candle',
      ...eventHead(instrument, undefined, localTimeUs),
      interval,
      openTimeUs: safe(ms * 1000, name),
      open,
      high,
      low,
      close,
      volume: scaledText(volume.digits, volume.scale),
    })
  })
}

/** What one unit of price is: `factor × 10^-scale`. */
function unitOf(
  answer: JsonObject,
  leastScale: number,
): { readonly scale: number; readonly factor: number } {
  const { digits, scale } = exact(answer['multiplier'], 'multiplier')
  const highest = Math.max(scale, leastScale)
  return { scale: highest, factor: Number(digits * 10n ** BigInt(highest - scale)) }
}

/** A first price in units: the nearest integer to price ÷ multiplier. */
function unitsAt(answer: JsonObject, key: string, name: string): number {
  if (optionalDecimalAt(answer, key) === undefined) {
    throw malformed(name, `there are rows, but no ${key} to add them to`)
  }
  const price = exact(decimalAt(answer, key), key)
  const multiplier = exact(answer['multiplier'], 'multiplier')
  const above = price.digits * 10n ** BigInt(multiplier.scale)
  const below = multiplier.digits * 10n ** BigInt(price.scale)
  if (below <= 0n || above < 0n) throw malformed(name, `${key} and multiplier are no prices`)
  return safe(Number((above * 2n + below) / (below * 2n)), name)
}

function columnAt(
  answer: JsonObject,
  key: string,
  length: number,
  name: string,
): readonly JsonValue[] {
  const column = arrayAt(answer, key)
  if (column.length === length) return column
  throw malformed(name, `${length} times, but ${column.length} ${key}`)
}

function exact(value: JsonValue | undefined, what: string): DecimalParts {
  const parts = parseDecimal(asDecimal(value, what))
  if (parts === undefined) throw malformed(what, 'it is no decimal')
  return parts
}

function safe(value: number, name: string): number {
  if (Number.isSafeInteger(value)) return value
  throw malformed(name, `${value} does not fit 2^53`)
}
