import type { Candle, CandleInterval, Instrument } from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { readBarRow } from '../kit/bar-row.ts'
import { eventHead } from '../kit/event-head.ts'
import { asDecimal, asText, decimalAt, given, integerAt, optionalDecimalAt } from '../kit/fields.ts'

const SECOND_US = 1_000_000
const DAY_MS = 86_400_000

/** Bar lengths with the venue's word for each and their length in ms; it also has `10s`, which is no unified length. */
const LENGTHS: Readonly<Partial<Record<CandleInterval, readonly [word: string, ms: number]>>> = {
  '1m': ['1m', 60_000],
  '5m': ['5m', 300_000],
  '15m': ['15m', 900_000],
  '30m': ['30m', 1_800_000],
  '1h': ['1h', 3_600_000],
  '4h': ['4h', 14_400_000],
  '8h': ['8h', 28_800_000],
  '1d': ['1d', DAY_MS],
  '1w': ['7d', 7 * DAY_MS],
}

/** Bar lengths that Gate has. */
export const INTERVALS: readonly CandleInterval[] = Object.keys(LENGTHS) as CandleInterval[] // the keys of the table above

/** The venue's word for a bar length. */
export function wordOf(interval: CandleInterval): string {
  return LENGTHS[interval]?.[0] ?? interval
}

/** A bar length in ms. */
export function lengthMs(interval: CandleInterval): number {
  return LENGTHS[interval]?.[1] ?? DAY_MS
}

/** A bar's name, `1m_BTC_USDT` or `1m_mark_BTC_USDT`, taken apart. */
export interface BarName {
  /** Length; `undefined` where the venue's word is no unified length. */
  readonly interval: CandleInterval | undefined
  /** The instrument. */
  readonly symbol: string
  /** Which price: of trades, or of the mark or index. */
  readonly price: 'last' | 'mark' | 'index'
}

/** Takes a bar's name apart. */
export function readBarName(name: string): BarName {
  const at = name.indexOf('_')
  const word = name.slice(0, at)
  const of = name.slice(at + 1)
  const price = /^(mark|index)_/.exec(of)?.[1] as 'mark' | 'index' | undefined // the two words asked for
  return {
    interval: INTERVALS.find((interval) => wordOf(interval) === word),
    symbol: price === undefined ? of : of.slice(price.length + 1),
    price: price ?? 'last',
  }
}

/**
 * A bar as an object: `{"t","o","h","l","c","v",…}`. On spot `a` is base and `v` quote; on contracts `v` counts contracts
 * and `sum` (REST) is quote. `undefined` where the base volume is missing, as on spot before 2022.
 */
export function readBar(
  row: JsonObject,
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle | undefined {
  const isSpot = instrument.market === 'spot'
  const volume = optionalDecimalAt(row, isSpot ? 'a' : 'v')
  if (volume === undefined) return undefined
  const isClosed = row['w']
  return {
    type: 'candle',
    ...eventHead(instrument, undefined, localTimeUs),
    interval,
    openTimeUs: integerAt(row, 't') * SECOND_US,
    open: decimalAt(row, 'o'),
    high: decimalAt(row, 'h'),
    low: decimalAt(row, 'l'),
    close: decimalAt(row, 'c'),
    volume,
    ...given('quoteVolume', optionalDecimalAt(row, isSpot ? 'v' : 'sum')),
    ...given('isClosed', typeof isClosed === 'boolean' ? isClosed : undefined),
  }
}

/** A bar of spot's REST: `[t, quote volume, close, high, low, open, base volume, closed]`. */
export function readSpotRow(
  row: readonly JsonValue[],
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle {
  return {
    ...readBarRow(row, instrument, interval, localTimeUs, SECOND_US, [5, 3, 4, 2, 6]),
    quoteVolume: asDecimal(row[1], 'quote volume'),
    ...given('isClosed', row[7] === undefined ? undefined : asText(row[7], 'closed') === 'true'),
  }
}
