import type { Candle, CandleInterval, Instrument } from '../../core/index.ts'
import type { JsonValue } from '../../wire/index.ts'
import { eventHead } from './event-head.ts'
import { asDecimal, asInteger } from './fields.ts'

/** Where a row has open, high, low, close and volume; the time it opened at is always first. */
type BarPlaces = readonly [open: number, high: number, low: number, close: number, volume: number]

const USUAL: BarPlaces = [1, 2, 3, 4, 5]

/** What all rows of bars have, `[open time, open, high, low, close, volume, …]` unless told otherwise; times in ms likewise. */
export function readBarRow(
  row: readonly JsonValue[],
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
  unitUs: number = 1000,
  [open, high, low, close, volume]: BarPlaces = USUAL,
): Candle {
  return {
    type: 'candle',
    ...eventHead(instrument, undefined, localTimeUs),
    interval,
    openTimeUs: asInteger(row[0], 'open time') * unitUs,
    open: asDecimal(row[open], 'open'),
    high: asDecimal(row[high], 'high'),
    low: asDecimal(row[low], 'low'),
    close: asDecimal(row[close], 'close'),
    volume: asDecimal(row[volume], 'volume'),
  }
}
