import type { SimCandle, SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'

/** What the venue tells of a bar. */
export type Bar = Pick<
  SimCandle,
  'openTimeUs' | 'endTimeUs' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'value' | 'count'
>

const KEPT: Readonly<Record<number, SimInterval>> = {
  1: '1m',
  5: '5m',
  15: '15m',
  30: '30m',
  60: '1h',
  240: '4h',
  720: '12h',
  1440: '1d',
}

const MINUTE_US = 60_000_000

/** Bars of so many minutes, oldest first. Weeks and half-months are counted from 1970-01-01, as the venue counts. */
export function barsOf(live: LiveInstrument, minutes: number): readonly Bar[] {
  const kept = KEPT[minutes]
  return kept === undefined
    ? joined(live.candles('1d').all(), minutes * MINUTE_US)
    : live.candles(kept).all()
}

/** The newest of them. */
export function newestBar(live: LiveInstrument, minutes: number): Bar | undefined {
  return barsOf(live, minutes).at(-1)
}

function joined(days: readonly Readonly<SimCandle>[], lengthUs: number): readonly Bar[] {
  const bars: Bar[] = []
  for (const day of days) {
    const openTimeUs = Math.floor(day.openTimeUs / lengthUs) * lengthUs
    const last = bars.at(-1)
    if (last?.openTimeUs !== openTimeUs) {
      bars.push({ ...day, openTimeUs, endTimeUs: openTimeUs + lengthUs })
      continue
    }
    bars[bars.length - 1] = {
      ...last,
      high: Math.max(last.high, day.high),
      low: Math.min(last.low, day.low),
      close: day.close,
      volume: last.volume + day.volume,
      value: last.value + day.value,
      count: last.count + day.count,
    }
  }
  return bars
}
