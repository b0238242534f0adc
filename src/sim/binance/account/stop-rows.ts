import type { SimOrder } from '../../account/sim-order.ts'
import { wireText } from '../wire-text.ts'
import { forceWord, isSpot, msOf, sideWord, typeWord } from './order-rows.ts'

/** Stop orders of USDⓈ-M: they have ids of their own, far from those of ordinary orders. */
const FIRST_STOP_ID = 3_000_000_000_000_000

/** The id of the stop order; the ordinary order that it becomes has its own. */
export function algoIdOf({ orderId }: Pick<SimOrder, 'orderId'>): number {
  return FIRST_STOP_ID + Number(orderId)
}

/** The venue's id of the order behind a stop order's id. */
export function orderIdOf(algoId: string): string {
  return String(Number(algoId) - FIRST_STOP_ID)
}

/** Whether an order is, or was, one of the service of stop orders. */
export function isStop(order: SimOrder): boolean {
  return !isSpot(order) && order.triggerPrice !== undefined
}

/** Whether it waits, or ended waiting: it never became an ordinary order. */
export function isUntriggered(order: SimOrder): boolean {
  return isStop(order) && order.triggeredUs === undefined
}

/** Where a stop order is. */
export function stopStatus(order: SimOrder): string {
  if (order.status === 'untriggered') return 'NEW'
  if (order.triggeredUs !== undefined) return order.status === 'open' ? 'TRIGGERED' : 'FINISHED'
  // It was to be triggered, and could not be.
  if (order.endReason === 'reduceOnly' || order.endReason === 'insufficientBalance')
    return 'REJECTED'
  return order.status === 'cancelled' ? 'CANCELED' : 'EXPIRED'
}

/** A stop order in answers and lists. */
export function stopRow(order: SimOrder): Record<string, unknown> {
  const text = wireText(order.instrument.spec)
  const hasTriggered = order.triggeredUs !== undefined
  return {
    algoId: algoIdOf(order),
    clientAlgoId: order.clientOrderId ?? `algo_${order.orderId}`,
    algoType: 'CONDITIONAL',
    orderType: typeWord(order),
    symbol: order.instrument.spec.symbol,
    side: sideWord(order),
    positionSide: 'BOTH',
    timeInForce: forceWord(order),
    quantity: text.size(order.quantity),
    algoStatus: stopStatus(order),
    actualOrderId: hasTriggered ? order.orderId : '',
    actualQty: text.size(order.filledQuantity),
    triggerPrice: text.price(order.triggerPrice ?? 0),
    price: text.price(order.price ?? 0),
    icebergQuantity: null,
    selfTradePreventionMode: 'EXPIRE_MAKER',
    workingType: 'CONTRACT_PRICE',
    priceMatch: 'NONE',
    closePosition: false,
    priceProtect: false,
    reduceOnly: order.reduceOnly,
    createTime: msOf(order.createdUs),
    updateTime: msOf(order.updatedUs),
    triggerTime: msOf(order.triggeredUs ?? 0),
    goodTillDate: order.expireTimeUs === undefined ? 0 : msOf(order.expireTimeUs),
  }
}
