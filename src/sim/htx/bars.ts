import { barSpan, type SimCandle, type SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { priceOf, secondsOf, type VolumeNumbers, volumesOf, type WireValue } from './wire-text.ts'

/** The venue's words for bar lengths; those of a day and more open at midnight of UTC+8. */
const PERIODS: Readonly<Record<string, SimInterval>> = {
  '1min': '1m',
  '5min': '5m',
  '15min': '15m',
  '30min': '30m',
  '60min': '1h',
  '4hour': '4h',
  '1day': '1d',
  '1week': '1w',
  '1mon': '1M',
}
const LONG: ReadonlySet<string> = new Set(['1day', '1week', '1mon'])
const UTC8_MS = 8 * 3_600_000

/** The part of a bar that the venue tells. */
export type Bar = Pick<
  SimCandle,
  'openTimeUs' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'value' | 'count'
>

/** Whether there are bars of this word. A year has bars on spot; they are not simulated. */
export function isPeriod(period: string): boolean {
  return period in PERIODS
}

/** Bars of a word, oldest first; none where there is no such word. */
export function barsOf(live: LiveInstrument, period: string): readonly Bar[] {
  const interval = PERIODS[period]
  if (interval === undefined) return []
  return LONG.has(period) ? shifted(live, interval) : live.candles(interval).all()
}

/** Bars that open by another time zone, of the hours they have. */
function shifted(live: LiveInstrument, interval: SimInterval): readonly Bar[] {
  const bars: Bar[] = []
  for (const hour of live.candles('1h').all()) {
    const [openMs] = barSpan(interval, hour.openTimeUs / 1000 + UTC8_MS)
    const openTimeUs = (openMs - UTC8_MS) * 1000
    const last = bars.at(-1)
    if (last?.openTimeUs !== openTimeUs) {
      bars.push({ ...hour, openTimeUs })
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

/** A bar as the venue writes it. */
export function barRow(live: LiveInstrument, bar: Bar): WireValue {
  const { spec } = live
  return {
    id: secondsOf(bar.openTimeUs),
    ...(spec.kind === 'spot' ? {} : { mrid: live.updateId }),
    open: priceOf(spec, bar.open),
    close: priceOf(spec, bar.close),
    low: priceOf(spec, bar.low),
    high: priceOf(spec, bar.high),
    ...volumeMembers(volumesOf(spec, bar.volume, bar.value)),
    count: bar.count,
  }
}

/** A volume under the venue's names. */
export function volumeMembers({ amount, vol, turnover }: VolumeNumbers): {
  readonly [key: string]: WireValue
} {
  return { amount, vol, ...(turnover === undefined ? {} : { trade_turnover: turnover }) }
}
