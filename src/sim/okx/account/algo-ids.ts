import type { SimOrder } from '../../account/sim-order.ts'

/** A stop has an id of its own while it waits, and another as the order that it becomes. */
const APART = 1_900_000_000_000_000_000n

/** The id of a stop, of the order that it is kept as. */
export function algoIdOf(orderId: string): string {
  return String(BigInt(orderId) - APART)
}

/** The order that a stop is kept as; `''` where the text is no id. */
export function orderIdOfAlgo(algoId: string): string {
  return /^\d{1,19}$/.test(algoId) ? String(BigInt(algoId) + APART) : ''
}

/** Whether an order was placed as a stop. */
export function isStop({ type }: SimOrder): boolean {
  return type === 'stopLimit' || type === 'stopMarket'
}

/** Whether it is among the orders: what is no stop, or was triggered. */
export function isOrder(order: SimOrder): boolean {
  return !isStop(order) || order.triggeredUs !== undefined
}
