/**
 * @hotpath Which numbers an indicator takes. No price, size or return is beyond 10^100, and squares and sums of what is
 * within stay finite. Allocation budget: none.
 */

const MOST = 1e100

/** Whether a number can be meant: finite, and no larger than 10^100. */
export function isMeant(value: number): boolean {
  // NaN compares as false.
  return Math.abs(value) <= MOST
}

/** Whether it can be meant as a size: not negative either. */
export function isSize(value: number): boolean {
  return value >= 0 && value <= MOST
}
