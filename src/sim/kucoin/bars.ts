import type { SimCandle, SimInterval } from '../candles.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { priceText, volumeTexts } from './wire-text.ts'

/** The venue's words for bar lengths. */
const INTERVALS: Readonly<Record<string, SimInterval>> = {
  '1min': '1m',
  '3min': '3m',
  '5min': '5m',
  '15min': '15m',
  '30min': '30m',
  '1hour': '1h',
  '2hour': '2h',
  '4hour': '4h',
  '6hour': '6h',
  '8hour': '8h',
  '12hour': '12h',
  '1day': '1d',
  '1week': '1w',
  '1month': '1M',
}

/** Lengths in minutes, which futures REST counts in. */
const MINUTES: Readonly<Record<number, SimInterval>> = {
  1: '1m',
  5: '5m',
  15: '15m',
  30: '30m',
  60: '1h',
  120: '2h',
  240: '4h',
  480: '8h',
  720: '12h',
  1440: '1d',
  10080: '1w',
}

/** The bar length of a word; `undefined` where the venue has none. */
export function intervalOfWord(word: string): SimInterval | undefined {
  return INTERVALS[word]
}

/** The bar length of so many minutes; `undefined` where the venue has none. */
export function intervalOfMinutes(minutes: number): SimInterval | undefined {
  return MINUTES[minutes]
}

/** `[time s, open, close, high, low, volume, turnover]`; on futures lots and, as turnover, lots again. */
export function classicBar(live: LiveInstrument, bar: Readonly<SimCandle>): readonly string[] {
  const { spec } = live
  const { size, turnover } = volumeTexts(spec, bar.volume, bar.value)
  const prices = [bar.open, bar.close, bar.high, bar.low].map((price) => priceText(spec, price))
  return [seconds(bar.openTimeUs), ...prices, size, spec.kind === 'spot' ? turnover : size]
}

/** The same by names, as unified channels tell it. */
export function unifiedBar(
  live: LiveInstrument,
  bar: Readonly<SimCandle>,
  word: string,
  nowUs: number,
): Readonly<Record<string, unknown>> {
  const { spec } = live
  const { size, turnover } = volumeTexts(spec, bar.volume, bar.value)
  return {
    a: turnover,
    s: spec.symbol,
    O: bar.openTimeUs / 1e6,
    C: bar.endTimeUs / 1e6,
    o: priceText(spec, bar.open),
    c: priceText(spec, bar.close),
    h: priceText(spec, bar.high),
    l: priceText(spec, bar.low),
    v: size,
    i: word,
    S: nowUs >= bar.endTimeUs ? 'true' : 'false',
  }
}

function seconds(timeUs: number): string {
  return String(Math.floor(timeUs / 1e6))
}

const TOLD_AT_ONCE = 8

/** Walks through bars as they change: which of them to tell now. */
export class BarTeller {
  readonly #live: LiveInstrument
  readonly #interval: SimInterval
  #doneUs: number
  #told = ''

  /** Starts at the newest bar. */
  constructor(live: LiveInstrument, interval: SimInterval) {
    this.#live = live
    this.#interval = interval
    this.#doneUs = live.candles(interval).newest()?.openTimeUs ?? 0
  }

  /** Bars that changed or closed since the last turn, oldest first. */
  turn(nowUs: number): readonly Readonly<SimCandle>[] {
    const due: Readonly<SimCandle>[] = []
    for (const bar of this.#live.candles(this.#interval).all().slice(-TOLD_AT_ONCE)) {
      const isClosed = nowUs >= bar.endTimeUs
      const seen = `${bar.openTimeUs}/${bar.count}/${isClosed}`
      if (bar.openTimeUs < this.#doneUs || seen === this.#told) continue
      this.#told = seen
      if (isClosed) this.#doneUs = bar.endTimeUs
      due.push(bar)
    }
    return due
  }
}
