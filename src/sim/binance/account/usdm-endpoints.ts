import { feeRatesOf } from '../../account/fee-rates.ts'
import { moneyText } from '../../account/money.ts'
import type { SimOrder } from '../../account/sim-order.ts'
import type { SimPosition } from '../../account/sim-position.ts'
import { fixedText } from '../../fixed-text.ts'
import { MARK_SCALE } from '../../perpetual-state.ts'
import { RestRefusal } from '../rest-error.ts'
import { wireText } from '../wire-text.ts'
import { listCost, type PrivateEndpoint, type PrivateEndpoints, reads, trades } from './endpoint.ts'
import { isSpot, msOf, usdmRow } from './order-rows.ts'
import { pastFills, pastOrders } from './past-lists.ts'
import { demand, demandSymbol, type PrivateCall, symbolOf } from './private-call.ts'
import { nameOf } from './spot-endpoints.ts'
import { isStop, isUntriggered, orderIdOf, stopRow } from './stop-rows.ts'
import { usdmAccount } from './usdm-account.ts'
import {
  amendBatch,
  amendOne,
  cancelAllOrdinary,
  cancelAllStops,
  cancelBatch,
  cancelOne,
  cancelStop,
  placeBatch,
  placeOne,
  placeStop,
} from './usdm-orders.ts'

/** USDⓈ-M's private REST. Dossier section 8. */
export const USDM_ENDPOINTS: PrivateEndpoints = {
  'POST /fapi/v1/order': trades(0, placeOne),
  'PUT /fapi/v1/order': trades(0, amendOne),
  'DELETE /fapi/v1/order': trades(1, cancelOne),
  'GET /fapi/v1/order': reads(1, (call) => usdmRow(findOrdinary(call))),
  'POST /fapi/v1/batchOrders': trades(5, placeBatch),
  'PUT /fapi/v1/batchOrders': trades(5, amendBatch),
  'DELETE /fapi/v1/batchOrders': trades(1, cancelBatch),
  'DELETE /fapi/v1/allOpenOrders': trades(1, cancelAllOrdinary),
  'GET /fapi/v1/openOrders': reads(listCost(1, 40), (call) => open(call, isOrdinary).map(usdmRow)),
  'GET /fapi/v1/allOrders': reads(5, (call) =>
    pastOrders(call, 'orderId', isOrdinary).map(usdmRow),
  ),
  'GET /fapi/v1/userTrades': reads(5, pastFills),
  'POST /fapi/v1/algoOrder': trades(0, placeStop),
  'DELETE /fapi/v1/algoOrder': trades(1, cancelStop),
  'GET /fapi/v1/algoOrder': reads(1, (call) => stopRow(findStop(call))),
  'DELETE /fapi/v1/algoOpenOrders': trades(1, cancelAllStops),
  'GET /fapi/v1/openAlgoOrders': reads(listCost(1, 40), (call) =>
    open(call, isUntriggered).map(stopRow),
  ),
  'GET /fapi/v1/allAlgoOrders': reads(5, (call) =>
    pastOrders(call, undefined, isStop).map(stopRow),
  ),
  'GET /fapi/v3/balance': reads(5, balances),
  'GET /fapi/v3/account': reads(5, usdmAccount),
  'GET /fapi/v3/positionRisk': reads(5, (call) =>
    call.account
      .positions()
      .filter(({ quantity }) => quantity !== 0)
      .map(positionRow),
  ),
  'POST /fapi/v1/countdownCancelAll': reads(10, countdown),
  'GET /fapi/v1/commissionRate': reads(20, commissionRate),
  'POST /fapi/v1/leverage': reads(1, setLeverage),
  'POST /fapi/v1/marginType': reads(1, setMarginType),
  'POST /fapi/v1/listenKey': listenKey((call, keys) => ({ listenKey: keys.make(call.account) })),
  'PUT /fapi/v1/listenKey': listenKey((call, keys) => {
    keys.renew(call.account)
    return {}
  }),
  'DELETE /fapi/v1/listenKey': listenKey((call, keys) => {
    keys.remove(call.account)
    return {}
  }),
}

function listenKey(
  answer: (PrivateEndpoint & { readonly kind: 'key' })['answer'],
): PrivateEndpoint {
  return { kind: 'key', weight: () => 1, answer }
}

/** Ordinary orders: those that never were stop orders, and those that have triggered. */
function isOrdinary(order: SimOrder): boolean {
  return !isSpot(order) && !isUntriggered(order)
}

function open(call: PrivateCall, isWanted: (order: SimOrder) => boolean): readonly SimOrder[] {
  return call.account.openOrders(symbolOf(call)).filter(isWanted)
}

/** By the venue's id, or by the client's, which what a stop order became does not have. */
function findOrdinary(call: PrivateCall): SimOrder {
  const instrument = demandSymbol(call)
  const name = nameOf(call)
  const order = call.account.order(name)
  const isThere = order?.instrument === instrument && isOrdinary(order)
  if (isThere && ('orderId' in name || !isStop(order))) return order
  throw new RestRefusal(-2013, 'Order does not exist.')
}

function findStop(call: PrivateCall): SimOrder {
  const algoId = call.params.get('algoId')
  const order = call.account.order(
    algoId === null
      ? { clientOrderId: demand(call, 'clientAlgoId') }
      : { orderId: orderIdOf(algoId) },
  )
  if (order !== undefined && isStop(order)) return order
  throw new RestRefusal(-2013, 'Order does not exist.')
}

function balances(call: PrivateCall): unknown {
  return call.account.balances('futures').map(({ asset, free, total }) => ({
    accountAlias: 'SgsR',
    asset,
    balance: moneyText(total),
    crossWalletBalance: moneyText(total),
    crossUnPnl: '0.00000000',
    availableBalance: moneyText(free),
    maxWithdrawAmount: moneyText(free),
    marginAvailable: true,
    updateTime: call.nowMs,
  }))
}

function positionRow(position: SimPosition): unknown {
  const { spec } = position.instrument
  return {
    symbol: spec.symbol,
    positionSide: 'BOTH',
    positionAmt: wireText(spec).size(position.quantity),
    entryPrice: fixedText(position.entryPrice, MARK_SCALE, MARK_SCALE),
    markPrice: fixedText(position.markPrice, MARK_SCALE, MARK_SCALE),
    unRealizedProfit: moneyText(position.unrealisedPnl),
    liquidationPrice: '0',
    isolatedMargin: '0',
    marginAsset: spec.settle ?? spec.quote,
    updateTime: msOf(position.updatedUs),
  }
}

function commissionRate(call: PrivateCall): unknown {
  const { symbol } = demandSymbol(call).spec
  const { maker, taker } = feeRatesOf(call.account)
  return { symbol, makerCommissionRate: maker, takerCommissionRate: taker }
}

function setLeverage(call: PrivateCall): unknown {
  const instrument = demandSymbol(call)
  const leverage = Number(demand(call, 'leverage'))
  if (!Number.isInteger(leverage) || leverage < 1 || leverage > 125)
    throw new RestRefusal(-4028, `Leverage ${leverage} is not valid`)
  call.account.setLeverage(instrument, leverage)
  return { leverage, maxNotionalValue: '1000000', symbol: instrument.spec.symbol }
}

/** All margin is shared here: there is nothing to change to. */
function setMarginType(call: PrivateCall): unknown {
  demandSymbol(call)
  if (demand(call, 'marginType') === 'CROSSED')
    throw new RestRefusal(-4046, 'No need to change margin type.')
  throw new RestRefusal(-4047, 'Margin type cannot be changed if there exists open orders.')
}

/** Orders that wait for their trigger are left alone. */
function countdown(call: PrivateCall): unknown {
  const instrument = demandSymbol(call)
  const countdownTime = Number(demand(call, 'countdownTime'))
  call.account.cancelAllAfter(countdownTime === 0 ? false : countdownTime, instrument)
  return { symbol: instrument.spec.symbol, countdownTime: String(countdownTime) }
}
