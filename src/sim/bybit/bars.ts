import type { SimCandle } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { intervalOf } from './channels.ts'
import { priceText, timeMs, turnoverText, volumeText } from './wire-text.ts'

/** Bars of the venue's word, oldest first; none where there is no such word. */
export function barsOf(live: LiveInstrument, word: string): readonly Readonly<SimCandle>[] {
  const interval = intervalOf(word)
  return interval === undefined ? [] : live.candles(interval).all()
}

/** A bar as the stream tells it. */
export function klineRow(
  live: LiveInstrument,
  word: string,
  bar: Readonly<SimCandle>,
  nowUs: number,
): unknown {
  const { spec } = live
  return {
    start: timeMs(bar.openTimeUs),
    end: timeMs(bar.endTimeUs) - 1,
    interval: word,
    open: priceText(spec, bar.open),
    close: priceText(spec, bar.close),
    high: priceText(spec, bar.high),
    low: priceText(spec, bar.low),
    volume: volumeText(spec, bar.volume),
    turnover: turnoverText(spec, bar.value),
    confirm: nowUs >= bar.endTimeUs,
    timestamp: timeMs(nowUs),
  }
}

/** A bar as REST answers it: `[start, open, high, low, close, volume, turnover]`. */
export function barRow({ spec }: LiveInstrument, bar: Readonly<SimCandle>): readonly string[] {
  const prices = [bar.open, bar.high, bar.low, bar.close].map((price) => priceText(spec, price))
  const totals = [volumeText(spec, bar.volume), turnoverText(spec, bar.value)]
  return [String(timeMs(bar.openTimeUs)), ...prices, ...totals]
}
