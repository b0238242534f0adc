import type { Decimal } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import type { ConsideredOrder } from './considered-order.ts'
import type { CoarseExposure } from './exposure-sums.ts'
import type { RiskState } from './risk-state.ts'
import { sumsWith } from './sums-with.ts'

/**
 * Far more than rounding can hide: each product and sum is off by 2^-53 of itself at most, so that a million of them, all of
 * one sign, are off by less than 1e-9 of their sum.
 */
const MARGIN = 1e-9

/**
 * Whether an exposure is within a limit beyond all doubt: what is decided here is decided as exact numbers would, at a
 * hundredth of their cost. `false` says nothing: it may be near the limit, beyond it, or without a price.
 *
 * Gross bounds net too: what offsets each other is never more than its sum.
 */
export function isSurelyWithin(
  limit: Decimal,
  group: keyof CoarseExposure,
  order: ConsideredOrder,
  view: BatchView,
  state: RiskState,
): boolean {
  const found = sumsWith(order, view, state)[group]
  // A comparison with NaN is false.
  return found * (1 + MARGIN) < state.numberOf(limit) * (1 - MARGIN)
}
