import type { Candle, CandleInterval, Instrument } from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { eventHead } from '../kit/event-head.ts'
import { asObject, decimalAt, given, msTimeAt, optionalDecimalAt } from '../kit/fields.ts'

const PERIODS: ReadonlyMap<CandleInterval, string> = new Map([
  ['1m', '1min'],
  ['3m', '3min'],
  ['5m', '5min'],
  ['15m', '15min'],
  ['30m', '30min'],
  ['1h', '1hour'],
  ['2h', '2hour'],
  ['4h', '4hour'],
  ['6h', '6hour'],
  ['12h', '12hour'],
  ['1d', '1day'],
  ['3d', '3day'],
  ['1w', '1week'],
])

/** Bar lengths that CoinEx has. */
export const INTERVALS: readonly CandleInterval[] = [...PERIODS.keys()]

/** The venue's word for a bar length. Only lengths of {@link INTERVALS} have one. */
export function periodOf(interval: CandleInterval): string {
  return PERIODS.get(interval) ?? interval
}

/**
 * `{"market":…,"created_at":open time in ms,"open":…,"close":…,"high":…,"low":…,"volume":…,"value":…}`. `volume` is base,
 * or contracts of 1 USD on inverse ones, whose `value` is base.
 */
export function readCandle(
  value: JsonValue,
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle {
  const row = asObject(value, 'bar')
  return {
    type: 'candle',
    ...eventHead(instrument, undefined, localTimeUs),
    interval,
    openTimeUs: msTimeAt(row, 'created_at'),
    open: decimalAt(row, 'open'),
    high: decimalAt(row, 'high'),
    low: decimalAt(row, 'low'),
    close: decimalAt(row, 'close'),
    volume: decimalAt(row, 'volume'),
    ...given(
      'quoteVolume',
      instrument.product === 'inverse' ? undefined : optionalDecimalAt(row, 'value'),
    ),
  }
}
