import type { HistoryRange } from '../../core/index.ts'

/**
 * What a range asks of rows that stand oldest first, where the venue only takes a count: those of the span, and of them
 * the first `limit` where the range says where to start, else the newest.
 */
export function pageOf<T>(
  rows: readonly T[],
  range: HistoryRange,
  timeUsOf: (row: T) => number | undefined,
): readonly T[] {
  const {
    fromTimeUs = Number.NEGATIVE_INFINITY,
    toTimeUs = Number.POSITIVE_INFINITY,
    limit,
  } = range
  const inside = rows.filter((row) => {
    const timeUs = timeUsOf(row)
    return timeUs === undefined || (timeUs >= fromTimeUs && timeUs <= toTimeUs)
  })
  if (limit === undefined || inside.length <= limit) return inside
  return range.fromTimeUs === undefined
    ? inside.slice(inside.length - limit)
    : inside.slice(0, limit)
}
