import { Decimal } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import type { ConsideredOrder } from './considered-order.ts'

/**
 * What reducing orders of an order's side would take, it included, and the position there is to take from.
 *
 * On futures, the venue holds a reduce-only order to its word: those that are marked count. On spot nobody does, so every live
 * order of the side counts.
 */
export function reducing(
  order: ConsideredOrder,
  view: BatchView,
): { readonly taken: Decimal; readonly position: Decimal } {
  const { terms, addedQuantity, instrument } = order
  const holding = view.holding(terms.account, instrument)
  if (holding === undefined) return { taken: addedQuantity, position: new Decimal(0) }
  const { position, buys, sells } = holding
  const totals = terms.side === 'buy' ? buys : sells
  const taken = instrument.market === 'spot' ? totals.quantity : totals.reduceOnlyQuantity
  const isOpposite = position.isNegative() === (terms.side === 'buy')
  return {
    taken: taken.plus(addedQuantity),
    position: isOpposite ? position.abs() : new Decimal(0),
  }
}
