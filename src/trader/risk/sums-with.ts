import type { BatchView } from './batch-view.ts'
import type { ConsideredOrder } from './considered-order.ts'
import type { OrderSums } from './exposure-sums.ts'
import type { RiskState } from './risk-state.ts'

/** What all holdings come to with an order; worked out once, whichever check asks first. */
export function sumsWith(order: ConsideredOrder, view: BatchView, state: RiskState): OrderSums {
  if (view.summed?.order !== order)
    view.summed = { order, sums: state.sums.with(order, view, state) }
  return view.summed.sums
}
