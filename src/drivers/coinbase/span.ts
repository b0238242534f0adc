import type { HistoryRange } from '../../core/index.ts'

/** A span of bars as the venue takes it: open times in epoch seconds, both included; absent where nobody knows the moment. */
export interface BarSpan {
  /** First open time. */
  readonly fromS?: number
  /** Last open time, or the moment of the call. */
  readonly toS?: number
  /** Rows that it may have. */
  readonly rows: number
}

/**
 * The span of a history call. Both ends must be said, and a span of more bars than a page is refused: with only a first
 * moment it is the page after it, else the page before the last moment.
 */
export function historySpan(range: HistoryRange, barSeconds: number, page: number): BarSpan {
  const { fromTimeUs, toTimeUs, limit, nowUs } = range
  const rows = Math.min(limit ?? page, page)
  const spanS = (rows - 1) * barSeconds
  const fromS = fromTimeUs === undefined ? undefined : Math.ceil(fromTimeUs / 1e6)
  if (fromS !== undefined && toTimeUs === undefined) return { fromS, toS: fromS + spanS, rows }
  const endUs = toTimeUs ?? nowUs
  if (endUs === undefined) return { rows }
  const toS = Math.floor(endUs / 1e6)
  // The bar of the last moment opened before it.
  const lastOpenS = Math.floor(toS / barSeconds) * barSeconds
  return { fromS: Math.max(fromS ?? 0, lastOpenS - spanS), toS, rows }
}
