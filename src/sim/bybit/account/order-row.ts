import { MONEY_SCALE, moneyText, roundMoney } from '../../account/money.ts'
import { type EndReason, leavesOf, type SimOrder } from '../../account/sim-order.ts'
import { divideRounded } from '../../fixed-text.ts'
import { priceText, sizeText, timeMs } from '../wire-text.ts'
import { idText } from './wire-ids.ts'

/** Why an order ended: `cancelType`, `rejectReason`. */
type Ending = readonly [cancelType: string, rejectReason: string]

const NOT_ENDED: Ending = ['UNKNOWN', 'EC_NoError']

/** An order as it stands in lists and on the stream. */
export function orderRow(
  order: SimOrder,
  ending: Ending = endingOf(order),
): Readonly<Record<string, unknown>> {
  const { instrument, price, triggerPrice, type, filledQuantity, feeAsset } = order
  const { spec } = instrument
  const isSpot = spec.kind === 'spot'
  const isMarket = type === 'market' || type === 'stopMarket'
  const hasTrigger = triggerPrice !== undefined
  const fee = moneyText(order.fee)
  return {
    category: spec.product,
    symbol: spec.symbol,
    orderId: idText(spec, order.orderId),
    orderLinkId: order.clientOrderId ?? '',
    blockTradeId: '',
    side: order.side === 'buy' ? 'Buy' : 'Sell',
    positionIdx: 0,
    orderStatus: statusOf(order),
    createType: 'CreateByUser',
    cancelType: ending[0],
    rejectReason: ending[1],
    timeInForce: timeInForceOf(order),
    isLeverage: isSpot ? '0' : '',
    price: price === undefined ? '0' : priceText(spec, price),
    qty:
      order.quoteQuantity === undefined
        ? sizeText(spec, order.quantity)
        : moneyText(order.quoteQuantity),
    avgPrice: filledQuantity === 0 ? '' : averagePrice(order),
    leavesQty: sizeText(spec, leavesOf(order)),
    cumExecQty: sizeText(spec, filledQuantity),
    cumExecValue: moneyText(order.filledValue),
    cumExecFee: fee,
    cumFeeDetail: filledQuantity === 0 ? {} : { [feeAsset]: fee },
    orderType: isMarket ? 'Market' : 'Limit',
    stopOrderType: hasTrigger ? 'Stop' : '',
    // Only contracts have it: clients tell them from spot by that.
    ...(isSpot ? {} : { tpslMode: '' }),
    takeProfit: '',
    stopLoss: '',
    triggerPrice: hasTrigger ? priceText(spec, triggerPrice) : '',
    triggerDirection: hasTrigger && !isSpot ? (order.triggerDirection === 'rising' ? 1 : 2) : 0,
    triggerBy: hasTrigger && !isSpot ? 'LastPrice' : '',
    marketUnit:
      isSpot && isMarket ? (order.quoteQuantity === undefined ? 'baseCoin' : 'quoteCoin') : '',
    reduceOnly: order.reduceOnly,
    closeOnTrigger: false,
    smpType: 'None',
    smpGroup: 0,
    smpOrderId: '',
    createdTime: String(timeMs(order.createdUs)),
    updatedTime: String(timeMs(order.updatedUs)),
    rpiTakerAccess: false,
    rpiMatchedQty: '0',
  }
}

/** What the row says that is told a second time where a cancel came too late: the cancel found no order. */
export function lateCancelRow(order: SimOrder): Readonly<Record<string, unknown>> {
  return orderRow(order, ['CancelByUser', 'EC_OrigClOrdIDDoesNotExist'])
}

/** Contracts say `Cancelled` whether or not there were fills, spot says which. */
function statusOf(order: SimOrder): string {
  const { status, filledQuantity, instrument, triggerPrice, triggeredUs, endReason } = order
  const isSpot = instrument.spec.kind === 'spot'
  switch (status) {
    case 'untriggered':
      return 'Untriggered'
    case 'open':
      return filledQuantity > 0 ? 'PartiallyFilled' : 'New'
    case 'filled':
      return 'Filled'
    case 'cancelled':
    case 'expired':
      if (endReason === 'insufficientBalance') return 'Rejected'
      if (isSpot && triggerPrice !== undefined && triggeredUs === undefined) return 'Deactivated'
      return isSpot && filledQuantity > 0 ? 'PartiallyFilledCanceled' : 'Cancelled'
  }
}

const ENDINGS: Readonly<Record<EndReason, Ending>> = {
  user: ['CancelByUser', 'EC_PerCancelRequest'],
  deadMan: ['CancelByDCP', 'EC_PerCancelRequest'],
  venue: ['CancelByAdmin', 'EC_PerCancelRequest'],
  selfTrade: ['CancelBySmp', 'EC_BySelfMatch'],
  ioc: ['UNKNOWN', 'EC_NoImmediateQtyToFill'],
  fok: ['UNKNOWN', 'EC_CancelForNoFullFill'],
  noLiquidity: ['UNKNOWN', 'EC_NoImmediateQtyToFill'],
  postOnly: ['UNKNOWN', 'EC_PostOnlyWillTakeLiquidity'],
  reduceOnly: ['CancelByReduceOnly', 'EC_NoError'],
  gtd: ['UNKNOWN', 'EC_NoError'],
  insufficientBalance: ['UNKNOWN', 'EC_NoEnoughBalance'],
}

function endingOf({ endReason, filledQuantity }: SimOrder): Ending {
  if (endReason === undefined) return NOT_ENDED
  // What is left behind fills ends without a reason of its own.
  return endReason === 'ioc' && filledQuantity > 0 ? NOT_ENDED : ENDINGS[endReason]
}

function timeInForceOf({ postOnly, timeInForce }: SimOrder): string {
  return postOnly ? 'PostOnly' : timeInForce === 'gtd' ? 'GTC' : timeInForce.toUpperCase()
}

/** Rounded to 8 digits, as averages are. */
function averagePrice({ instrument, filledValue, filledQuantity }: SimOrder): string {
  const { spec } = instrument
  // On an inverse contract value counts base: contracts over it.
  const size = 10n ** BigInt(MONEY_SCALE)
  const units = BigInt(filledQuantity)
  const price =
    spec.inverseContractSize === undefined
      ? divideRounded(filledValue * 10n ** BigInt(spec.sizeScale), units)
      : divideRounded(units * size * size, filledValue * 10n ** BigInt(spec.sizeScale))
  return moneyText(roundMoney(price, 8))
}
