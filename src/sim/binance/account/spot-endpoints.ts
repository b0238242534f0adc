import { feeRatesOf } from '../../account/fee-rates.ts'
import { moneyText } from '../../account/money.ts'
import type { OrderName } from '../../account/order-store.ts'
import type { OrderOutcome } from '../../account/sim-account.ts'
import { isAlive, type SimOrder } from '../../account/sim-order.ts'
import { RestRefusal } from '../rest-error.ts'
import { listCost, type OrderAct, type PrivateEndpoints, reads, trades } from './endpoint.ts'
import { isSpot, msOf, spotFill, spotListRow, spotRow } from './order-rows.ts'
import { pastFills, pastOrders } from './past-lists.ts'
import { spotTerms } from './place-terms.ts'
import { demand, demandSymbol, type PrivateCall, symbolOf } from './private-call.ts'
import { type Asked, badParameter, venueRefusal } from './refusals.ts'

const ORDER = '/api/v3/order'

/** Spot's private REST. Dossier section 8. */
export const SPOT_ENDPOINTS: PrivateEndpoints = {
  [`POST ${ORDER}`]: trades(1, place),
  [`DELETE ${ORDER}`]: trades(1, cancel),
  [`GET ${ORDER}`]: reads(4, (call) => spotListRow(findOrder(call))),
  'PUT /api/v3/order/amend/keepPriority': trades(4, amend),
  'DELETE /api/v3/openOrders': trades(1, cancelAll),
  'GET /api/v3/openOrders': reads(listCost(6, 80), (call) =>
    call.account.openOrders(symbolOf(call)).filter(isSpot).map(spotListRow),
  ),
  'GET /api/v3/allOrders': reads(20, (call) =>
    pastOrders(call, 'orderId', isSpot).map(spotListRow),
  ),
  'GET /api/v3/myTrades': reads(20, pastFills),
  'GET /api/v3/account': reads(20, account),
  'GET /api/v3/account/commission': reads(20, commission),
}

function place(call: PrivateCall): OrderAct {
  const terms = spotTerms(demandSymbol(call), call.params)
  return {
    action: 'place',
    orders: 1,
    run: () => {
      const outcome = call.account.place(terms)
      const order = accepted(outcome, 'place')
      const fills = outcome.isAccepted ? outcome.fills : []
      return {
        ...spotRow(order),
        transactTime: msOf(order.updatedUs),
        workingTime: msOf(order.createdUs),
        fills: fills.map(spotFill),
      }
    },
  }
}

function cancel(call: PrivateCall): OrderAct {
  demandSymbol(call)
  const name = nameOf(call)
  return { action: 'cancel', orders: 0, run: () => cancelRow(call, name) }
}

/** The cancel has the name `clientOrderId` in its answer; the order's own is `origClientOrderId`. */
function cancelRow(call: PrivateCall, name: OrderName): unknown {
  const order = accepted(call.account.cancel(name), 'cancel')
  const row = spotRow(order)
  return {
    ...row,
    origClientOrderId: row['clientOrderId'],
    clientOrderId: call.params.get('newClientOrderId') ?? `cancel_${order.orderId}`,
    transactTime: msOf(order.updatedUs),
  }
}

function cancelAll(call: PrivateCall): OrderAct {
  const instrument = demandSymbol(call)
  return {
    action: 'cancelAll',
    orders: 0,
    run: () => call.account.cancelAll(instrument).map((order) => spotRow(order)),
  }
}

/** Less of an order, in its place; without a new id of the client the venue makes one up. */
function amend(call: PrivateCall): OrderAct {
  demandSymbol(call)
  const name = nameOf(call)
  const quantity = demand(call, 'newQty')
  return {
    action: 'amend',
    orders: 0,
    run: () => {
      const before = call.account.order(name)
      const isMore = before !== undefined && isAlive(before) && Number(quantity) >= sizeOf(before)
      if (isMore) throw new RestRefusal(-2038, 'Order amend (quantity increase) is not supported.')
      const order = accepted(call.account.amend(name, { quantity }), 'amend')
      const { origQty, ...row } = spotRow(order)
      return {
        transactTime: msOf(order.updatedUs),
        executionId: Number(order.orderId) * 100 + order.amendments,
        amendedOrder: { ...row, qty: origQty },
      }
    },
  }
}

function account(call: PrivateCall): unknown {
  const isWhole = call.params.get('omitZeroBalances') !== 'true'
  return {
    canTrade: true,
    accountType: 'SPOT',
    updateTime: call.nowMs,
    balances: call.account
      .balances('spot')
      .filter(({ total }) => isWhole || total !== 0n)
      .map(({ asset, free, locked }) => ({
        asset,
        free: moneyText(free),
        locked: moneyText(locked),
      })),
  }
}

/** Nothing but the standard part, the same for both sides. */
function commission(call: PrivateCall): unknown {
  const { spec } = demandSymbol(call)
  const none = {
    maker: '0.00000000',
    taker: '0.00000000',
    buyer: '0.00000000',
    seller: '0.00000000',
  }
  return {
    symbol: spec.symbol,
    standardCommission: { ...none, ...feeRatesOf(call.account) },
    specialCommission: none,
    taxCommission: none,
    discount: {
      enabledForAccount: false,
      enabledForSymbol: false,
      discountAsset: 'BNB',
      discount: '0.75000000',
    },
  }
}

function findOrder(call: PrivateCall): SimOrder {
  const instrument = demandSymbol(call)
  const order = call.account.order(nameOf(call))
  if (order?.instrument === instrument) return order
  throw new RestRefusal(-2013, 'Order does not exist.')
}

/** How the request names its order: by the venue's id, else by the client's. */
export function nameOf({ params }: Pick<PrivateCall, 'params'>): OrderName {
  const orderId = params.get('orderId')
  const clientOrderId = params.get('origClientOrderId')
  if (orderId !== null) return { orderId }
  if (clientOrderId !== null) return { clientOrderId }
  throw badParameter('orderId')
}

function accepted(outcome: OrderOutcome, asked: Asked): SimOrder {
  if (outcome.isAccepted) return outcome.order
  throw venueRefusal(outcome.refusal, 'spot', asked)
}

function sizeOf({ instrument, quantity }: SimOrder): number {
  return quantity / 10 ** instrument.spec.sizeScale
}
