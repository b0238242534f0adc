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

const UNITS_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  // The longest there is.
  M: 31 * 86_400_000,
}

/** Most time that a bar takes, in ms. */
export function lengthOf(interval: CandleInterval): number {
  return Number.parseInt(interval, 10) * (UNITS_MS[interval.slice(-1)] ?? 1000)
}

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
