/**
 * @hotpath What a level of Derivatives v1 may lack.
 */
import type { LevelBuffer } from '../../../core/index.ts'

/** Whether level 0 has its price and its size. */
export function isGiven(levels: LevelBuffer): boolean {
  if (levels.isWide) return levels.widePrices[0] !== undefined && levels.wideSizes[0] !== undefined
  return levels.prices[0]! >= 0 && levels.sizes[0]! >= 0
}

/** Takes out levels of size 0: snapshots have such rows, which are none. */
export function dropEmpty(levels: LevelBuffer): void {
  let kept = 0
  for (let i = 0; i < levels.count; i += 1) {
    if (levels.isWide ? levels.wideSizes[i] === 0n : levels.sizes[i] === 0) continue
    if (levels.isWide) {
      levels.widePrices[kept] = levels.widePrices[i]!
      levels.wideSizes[kept] = levels.wideSizes[i]!
    } else {
      levels.prices[kept] = levels.prices[i]!
      levels.sizes[kept] = levels.sizes[i]!
    }
    kept += 1
  }
  levels.count = kept
}
