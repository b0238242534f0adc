import type { Row } from './interleave.ts'
import { median } from './stats.ts'

/** Columns of {@link timedRows}. */
export const TIMED_COLUMNS: readonly string[] = [
  '',
  'k frames/s',
  'ns/frame',
  'crossbook is faster by',
  'by fastest slices',
  'spread',
  'B/frame',
  'collections per million',
]

/** Rows with the ratio to the first one, which is crossbook. */
export function timedRows(rows: readonly Row[]): string[][] {
  const [own] = rows
  if (own === undefined) return []
  return rows.map(({ name, nsPerFrame, times, spread, garbage }) => {
    // Round by round: both slices saw the same machine, more or less.
    const ratios = times.map((ns, round) => ns / (own.times[round] ?? Number.NaN))
    const fastest = Math.min(...times) / Math.min(...own.times)
    return [
      name,
      (1e6 / nsPerFrame).toFixed(nsPerFrame > 10_000 ? 1 : 0),
      nsPerFrame.toFixed(0),
      times === own.times ? '1' : `${median(ratios).toFixed(1)}×`,
      times === own.times ? '1' : `${fastest.toFixed(1)}×`,
      `${(100 * spread).toFixed(0)} %`,
      garbage.bytesPerFrame.toFixed(0),
      garbage.collectionsPerMillion.toFixed(0),
    ]
  })
}
