import type { Fee } from '../../core/index.ts'
import { Decimal } from '../../core/index.ts'
import { isEnded, type Order, possibleQuantity } from './order.ts'

/** What is left to be filled by the terms in force; 0 once the order has ended. */
export function leavesQuantity(order: Order): Decimal {
  if (isEnded(order.status)) return new Decimal(0)
  return Decimal.max(0, order.terms.quantity.minus(order.filledQuantity))
}

/**
 * The most that can still be filled, whatever the fate of what was asked: an amend that is not settled counts with the
 * larger quantity, and an unknown order counts as open. 0 once the order has ended.
 */
export function mostLeavesQuantity(order: Order): Decimal {
  if (isEnded(order.status)) return new Decimal(0)
  return Decimal.max(0, possibleQuantity(order).minus(order.filledQuantity))
}

/**
 * The average price of the fills; `undefined` while there are none. A quotient, with 60 digits.
 *
 * Σ (price × quantity) ÷ Σ quantity. Of an inverse contract, whose quantities are worth quote: Σ quantity ÷ Σ (quantity ÷
 * price), the price at which the whole would have had the same value.
 */
export function averagePrice(order: Order): Decimal | undefined {
  if (order.fills.length === 0) return undefined
  const isInverse = order.terms.instrument.contract?.direction === 'inverse'
  let sum = new Decimal(0)
  for (const { price, quantity } of order.fills)
    sum = sum.plus(isInverse ? quantity.div(price) : quantity.times(price))
  return isInverse ? order.filledQuantity.div(sum) : sum.div(order.filledQuantity)
}

/** What the fills cost, one sum for each asset, sorted by its name. Fees that the venue has yet to tell are not in it. */
export function feesPaid(order: Order): readonly Fee[] {
  const sums = new Map<string, Decimal>()
  for (const { fee } of order.fills) {
    if (fee === undefined) continue
    sums.set(fee.asset, fee.amount.plus(sums.get(fee.asset) ?? 0))
  }
  return [...sums]
    .map(([asset, amount]) => ({ amount, asset }))
    .sort((a, b) => (a.asset < b.asset ? -1 : 1))
}
