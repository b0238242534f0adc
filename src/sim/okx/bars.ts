import { barSpan, type SimCandle, type SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { priceText, timeText, volumeTexts } from './wire-text.ts'

/** What a bar's word means: how long, and by which time zone it opens. */
interface BarRule {
  readonly interval: SimInterval
  /** Bars of six hours and more open by UTC+8 unless their word ends in `utc`. */
  readonly shiftMs: number
}

const HOUR_MS = 3_600_000
const UTC8_MS = 8 * HOUR_MS

const SHORT: readonly SimInterval[] = ['1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h']
const LONG: readonly SimInterval[] = ['6h', '12h', '1d', '3d', '1w', '1M']

const wordOf = (interval: string): string =>
  interval.replace('h', 'H').replace('d', 'D').replace('w', 'W')

const RULES: ReadonlyMap<string, BarRule> = new Map([
  ...SHORT.map((interval) => [wordOf(interval), { interval, shiftMs: 0 }] as const),
  ...LONG.map((interval) => [`${wordOf(interval)}utc`, { interval, shiftMs: 0 }] as const),
  ...LONG.map((interval) => [wordOf(interval), { interval, shiftMs: UTC8_MS }] as const),
])

/** The part of a bar that the venue tells. */
export type Bar = Pick<
  SimCandle,
  'openTimeUs' | 'endTimeUs' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'value' | 'count'
>

/** Whether the venue has bars of this word (`1m`, `4H`, `1Dutc`). */
export function isBar(word: string): boolean {
  return RULES.has(word)
}

/** Bars of a word, oldest first; none where there is no such word. */
export function barsOf(live: LiveInstrument, word: string): readonly Bar[] {
  const rule = RULES.get(word)
  if (rule === undefined) return []
  const { interval, shiftMs } = rule
  return shiftMs === 0
    ? live.candles(interval).all()
    : shifted(live.candles('1h').all(), interval, shiftMs)
}

/** Bars that open by another time zone, of the hours they have. */
function shifted(
  hours: readonly Readonly<SimCandle>[],
  interval: SimInterval,
  shiftMs: number,
): readonly Bar[] {
  const bars: Bar[] = []
  for (const hour of hours) {
    const [openMs, endMs] = barSpan(interval, hour.openTimeUs / 1000 + shiftMs)
    const openTimeUs = (openMs - shiftMs) * 1000
    const last = bars.at(-1)
    if (last?.openTimeUs !== openTimeUs) {
      bars.push({ ...hour, openTimeUs, endTimeUs: (endMs - shiftMs) * 1000 })
      continue
    }
    bars[bars.length - 1] = {
      ...last,
      high: Math.max(last.high, hour.high),
      low: Math.min(last.low, hour.low),
      close: hour.close,
      volume: last.volume + hour.volume,
      value: last.value + hour.value,
      count: last.count + hour.count,
    }
  }
  return bars
}

/** `[ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm]`. */
export function barRow(live: LiveInstrument, bar: Bar, nowUs: number): readonly string[] {
  const { spec } = live
  const { vol, volCcy, volCcyQuote } = volumeTexts(spec, bar.volume, bar.value)
  const prices = [bar.open, bar.high, bar.low, bar.close].map((price) => priceText(spec, price))
  const confirm = nowUs >= bar.endTimeUs ? '1' : '0'
  return [timeText(bar.openTimeUs), ...prices, vol, volCcy, volCcyQuote, confirm]
}
