import type { Candle, CandleInterval, Instrument } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { eventHead } from '../kit/event-head.ts'
import { decimalAt, given, integerAt, optionalDecimalAt, optionalIntegerAt } from '../kit/fields.ts'

/** The venue's words for bar lengths; `1year` (spot) has no unified name. */
const PERIODS: Readonly<Partial<Record<CandleInterval, string>>> = {
  '1m': '1min',
  '5m': '5min',
  '15m': '15min',
  '30m': '30min',
  '1h': '60min',
  '4h': '4hour',
  '1d': '1day',
  '1w': '1week',
  '1M': '1mon',
}

// The keys are intervals: the table is declared so.
/** Bar lengths that HTX has; those of a day and more open at midnight of UTC+8. */
export const INTERVALS: readonly CandleInterval[] = Object.keys(PERIODS) as CandleInterval[]

/** The venue's word for a bar length. */
export function periodOf(interval: CandleInterval): string {
  return PERIODS[interval] ?? interval
}

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  // The longest.
  M: 2_678_400,
}

/** How long a bar is, in seconds; of a month the longest. */
export function secondsOf(interval: CandleInterval): number {
  return Number.parseInt(interval, 10) * (UNIT_SECONDS[interval.slice(-1)] ?? 0)
}

/** The bar length that the venue's word names; `undefined` where it is none of ours. */
export function intervalOf(period: string): CandleInterval | undefined {
  return INTERVALS.find((interval) => PERIODS[interval] === period)
}

/**
 * `{"id":open time in s,"open","close","low","high","amount","vol","count"}`. Spot: `amount` is base, `vol` quote.
 * Futures: `vol` is contracts and `trade_turnover` quote (linear); both are documented as the sum of both sides.
 */
export function readCandle(
  row: JsonObject,
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle {
  const isSpot = instrument.market === 'spot'
  return {
    type: 'candle',
    ...eventHead(instrument, undefined, localTimeUs),
    interval,
    openTimeUs: integerAt(row, 'id') * 1_000_000,
    open: decimalAt(row, 'open'),
    high: decimalAt(row, 'high'),
    low: decimalAt(row, 'low'),
    close: decimalAt(row, 'close'),
    volume: decimalAt(row, isSpot ? 'amount' : 'vol'),
    ...given('quoteVolume', optionalDecimalAt(row, isSpot ? 'vol' : 'trade_turnover')),
    ...given('tradeCount', optionalIntegerAt(row, 'count')),
  }
}
