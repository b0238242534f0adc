import { moneyText } from '../../account/money.ts'
import type { SimFill, SimOrder } from '../../account/sim-order.ts'
import { wireText } from '../wire-text.ts'

/** How orders are written, on streams and in answers. Stop orders of USDⓈ-M have rows of their own: `stop-rows.ts`. */

const SIDES = { buy: 'BUY', sell: 'SELL' } as const
const FORCES = { gtc: 'GTC', ioc: 'IOC', fok: 'FOK', gtd: 'GTD' } as const
const TYPES = {
  spot: {
    limit: 'LIMIT',
    market: 'MARKET',
    stopLimit: 'STOP_LOSS_LIMIT',
    stopMarket: 'STOP_LOSS',
  },
  usdm: { limit: 'LIMIT', market: 'MARKET', stopLimit: 'STOP', stopMarket: 'STOP_MARKET' },
} as const

/** Whether an order is one of spot. */
export function isSpot({ instrument }: Pick<SimOrder, 'instrument'>): boolean {
  return instrument.spec.kind === 'spot'
}

/** `BUY` or `SELL`. */
export function sideWord({ side }: Pick<SimOrder, 'side'>): string {
  return SIDES[side]
}

/** The order's type in its product's words. */
export function typeWord(order: SimOrder): string {
  if (isSpot(order) && order.postOnly) return 'LIMIT_MAKER'
  return TYPES[isSpot(order) ? 'spot' : 'usdm'][order.type]
}

/** The order's time in force; post-only is one on USDⓈ-M. */
export function forceWord(order: SimOrder): string {
  return !isSpot(order) && order.postOnly ? 'GTX' : FORCES[order.timeInForce]
}

/** Where the order is. */
export function statusWord({ endReason, filledQuantity, status }: SimOrder): string {
  switch (status) {
    case 'untriggered':
    case 'open':
      return filledQuantity > 0 ? 'PARTIALLY_FILLED' : 'NEW'
    case 'filled':
      return 'FILLED'
    case 'cancelled':
      return 'CANCELED'
    case 'expired':
      return endReason === 'selfTrade' ? 'EXPIRED_IN_MATCH' : 'EXPIRED'
  }
}

/** The client's id of it; the venue makes one up where none was given, and for what a stop order became. */
export function clientIdOf(order: SimOrder): string {
  const isOfStop = !isSpot(order) && order.triggerPrice !== undefined
  return isOfStop ? `venue_${order.orderId}` : (order.clientOrderId ?? `web_${order.orderId}`)
}

/** Epoch ms of µs. */
export function msOf(timeUs: number): number {
  return Math.floor(timeUs / 1000)
}

/** An order in answers and lists of spot. */
export function spotRow(order: SimOrder): Record<string, unknown> {
  const text = wireText(order.instrument.spec)
  return {
    symbol: order.instrument.spec.symbol,
    orderId: Number(order.orderId),
    orderListId: -1,
    clientOrderId: clientIdOf(order),
    price: text.price(order.price ?? 0),
    origQty: text.size(order.quantity),
    executedQty: text.size(order.filledQuantity),
    origQuoteOrderQty: moneyText(order.quoteQuantity ?? 0n),
    cummulativeQuoteQty: moneyText(order.filledValue),
    status: statusWord(order),
    timeInForce: forceWord(order),
    type: typeWord(order),
    side: sideWord(order),
    selfTradePreventionMode: 'EXPIRE_MAKER',
  }
}

/** An order in lists of spot, with what only lists say. */
export function spotListRow(order: SimOrder): Record<string, unknown> {
  return {
    ...spotRow(order),
    stopPrice: wireText(order.instrument.spec).price(order.triggerPrice ?? 0),
    icebergQty: '0.00000000',
    time: msOf(order.createdUs),
    updateTime: msOf(order.updatedUs),
    isWorking: order.status !== 'untriggered',
    workingTime: msOf(order.triggeredUs ?? order.createdUs),
  }
}

/** A fill inside the answer to an order of spot. */
export function spotFill(fill: SimFill): Record<string, unknown> {
  const text = wireText(fill.instrument.spec)
  return {
    price: text.price(fill.price),
    qty: text.size(fill.quantity),
    commission: moneyText(fill.fee),
    commissionAsset: fill.feeAsset,
    tradeId: fill.tradeId,
  }
}

/** An order in answers and lists of USDⓈ-M; averages and values are in neither since the books were joined. */
export function usdmRow(order: SimOrder): Record<string, unknown> {
  const text = wireText(order.instrument.spec)
  const executed = text.size(order.filledQuantity)
  return {
    orderId: Number(order.orderId),
    symbol: order.instrument.spec.symbol,
    status: statusWord(order),
    clientOrderId: clientIdOf(order),
    price: text.price(order.price ?? 0),
    origQty: text.size(order.quantity),
    executedQty: executed,
    cumQty: executed,
    timeInForce: forceWord(order),
    type: ordinaryType(order),
    origType: ordinaryType(order),
    reduceOnly: order.reduceOnly,
    closePosition: false,
    side: sideWord(order),
    positionSide: 'BOTH',
    stopPrice: '0',
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    priceMatch: 'NONE',
    selfTradePreventionMode: 'EXPIRE_MAKER',
    goodTillDate: order.expireTimeUs === undefined ? 0 : msOf(order.expireTimeUs),
    time: msOf(order.createdUs),
    updateTime: msOf(order.updatedUs),
  }
}

/** What an order is once it works: a stop order has become an ordinary one. */
export function ordinaryType({ price }: SimOrder): string {
  return price === undefined ? 'MARKET' : 'LIMIT'
}
