/**
 * @hotpath Which of two best prices is higher, exactly, whatever the scales of their instruments. Once per venue and
 * look at a consolidated view. Allocation budget: none, unless a side is wide or the common scale leaves 2^53.
 */
import { type Levels, POWERS_OF_TEN } from '../core/index.ts'

/** Compares the best prices of two sides that are not empty: 1 where the first is higher, -1 where it is lower, else 0. */
export function compareBest(a: Levels, b: Levels): number {
  const scaleStep = a.priceScale - b.priceScale
  let x: number = a.price(0)
  let y: number = b.price(0)
  if (scaleStep > 0) y *= POWERS_OF_TEN[scaleStep] ?? Number.NaN
  else if (scaleStep < 0) x *= POWERS_OF_TEN[-scaleStep] ?? Number.NaN
  // A product of integers is exact as long as it is safe; NaN (a wide side) is not.
  if (!Number.isSafeInteger(x) || !Number.isSafeInteger(y)) {
    return Math.sign(a.priceDecimal(0).cmp(b.priceDecimal(0)))
  }
  return x > y ? 1 : x < y ? -1 : 0
}
