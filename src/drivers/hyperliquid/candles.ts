import type { Candle, CandleInterval, Instrument } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { eventHead } from '../kit/event-head.ts'
import { decimalAt, given, msTimeAt, optionalIntegerAt } from '../kit/fields.ts'

/** Bar lengths that Hyperliquid has, in its own words, which are ours. */
export const INTERVALS: readonly CandleInterval[] = [
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '8h',
  '12h',
  '1d',
  '3d',
  '1w',
  '1M',
]

/** The bar length that the venue's word names; `undefined` where it is none. */
export function intervalOf(word: string): CandleInterval | undefined {
  return INTERVALS.find((interval) => interval === word)
}

/**
 * `{"t":open ms,"T":last ms,"s":coin,"i":"1m","o","c","h","l","v":base,"n":trades}`, on the stream and in REST answers.
 * Nothing says that a bar is closed: it is when a newer one comes.
 */
export function readCandle(
  row: JsonObject,
  instrument: Instrument,
  interval: CandleInterval,
  localTimeUs: number,
): Candle {
  return {
    type: 'candle',
    ...eventHead(instrument, undefined, localTimeUs),
    interval,
    openTimeUs: msTimeAt(row, 't'),
    open: decimalAt(row, 'o'),
    high: decimalAt(row, 'h'),
    low: decimalAt(row, 'l'),
    close: decimalAt(row, 'c'),
    volume: decimalAt(row, 'v'),
    ...given('tradeCount', optionalIntegerAt(row, 'n')),
  }
}
