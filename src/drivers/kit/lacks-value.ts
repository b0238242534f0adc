import type { LevelBuffer } from '../../core/index.ts'

/** Whether the price or the size of level `i` is missing: not sent, `""` or `null`. No allocation. */
export function lacksValue(levels: LevelBuffer, i: number): boolean {
  if (levels.isWide) return levels.widePrices[i] === undefined || levels.wideSizes[i] === undefined
  return Number.isNaN(levels.prices[i]) || Number.isNaN(levels.sizes[i])
}
