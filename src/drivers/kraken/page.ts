import type { HistoryRange } from '../../core/index.ts'

/**
 * At most `limit` of some rows, which stand oldest first: the first ones where the range says where to start, else the
 * newest. Kraken takes no count for them, so it is cut here.
 */
export function pageOf<T>(rows: readonly T[], { fromTimeUs, limit }: HistoryRange): readonly T[] {
  if (limit === undefined || rows.length <= limit) return rows
  return fromTimeUs === undefined ? rows.slice(rows.length - limit) : rows.slice(0, limit)
}
