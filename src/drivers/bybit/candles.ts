import type { Candle, CandleInterval, Instrument } from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { readBarRow } from '../kit/bar-row.ts'
import { eventHead } from '../kit/event-head.ts'
import { asArray, asDecimal, decimalAt, given, msTimeAt } from '../kit/fields.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** The venue's words for bars, and how long a bar is at least. */
const BARS = {
  '1m': { word: '1', leastMs: MINUTE_MS },
  '3m': { word: '3', leastMs: 3 * MINUTE_MS },
  '5m': { word: '5', leastMs: 5 * MINUTE_MS },
  '15m': { word: '15', leastMs: 15 * MINUTE_MS },
  '30m': { word: '30', leastMs: 30 * MINUTE_MS },
  '1h': { word: '60', leastMs: 60 * MINUTE_MS },
  '2h': { word: '120', leastMs: 120 * MINUTE_MS },
  '4h': { word: '240', leastMs: 240 * MINUTE_MS },
  '6h': { word: '360', leastMs: 360 * MINUTE_MS },
  '12h': { word: '720', leastMs: 720 * MINUTE_MS },
  '1d': { word: 'D', leastMs: DAY_MS },
  '1w': { word: 'W', leastMs: 7 * DAY_MS },
  '1M': { word: 'M', leastMs: 28 * DAY_MS },
} as const satisfies Partial<Record<CandleInterval, { word: string; leastMs: number }>>

/** Bar lengths that Bybit has. */
export const INTERVALS: readonly CandleInterval[] = Object.keys(BARS) as (keyof typeof BARS)[]

const isBar = (interval: CandleInterval): interval is keyof typeof BARS => interval in BARS

/** The venue's word for a bar length: `1`, `240`, `D`. */
export function barOf(interval: CandleInterval): string {
  return isBar(interval) ? BARS[interval].word : interval
}

/** How long a bar is, in ms; a month has 28 days at least. */
export function leastBarMs(interval: CandleInterval): number {
  return isBar(interval) ? BARS[interval].leastMs : MINUTE_MS
}

const INTERVAL_OF: ReadonlyMap<string, CandleInterval> = new Map(
  INTERVALS.map((interval) => [barOf(interval), interval]),
)

/** The bar length that the venue's word names; `undefined` where it is none. */
export function intervalOf(word: string): CandleInterval | undefined {
  return INTERVAL_OF.get(word)
}

/**
 * A row of `kline.…`: `{"start":ms,"end":ms,"interval":"5","open":…,"close":…,"high":…,"low":…,"volume":…,
 * "turnover":…,"confirm":false,"timestamp":ms}`.
 */
export function readCandle(
  row: JsonObject,
  instrument: Instrument,
  interval: CandleInterval,
  times: { readonly venueTimeUs: number | undefined; readonly localTimeUs: number },
): Candle {
  return {
    type: 'candle',
    ...eventHead(instrument, times.venueTimeUs, times.localTimeUs),
    interval,
    openTimeUs: msTimeAt(row, 'start'),
    open: decimalAt(row, 'open'),
    high: decimalAt(row, 'high'),
    low: decimalAt(row, 'low'),
    close: decimalAt(row, 'close'),
    volume: decimalAt(row, 'volume'),
    ...quoteVolume(instrument, row['turnover']),
    ...given('isClosed', typeof row['confirm'] === 'boolean' ? row['confirm'] : undefined),
  }
}

/** A row of `market/kline`: `[start, open, high, low, close, volume, turnover]`, all text. */
export function readPastCandle(
  value: JsonValue,
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle {
  const row = asArray(value, 'bar')
  return {
    ...readBarRow(row, instrument, interval, localTimeUs),
    ...quoteVolume(instrument, row[6]),
  }
}

/** The turnover of an inverse contract is in its base. */
function quoteVolume(
  instrument: Instrument,
  turnover: JsonValue | undefined,
): Pick<Candle, 'quoteVolume'> {
  const isQuote = instrument.contract?.direction !== 'inverse' && turnover !== undefined
  return isQuote ? { quoteVolume: asDecimal(turnover, 'turnover') } : {}
}
