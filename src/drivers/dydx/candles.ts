import type { Candle, CandleInterval, Instrument } from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { eventHead } from '../kit/event-head.ts'
import { asObject, decimalAt, given, optionalDecimalAt, optionalIntegerAt } from '../kit/fields.ts'
import { isoTimeAt } from './times.ts'

const RESOLUTIONS: ReadonlyMap<CandleInterval, string> = new Map([
  ['1m', '1MIN'],
  ['5m', '5MINS'],
  ['15m', '15MINS'],
  ['30m', '30MINS'],
  ['1h', '1HOUR'],
  ['4h', '4HOURS'],
  ['1d', '1DAY'],
])

/** Bar lengths that dYdX has. */
export const INTERVALS: readonly CandleInterval[] = [...RESOLUTIONS.keys()]

/** The venue's word for a bar length that it has. */
export function resolutionOf(interval: CandleInterval): string {
  return RESOLUTIONS.get(interval) ?? interval
}

/** The bar length that the venue's word names; `undefined` where it is none. */
export function intervalOf(resolution: string): CandleInterval | undefined {
  return INTERVALS.find((interval) => resolutionOf(interval) === resolution)
}

/** One bar. The venue does not say whether it is final: it is, once a newer one is told. */
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
    openTimeUs: isoTimeAt(row, 'startedAt'),
    open: decimalAt(row, 'open'),
    high: decimalAt(row, 'high'),
    low: decimalAt(row, 'low'),
    close: decimalAt(row, 'close'),
    volume: decimalAt(row, 'baseTokenVolume'),
    ...given('quoteVolume', optionalDecimalAt(row, 'usdVolume')),
    ...given('tradeCount', optionalIntegerAt(row, 'trades')),
  }
}
