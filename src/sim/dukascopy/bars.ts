import type { Archive, ArchivedInstrument } from './archive.ts'

/** A bar of one side inside the venue. Prices are integers at the instrument's price scale, volume units. */
export interface ArchivedBar {
  /** Start, epoch ms. */
  readonly openMs: number
  /** First price. */
  readonly open: number
  /** Highest price. */
  readonly high: number
  /** Lowest price. */
  readonly low: number
  /** Last price. */
  readonly close: number
  /** Units. */
  readonly volume: number
}

const HOUR_MS = 3_600_000

/** The bars of `[fromMs, toMs)` in which something happened, each `stepMs` long. */
export function barsOf(
  archive: Archive,
  spec: ArchivedInstrument,
  side: 'BID' | 'ASK',
  span: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
): readonly ArchivedBar[] {
  const bars = new Map<number, ArchivedBar>()
  for (let hourMs = span.fromMs; hourMs < span.toMs; hourMs += HOUR_MS) {
    for (const tick of archive.hour(spec, hourMs)) {
      const timeMs = hourMs + tick.ms
      if (timeMs >= span.toMs) break
      const openMs = span.fromMs + Math.floor((timeMs - span.fromMs) / span.stepMs) * span.stepMs
      const [price, volume] =
        side === 'BID' ? [tick.bid, tick.bidVolume] : [tick.ask, tick.askVolume]
      const bar = bars.get(openMs)
      bars.set(openMs, {
        openMs,
        open: bar?.open ?? price,
        high: Math.max(bar?.high ?? price, price),
        low: Math.min(bar?.low ?? price, price),
        close: price,
        volume: (bar?.volume ?? 0) + volume,
      })
    }
  }
  return [...bars.values()]
}
