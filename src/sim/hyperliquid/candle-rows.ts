import type { SimCandle, SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { priceText, sizeText, timeMs } from './wire-text.ts'

/** One bar; `T` is its last ms. Nothing says whether it is closed. */
export function candleRow(
  live: LiveInstrument,
  interval: SimInterval,
  bar: Readonly<SimCandle>,
): unknown {
  const { spec } = live
  return {
    t: timeMs(bar.openTimeUs),
    T: timeMs(bar.endTimeUs) - 1,
    s: spec.symbol,
    i: interval,
    o: priceText(spec, bar.open),
    c: priceText(spec, bar.close),
    h: priceText(spec, bar.high),
    l: priceText(spec, bar.low),
    v: sizeText(spec, bar.volume),
    n: bar.count,
  }
}
