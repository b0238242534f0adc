import { scaledText } from '../../../core/index.ts'
import { moneyText, toMoney } from '../../account/money.ts'
import type { EndReason, SimFill, SimOrder } from '../../account/sim-order.ts'
import { divideRounded } from '../../fixed-text.ts'
import { pairNames } from '../assets.ts'
import { priceText, sizeText } from '../wire-text.ts'
import { spotOrderId } from './wire-ids.ts'

/** Why an order ended, in the venue's words. */
export const END_REASONS: Readonly<Record<EndReason, string>> = {
  user: 'User requested',
  deadMan: 'Cancel all orders after timer expired',
  venue: 'Market suspended',
  selfTrade: 'Self trade prevention',
  ioc: 'Immediate or cancel',
  fok: 'Fill or kill',
  noLiquidity: 'Insufficient liquidity',
  postOnly: 'Post only order',
  reduceOnly: 'Reduce only',
  gtd: 'Order expired',
  insufficientBalance: 'Insufficient funds',
}

const ORDER_TYPES: Readonly<Record<SimOrder['type'], string>> = {
  limit: 'limit',
  market: 'market',
  stopLimit: 'stop-loss-limit',
  stopMarket: 'stop-loss',
}

/** The kind of an order in the venue's word. */
export function orderType({ type }: SimOrder): string {
  return ORDER_TYPES[type]
}

/** In what an order's fees are preferred, in the venue's word. */
export function feeFlag({ feeAsset, instrument }: SimOrder): 'fcib' | 'fciq' {
  return feeAsset === instrument.spec.base ? 'fcib' : 'fciq'
}

/** An order as REST lists it, under its id; fees are told in quote, whatever they were paid in. */
export function orderEntry(order: SimOrder): readonly [string, Readonly<Record<string, unknown>>] {
  const { instrument, side, price, triggerPrice, status, endReason, clientOrderId } = order
  const { spec } = instrument
  const ended =
    status === 'open' || status === 'untriggered' ? {} : { closetm: secondsOf(order.updatedUs) }
  const first = triggerPrice ?? price ?? 0
  return [
    spotOrderId(order.orderId),
    {
      refid: null,
      userref: 0,
      status: statusOf(order),
      opentm: secondsOf(order.createdUs),
      ...ended,
      ...(endReason === undefined ? {} : { reason: END_REASONS[endReason] }),
      ...(clientOrderId === undefined ? {} : { cl_ord_id: clientOrderId }),
      starttm: 0,
      expiretm: order.expireTimeUs === undefined ? 0 : secondsOf(order.expireTimeUs),
      descr: {
        pair: pairNames(spec).altname,
        type: side,
        ordertype: orderType(order),
        price: first === 0 ? '0' : priceText(spec, first),
        price2: triggerPrice === undefined || price === undefined ? '0' : priceText(spec, price),
        leverage: 'none',
        order: `${side} ${sizeText(spec, order.quantity)} ${pairNames(spec).altname}`,
        close: '',
      },
      vol: sizeText(spec, order.quantity),
      vol_exec: sizeText(spec, order.filledQuantity),
      cost: moneyText(order.filledValue),
      fee: moneyText(inQuote(order, order.filledValue, order.filledQuantity)),
      price: averageText(order),
      stopprice: '0.00000',
      limitprice: '0.00000',
      misc: '',
      oflags: order.postOnly ? `${feeFlag(order)},post` : feeFlag(order),
    },
  ]
}

function statusOf({ status, endReason }: SimOrder): string {
  switch (status) {
    case 'untriggered':
    case 'open':
      return 'open'
    case 'filled':
      return 'closed'
    case 'cancelled':
      return 'canceled'
    case 'expired':
      return endReason === 'gtd' ? 'expired' : 'canceled'
  }
}

/** The average price of what was filled. */
export function averageText({ instrument, filledQuantity, filledValue }: SimOrder): string {
  if (filledQuantity === 0) return '0'
  const { sizeScale, priceScale } = instrument.spec
  // Money has 18 fraction digits.
  const scaled = divideRounded(
    filledValue * 10n ** BigInt(sizeScale + priceScale),
    BigInt(filledQuantity) * 10n ** 18n,
  )
  return scaledText(scaled, priceScale)
}

/** Seconds with four fraction digits, which lists have as a bare number. */
function secondsOf(timeUs: number): number {
  return Math.floor(timeUs / 100) / 10_000
}

/** A trade as REST lists it; its fee is told in quote, whatever it was paid in. */
export function tradeRow(fill: SimFill, order: SimOrder): Readonly<Record<string, unknown>> {
  const { spec } = fill.instrument
  return {
    ordertxid: spotOrderId(fill.orderId),
    postxid: 'TKH2SE-M7IF5-CFI7LT',
    pair: pairNames(spec).key,
    time: secondsOf(fill.timeUs),
    type: fill.side,
    ordertype: orderType(order),
    price: priceText(spec, fill.price),
    cost: moneyText(fill.value),
    fee: moneyText(inQuote(fill, fill.value, fill.quantity)),
    vol: sizeText(spec, fill.quantity),
    margin: '0.00000',
    misc: '',
    trade_id: fill.tradeId,
    maker: fill.isMaker,
  }
}

/** A fee in quote, at the price of what was traded. */
function inQuote(
  { fee, feeAsset, instrument }: Pick<SimFill, 'fee' | 'feeAsset' | 'instrument'>,
  value: bigint,
  quantity: number,
): bigint {
  const { quote, sizeScale } = instrument.spec
  if (feeAsset === quote || quantity === 0) return fee
  return divideRounded(fee * value, toMoney(quantity, sizeScale))
}
