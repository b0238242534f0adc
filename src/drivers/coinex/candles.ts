import { type Candle, type CandleInterval, Decimal, type Instrument } from '../../core/index.ts'
import type { JsonObject, JsonValue } from '../../wire/index.ts'
import { eventHead } from '../kit/event-head.ts'
import { asObject, decimalAt, msTimeAt, optionalDecimalAt } from '../kit/fields.ts'

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

/** `{"market":…,"created_at":open time in ms,"open":…,"close":…,"high":…,"low":…,"volume":…,"value":…}`. */
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
    ...readVolumes(row, instrument.product === 'inverse'),
  }
}

/**
 * Documented: `volume` is base and `value` quote. A live answer had them the other way round (price 66,999.95, `value`
 * 0.1572393, `volume` 10533.2501364336; 2024-04-24). One is the other times the price, so which is which shows wherever
 * the bar lies on one side of 1; elsewhere the documentation holds. Inverse contracts count quote, a contract each USD.
 */
function readVolumes(row: JsonObject, isInverse: boolean): Pick<Candle, 'volume' | 'quoteVolume'> {
  const volume = decimalAt(row, 'volume')
  const value = optionalDecimalAt(row, 'value')
  if (value === undefined) return { volume }
  const [smaller, larger] = new Decimal(volume).lte(value) ? [volume, value] : [value, volume]
  const isAbove = new Decimal(decimalAt(row, 'low')).gt(1)
  const isBelow = new Decimal(decimalAt(row, 'high')).lt(1)
  if (isInverse) return { volume: isAbove ? larger : isBelow ? smaller : volume }
  if (isAbove) return { volume: smaller, quoteVolume: larger }
  return isBelow ? { volume: larger, quoteVolume: smaller } : { volume, quoteVolume: value }
}
