import { moneyText } from '../../account/money.ts'
import { leavesOf, type SimFill, type SimOrder } from '../../account/sim-order.ts'
import type { SimPosition } from '../../account/sim-position.ts'
import { MARK_SCALE } from '../../perpetual-state.ts'
import { oldName } from '../assets.ts'
import { msOf, priceOf, sizeOf } from '../futures-messages.ts'
import { floatText, isoOf } from '../wire-text.ts'
import { uuidOf } from './wire-ids.ts'

/** Rows are text: their numbers are bare, without padding and with a fraction. */
const text = (key: string, value: string): string => `"${key}":${JSON.stringify(value)}`
const bare = (key: string, value: string): string => `"${key}":${value}`

/** A time as REST writes it. */
export const isoUs = (timeUs: number): string => isoOf(msOf(timeUs))

/** The kind of an order in REST's word. */
function restOrderType({ type, timeInForce, postOnly }: SimOrder): string {
  if (type === 'market') return 'mkt'
  if (type !== 'limit') return 'stp'
  if (postOnly) return 'post'
  return timeInForce === 'ioc' || timeInForce === 'fok' ? timeInForce : 'lmt'
}

/** An order in `openorders`. */
export function openOrderRow(order: SimOrder): string {
  const { instrument, clientOrderId, price, triggerPrice } = order
  const { spec } = instrument
  return `{${[
    text('order_id', uuidOf(order.orderId)),
    ...(clientOrderId === undefined ? [] : [text('cliOrdId', clientOrderId)]),
    text('symbol', spec.symbol),
    text('side', order.side),
    text('orderType', restOrderType(order)),
    ...(price === undefined ? [] : [bare('limitPrice', priceOf(spec, price))]),
    ...(triggerPrice === undefined ? [] : [bare('stopPrice', priceOf(spec, triggerPrice))]),
    bare('unfilledSize', sizeOf(spec, leavesOf(order))),
    text('receivedTime', isoUs(order.createdUs)),
    text('status', order.filledQuantity > 0 ? 'partiallyFilled' : 'untouched'),
    bare('filledSize', sizeOf(spec, order.filledQuantity)),
    bare('reduceOnly', String(order.reduceOnly)),
    text('lastUpdateTime', isoUs(order.updatedUs)),
  ].join(',')}}`
}

/** An order in `orderEvents`: its quantity is the whole. */
export function eventOrder(order: SimOrder, filledQuantity: number): string {
  const { instrument, clientOrderId, price } = order
  const { spec } = instrument
  return `{${[
    text('orderId', uuidOf(order.orderId)),
    clientOrderId === undefined ? '"cliOrdId":null' : text('cliOrdId', clientOrderId),
    text('type', restOrderType(order)),
    text('symbol', spec.symbol),
    text('side', order.side),
    bare('quantity', sizeOf(spec, order.quantity)),
    bare('filled', sizeOf(spec, filledQuantity)),
    ...(price === undefined ? [] : [bare('limitPrice', priceOf(spec, price))]),
    bare('reduceOnly', String(order.reduceOnly)),
    text('timestamp', isoUs(order.createdUs)),
    text('lastUpdateTimestamp', isoUs(order.updatedUs)),
  ].join(',')}}`
}

/** An order in the history: its quantity is what was left. */
export function historyOrder(order: SimOrder): string {
  const { instrument, clientOrderId = '', price } = order
  const { spec } = instrument
  const quantity = (value: number): string => JSON.stringify(sizeOf(spec, value))
  return `{${[
    text('uid', uuidOf(order.orderId)),
    text('tradeable', spec.symbol),
    text('direction', order.side === 'buy' ? 'Buy' : 'Sell'),
    bare('quantity', quantity(leavesOf(order))),
    bare('filled', quantity(order.filledQuantity)),
    bare('timestamp', String(msOf(order.createdUs))),
    // Limits in histories are not reliable: here they never are.
    text('limitPrice', price === undefined ? '0' : priceOf(spec, price * 2)),
    text('orderType', restOrderType(order)),
    text('clientId', clientOrderId),
    bare('reduceOnly', String(order.reduceOnly)),
    bare('lastUpdateTimestamp', String(msOf(order.updatedUs))),
  ].join(',')}}`
}

/** An order on the feed `open_orders`: its quantity is what is left. */
export function feedOrder(order: SimOrder): string {
  const { instrument, clientOrderId, price = 0, triggerPrice = 0 } = order
  const { spec } = instrument
  return `{${[
    text('instrument', spec.symbol),
    bare('time', String(msOf(order.createdUs))),
    bare('last_update_time', String(msOf(order.updatedUs))),
    bare('qty', sizeOf(spec, leavesOf(order))),
    bare('filled', sizeOf(spec, order.filledQuantity)),
    bare('limit_price', priceOf(spec, price)),
    bare('stop_price', priceOf(spec, triggerPrice)),
    text('type', order.type === 'limit' ? 'limit' : 'stop'),
    text('order_id', uuidOf(order.orderId)),
    ...(clientOrderId === undefined ? [] : [text('cli_ord_id', clientOrderId)]),
    bare('direction', order.side === 'buy' ? '0' : '1'),
    bare('reduce_only', String(order.reduceOnly)),
  ].join(',')}}`
}

const fillTail = (fill: SimFill): readonly string[] => [
  bare('fee_paid', moneyText(fill.fee)),
  text('fee_currency', fill.feeAsset),
]

/** A fill in `fills` of REST. */
export function fillRow(fill: SimFill): string {
  const { spec } = fill.instrument
  return `{${[
    text('fill_id', uuidOf(fill.fillId)),
    text('symbol', spec.symbol),
    text('side', fill.side),
    text('order_id', uuidOf(fill.orderId)),
    ...(fill.clientOrderId === undefined ? [] : [text('cliOrdId', fill.clientOrderId)]),
    text('fillTime', isoUs(fill.timeUs)),
    bare('size', sizeOf(spec, fill.quantity)),
    bare('price', priceOf(spec, fill.price)),
    text('fillType', fill.isMaker ? 'maker' : 'taker'),
    ...fillTail(fill),
  ].join(',')}}`
}

/** A fill on the feed `fills`. */
export function feedFill(fill: SimFill, order: SimOrder | undefined): string {
  const { spec } = fill.instrument
  return `{${[
    text('instrument', spec.symbol),
    bare('time', String(msOf(fill.timeUs))),
    bare('price', priceOf(spec, fill.price)),
    bare('seq', String(fill.tradeId)),
    bare('buy', String(fill.side === 'buy')),
    bare('qty', sizeOf(spec, fill.quantity)),
    bare('remaining_order_qty', sizeOf(spec, order === undefined ? 0 : leavesOf(order))),
    text('order_id', uuidOf(fill.orderId)),
    ...(fill.clientOrderId === undefined ? [] : [text('cli_ord_id', fill.clientOrderId)]),
    text('fill_id', uuidOf(fill.fillId)),
    text('fill_type', fill.isMaker ? 'maker' : 'taker'),
    ...fillTail(fill),
  ].join(',')}}`
}

/** A position in `openpositions`: a side and a size without a sign. */
export function positionRow({ instrument, quantity, entryPrice, updatedUs }: SimPosition): string {
  const { spec } = instrument
  return `{${[
    text('side', quantity < 0 ? 'short' : 'long'),
    text('symbol', spec.symbol),
    bare('price', floatText(entryPrice, MARK_SCALE)),
    text('fillTime', isoUs(updatedUs)),
    bare('size', sizeOf(spec, Math.abs(quantity))),
    bare('unrealizedFunding', '0.0'),
  ].join(',')}}`
}

/** A position on the feed `open_positions`: signed. */
export function feedPosition(position: SimPosition): string {
  const { instrument, quantity, entryPrice, unrealisedPnl, markPrice } = position
  const { spec } = instrument
  return `{${[
    text('instrument', spec.symbol),
    bare('balance', sizeOf(spec, quantity)),
    bare('pnl', moneyText(unrealisedPnl)),
    bare('entry_price', floatText(entryPrice, MARK_SCALE)),
    bare('mark_price', floatText(markPrice, MARK_SCALE)),
  ].join(',')}}`
}

/** What a wallet has of each currency, as an object's text. */
export function currencies(
  balances: readonly { readonly asset: string; readonly total: bigint; readonly free: bigint }[],
): string {
  const rows = balances.map(
    ({ asset, total, free }) =>
      `"${oldName(asset)}":{${bare('quantity', moneyText(total))},${bare('available', moneyText(free))}}`,
  )
  return `{${rows.join(',')}}`
}
