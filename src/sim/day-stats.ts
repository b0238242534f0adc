import type { LiveInstrument } from './live-instrument.ts'

/** Trading of a rolling window, in scaled integers. */
export interface DayStats {
  /** First moment of the window, epoch ms. */
  readonly openTimeMs: number
  /** Last moment of the window, epoch ms. */
  readonly closeTimeMs: number
  /** Price at the window's start. */
  readonly open: number
  /** Highest price. */
  readonly high: number
  /** Lowest price. */
  readonly low: number
  /** Last price. */
  readonly last: number
  /** Size of the last trade. */
  readonly lastSize: number
  /** Size traded. */
  readonly volume: bigint
  /** Value traded, at the instrument's value scale. */
  readonly value: bigint
  /** First trade id; -1 where nothing traded. */
  readonly firstTradeId: number
  /** Last trade id; -1 where nothing traded. */
  readonly lastTradeId: number
  /** Number of trades. */
  readonly count: number
}

const DAY_MS = 86_400_000

/** Sums the minute bars of the last 24 hours (or of another window), as venues do. */
export function dayStats(
  instrument: LiveInstrument,
  nowMs: number,
  windowMs: number = DAY_MS,
): DayStats {
  const sinceUs = (nowMs - windowMs) * 1000
  const bars = instrument
    .candles('1m')
    .all()
    .filter((bar) => bar.endTimeUs > sinceUs)
  const first = bars[0]
  const last = bars.at(-1)
  const start = instrument.spec.start
  return {
    openTimeMs: nowMs - windowMs,
    closeTimeMs: nowMs,
    open: first?.open ?? start,
    high: bars.reduce((most, bar) => Math.max(most, bar.high), first?.high ?? start),
    low: bars.reduce((least, bar) => Math.min(least, bar.low), first?.low ?? start),
    last: last?.close ?? start,
    lastSize: instrument.trades.at(-1)?.size ?? 0,
    volume: bars.reduce((sum, bar) => sum + bar.volume, 0n),
    value: bars.reduce((sum, bar) => sum + bar.value, 0n),
    firstTradeId: bars.find((bar) => bar.count > 0)?.firstTradeId ?? -1,
    lastTradeId: bars.findLast((bar) => bar.count > 0)?.lastTradeId ?? -1,
    count: bars.reduce((sum, bar) => sum + bar.count, 0),
  }
}
