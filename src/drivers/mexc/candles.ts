import type { Candle, CandleInterval, HistoryRange } from '../../core/index.ts'

/** The venue's words for its bar lengths: on its sockets and in REST of futures, and in REST of spot. */
const WORDS: readonly (readonly [CandleInterval, stream: string, spotRest: string])[] = [
  ['1m', 'Min1', '1m'],
  ['5m', 'Min5', '5m'],
  ['15m', 'Min15', '15m'],
  ['30m', 'Min30', '30m'],
  ['1h', 'Min60', '60m'],
  ['4h', 'Hour4', '4h'],
  // Spot has no REST for it.
  ['8h', 'Hour8', ''],
  ['1d', 'Day1', '1d'],
  ['1w', 'Week1', '1W'],
  ['1M', 'Month1', '1M'],
]

/** Bar lengths that MEXC streams. */
export const INTERVALS: readonly CandleInterval[] = WORDS.map(([interval]) => interval)

const STREAM_WORDS = new Map(WORDS.map(([interval, stream]) => [interval, stream]))
const SPOT_REST_WORDS = new Map(WORDS.map(([interval, , rest]) => [interval, rest]))
const BY_STREAM_WORD = new Map(WORDS.map(([interval, stream]) => [stream, interval]))

/** The word of a bar length on sockets and in REST of futures: `Min1`, `Hour4`. */
export function barOf(interval: CandleInterval): string {
  return STREAM_WORDS.get(interval) ?? ''
}

/** The word of a bar length in REST of spot: `1m`, `60m`; empty where it has none. */
export function spotRestBarOf(interval: CandleInterval): string {
  return SPOT_REST_WORDS.get(interval) ?? ''
}

/** The bar length that a word of a socket names; `undefined` where it is none. */
export function intervalOf(bar: string): CandleInterval | undefined {
  return BY_STREAM_WORD.get(bar)
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Lengths in ms; of a month, the longest. */
const LENGTH_MS: Readonly<Partial<Record<CandleInterval, number>>> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '30m': 30 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '4h': 240 * MINUTE_MS,
  '8h': 480 * MINUTE_MS,
  '1d': DAY_MS,
  '1w': 7 * DAY_MS,
  '1M': 31 * DAY_MS,
}

/** A span of bars with both ends told, in epoch ms; both absent where neither was asked for. */
export interface BarSpan {
  /** First moment. */
  readonly fromMs?: number
  /** Last moment. */
  readonly toMs?: number
}

/**
 * The span that a range of at most `rows` bars asks for. The venue wants both ends or none: where one is open, it is put
 * where the page ends.
 */
export function barSpan(interval: CandleInterval, range: HistoryRange, rows: number): BarSpan {
  const { fromTimeUs, toTimeUs } = range
  if (fromTimeUs === undefined && toTimeUs === undefined) return {}
  const lengthMs = rows * (LENGTH_MS[interval] ?? DAY_MS)
  const fromMs = fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / 1000)
  const toMs = toTimeUs === undefined ? undefined : Math.floor(toTimeUs / 1000)
  if (fromMs === undefined) return { fromMs: (toMs ?? 0) - lengthMs, toMs: toMs ?? 0 }
  return { fromMs, toMs: toMs ?? fromMs + lengthMs - 1 }
}

/** What of an answer was asked for, oldest first: within the range, from its beginning where it has one. */
export function withinRange(
  bars: readonly Candle[],
  { fromTimeUs, toTimeUs }: HistoryRange,
  rows: number,
): readonly Candle[] {
  const inside = bars
    .filter(
      ({ openTimeUs }) =>
        openTimeUs >= (fromTimeUs ?? -Infinity) && openTimeUs <= (toTimeUs ?? Infinity),
    )
    .toSorted((a, b) => a.openTimeUs - b.openTimeUs)
  return fromTimeUs === undefined ? inside.slice(-rows) : inside.slice(0, rows)
}
