import type { SimCandle, SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { valueText } from './rows.ts'
import { isoOf, priceText, sizeText } from './wire-text.ts'

const INTERVALS: Readonly<Record<string, SimInterval>> = {
  '1MIN': '1m',
  '5MINS': '5m',
  '15MINS': '15m',
  '30MINS': '30m',
  '1HOUR': '1h',
  '4HOURS': '4h',
  '1DAY': '1d',
}

/** Whether the venue has bars of this word. */
export function isResolution(word: string): boolean {
  return word in INTERVALS
}

/** Bars of a word, newest first. */
export function barsOf(live: LiveInstrument, word: string): readonly Readonly<SimCandle>[] {
  const interval = INTERVALS[word]
  return interval === undefined ? [] : live.candles(interval).all().toReversed()
}

/** One bar. */
export function barRow(live: LiveInstrument, word: string, bar: Readonly<SimCandle>): unknown {
  const { spec } = live
  return {
    startedAt: isoOf(bar.openTimeUs),
    ticker: spec.symbol,
    resolution: word,
    low: priceText(spec, bar.low),
    high: priceText(spec, bar.high),
    open: priceText(spec, bar.open),
    close: priceText(spec, bar.close),
    baseTokenVolume: sizeText(spec, bar.volume),
    usdVolume: valueText(live, bar.value),
    trades: bar.count,
    startingOpenInterest: sizeText(spec, live.perpetual?.openInterest ?? 0),
    orderbookMidPriceOpen: priceText(spec, bar.open),
    orderbookMidPriceClose: priceText(spec, bar.close),
  }
}
