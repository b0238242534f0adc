import type { HistoryRange } from '../../core/index.ts'

/** A span of bars as the venue takes it: epoch seconds, both ends included; absent where nobody knows the moment. */
interface BarSpan {
  /** First open time. */
  readonly fromS?: number
  /** Last open time. */
  readonly toS?: number
  /** Rows wanted of it: the newest. */
  readonly rows: number
}

/**
 * The span of a history call. Both ends must be said, and a span of more bars than a page is refused: with only a first
 * moment it is what follows, with a last one what was before it. With neither it reaches as far into the future as a page
 * allows, since our clock may be behind the venue's.
 */
export function historySpan(range: HistoryRange, barSeconds: number, page: number): BarSpan {
  const { fromTimeUs, toTimeUs, limit, nowUs } = range
  const rows = Math.min(limit ?? page, page)
  const spanS = (rows - 1) * barSeconds
  const fromS = fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / 1e6)
  if (toTimeUs !== undefined) {
    const toS = Math.floor(toTimeUs / 1e6)
    return { fromS: Math.max(fromS ?? 0, openOf(toS, barSeconds) - spanS), toS, rows }
  }
  if (fromS !== undefined) return { fromS, toS: fromS + spanS, rows }
  if (nowUs === undefined) return { rows }
  const pastBars = Math.max(rows - 1, Math.floor(page / 2))
  const firstS = openOf(Math.floor(nowUs / 1e6), barSeconds) - pastBars * barSeconds
  return { fromS: firstS, toS: firstS + (page - 1) * barSeconds, rows }
}

/** When the bar of a moment opened. */
function openOf(seconds: number, barSeconds: number): number {
  return Math.floor(seconds / barSeconds) * barSeconds
}
