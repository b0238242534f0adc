import type { Candle, CandleInterval, Instrument } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { eventHead } from '../kit/event-head.ts'
import { decimalAt, integerAt } from '../kit/fields.ts'

/** The one bar length that streams. */
export const INTERVALS: readonly CandleInterval[] = ['5m']

/** Bar lengths of Advanced Trade's REST: its word, and how long in seconds. */
export const GRANULARITIES: Readonly<
  Partial<Record<CandleInterval, readonly [word: string, seconds: number]>>
> = {
  '1m': ['ONE_MINUTE', 60],
  '5m': ['FIVE_MINUTE', 300],
  '15m': ['FIFTEEN_MINUTE', 900],
  '30m': ['THIRTY_MINUTE', 1800],
  '1h': ['ONE_HOUR', 3600],
  '2h': ['TWO_HOUR', 7200],
  '6h': ['SIX_HOUR', 21_600],
  '1d': ['ONE_DAY', 86_400],
}

/** `{"start":unix seconds,"low":…,"high":…,"open":…,"close":…,"volume":…}`; nothing says that a bar is final. */
export function readCandle(
  row: JsonObject,
  instrument: Instrument,
  interval: CandleInterval,
  venueTimeUs: number | undefined,
  localTimeUs: number,
): Candle {
  return {
    type: 'candle',
    ...eventHead(instrument, venueTimeUs, localTimeUs),
    interval,
    openTimeUs: integerAt(row, 'start') * 1_000_000,
    open: decimalAt(row, 'open'),
    high: decimalAt(row, 'high'),
    low: decimalAt(row, 'low'),
    close: decimalAt(row, 'close'),
    volume: decimalAt(row, 'volume'),
  }
}
