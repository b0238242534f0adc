import { scaledText } from '../../core/index.ts'
import { barSpan, type SimCandle, type SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import {
  contractSize,
  priceText,
  type SizeMode,
  seconds,
  sizeText,
  volumeTexts,
} from './wire-text.ts'

/** The venue's bar lengths. It also has `10s`, which is not simulated. */
const INTERVALS: ReadonlyMap<string, SimInterval> = new Map([
  ['1m', '1m'],
  ['5m', '5m'],
  ['15m', '15m'],
  ['30m', '30m'],
  ['1h', '1h'],
  ['4h', '4h'],
  ['8h', '8h'],
  ['1d', '1d'],
  ['7d', '1w'],
])

/** The length that the venue's word names. */
export function intervalOf(word: string): SimInterval | undefined {
  return INTERVALS.get(word)
}

/** Length of a bar in s. */
export function lengthSeconds(interval: SimInterval): number {
  const [openMs, endMs] = barSpan(interval, 0)
  return (endMs - openMs) / 1000
}

type Bar = Readonly<SimCandle>

/** A bar as pushed: `v` is quote on spot, contracts elsewhere. */
export function barResult(
  live: LiveInstrument,
  bar: Bar,
  word: string,
  mode: SizeMode,
  nowUs: number,
): unknown {
  const { spec } = live
  const prices = pricesOf(live, bar)
  const n = `${word}_${spec.symbol}`
  if (spec.kind !== 'spot') {
    const v = contractSize(spec, bar.volume, mode)
    return { t: seconds(bar.openTimeUs), v, ...prices, n }
  }
  return {
    t: String(seconds(bar.openTimeUs)),
    v: scaledText(bar.value, spec.valueScale),
    ...prices,
    n,
    a: sizeText(spec, bar.volume),
    w: nowUs >= bar.endTimeUs,
  }
}

/** A bar as REST answers: a list on spot, an object elsewhere. */
export function barRow(live: LiveInstrument, bar: Bar, mode: SizeMode, nowUs: number): unknown {
  const { spec } = live
  const { c, h, l, o } = pricesOf(live, bar)
  if (spec.kind !== 'spot') {
    const { quote } = volumeTexts(spec, bar.volume, bar.value)
    const v = contractSize(spec, bar.volume, mode)
    return { t: seconds(bar.openTimeUs), v, c, h, l, o, sum: quote }
  }
  const isClosed = nowUs >= bar.endTimeUs
  const quote = scaledText(bar.value, spec.valueScale)
  const base = sizeText(spec, bar.volume)
  return [String(seconds(bar.openTimeUs)), quote, c, h, l, o, base, String(isClosed)]
}

function pricesOf(
  { spec }: LiveInstrument,
  bar: Bar,
): { readonly c: string; readonly h: string; readonly l: string; readonly o: string } {
  return {
    c: priceText(spec, bar.close),
    h: priceText(spec, bar.high),
    l: priceText(spec, bar.low),
    o: priceText(spec, bar.open),
  }
}
