import type { OrderName } from '../../account/order-store.ts'
import type { OrderOutcome } from '../../account/sim-account.ts'
import { isAlive, type SimOrder } from '../../account/sim-order.ts'
import type { OrderAction } from '../../fault-rules.ts'
import { RestRefusal } from '../rest-error.ts'
import type { OrderAct } from './endpoint.ts'
import { usdmRow } from './order-rows.ts'
import { stopTerms, usdmTerms } from './place-terms.ts'
import { demand, demandSymbol, type PrivateCall } from './private-call.ts'
import { type Asked, badParameter, venueRefusal } from './refusals.ts'
import { nameOf } from './spot-endpoints.ts'
import { isUntriggered, orderIdOf, stopRow } from './stop-rows.ts'

/** What is done about orders of USDⓈ-M: read first, then done. Dossier section 8. */

/** Most items of a batch. */
const MOST_ORDERS = 5
const MOST_CANCELS = 10

/** Places an ordinary order. */
export function placeOne(call: PrivateCall): OrderAct {
  return act('place', 1, placing(call))
}

/** Gives one other terms. */
export function amendOne(call: PrivateCall): OrderAct {
  return act('amend', 1, amending(call))
}

/** Cancels one. */
export function cancelOne(call: PrivateCall): OrderAct {
  demandSymbol(call)
  return act('cancel', 0, cancelling(call, nameOf(call)))
}

/** Places a stop order. */
export function placeStop(call: PrivateCall): OrderAct {
  const terms = stopTerms(demandSymbol(call), call.params)
  return act('place', 1, () => stopRow(accepted(call.account.place(terms), 'place')))
}

/** Cancels a stop order. */
export function cancelStop(call: PrivateCall): OrderAct {
  const algoId = call.params.get('algoId')
  const name: OrderName =
    algoId === null
      ? { clientOrderId: demand(call, 'clientAlgoId') }
      : { orderId: orderIdOf(algoId) }
  return act('cancel', 0, () => {
    const order = call.account.order(name)
    if (order === undefined || !isUntriggered(order)) throw unknown()
    const { clientAlgoId } = stopRow(accepted(call.account.cancel(name), 'cancel'))
    return { algoId: Number(algoId ?? 0), clientAlgoId, code: '200', msg: 'success' }
  })
}

/** Cancels all of an instrument but those that wait for their trigger. */
export function cancelAllOrdinary(call: PrivateCall): OrderAct {
  return cancelAll(call, (order) => !isUntriggered(order))
}

/** Cancels all of an instrument that wait for their trigger. */
export function cancelAllStops(call: PrivateCall): OrderAct {
  return cancelAll(call, isUntriggered)
}

/** Places several; each is taken or refused by itself. */
export function placeBatch(call: PrivateCall): OrderAct {
  return batch(call, 'place', (item) => placing(item))
}

/** Changes several. */
export function amendBatch(call: PrivateCall): OrderAct {
  return batch(call, 'amend', (item) => amending(item))
}

/** Cancels several of an instrument. */
export function cancelBatch(call: PrivateCall): OrderAct {
  demandSymbol(call)
  const names = cancelNames(call)
  if (names.length === 0 || names.length > MOST_CANCELS) throw badParameter('orderIdList')
  const runs = names.map((name) => cancelling(call, name))
  return act('cancel', 0, () => runs.map(orRefusal))
}

function placing(call: PrivateCall): () => unknown {
  const terms = usdmTerms(demandSymbol(call), call.params)
  return () => usdmRow(accepted(call.account.place(terms), 'place'))
}

/** Price and quantity are both wanted; less than was filled ends the order. */
function amending(call: PrivateCall): () => unknown {
  const { spec } = demandSymbol(call)
  const name = nameOf(call)
  const price = demand(call, 'price')
  const quantity = demand(call, 'quantity')
  return () => {
    const order = call.account.order(name)
    if (order !== undefined && isUntriggered(order)) throw noSuch()
    const isLess =
      order !== undefined &&
      isAlive(order) &&
      order.filledQuantity > 0 &&
      Number(quantity) * 10 ** spec.sizeScale <= order.filledQuantity
    const outcome = isLess
      ? call.account.cancel(name)
      : call.account.amend(name, { price, quantity })
    return usdmRow(accepted(outcome, 'amend'))
  }
}

function cancelling(call: PrivateCall, name: OrderName): () => unknown {
  return () => {
    const order = call.account.order(name)
    if (order !== undefined && isUntriggered(order)) throw unknown()
    return usdmRow(accepted(call.account.cancel(name), 'cancel'))
  }
}

function cancelAll(call: PrivateCall, isWanted: (order: SimOrder) => boolean): OrderAct {
  const instrument = demandSymbol(call)
  return act('cancelAll', 0, () => {
    for (const { orderId } of call.account.openOrders(instrument).filter(isWanted)) {
      call.account.cancel({ orderId })
    }
    return { code: 200, msg: 'The operation of cancel all open order is done.' }
  })
}

function batch(
  call: PrivateCall,
  action: OrderAction,
  read: (item: PrivateCall) => () => unknown,
): OrderAct {
  const items = jsonList(demand(call, 'batchOrders'))
  if (items.length === 0 || items.length > MOST_ORDERS) throw badParameter('batchOrders')
  // An item that cannot be read is refused like one that cannot be had.
  const runs = items.map((item) => () => read({ ...call, params: paramsOf(item) })())
  return act(action, items.length, () => runs.map(orRefusal))
}

function orRefusal(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof RestRefusal)) throw error
    return { code: error.venueCode, msg: error.message }
  }
}

function cancelNames({ params }: PrivateCall): readonly OrderName[] {
  const orderIds = params.get('orderIdList')
  if (orderIds !== null) return jsonList(orderIds).map((id) => ({ orderId: String(id) }))
  const clientIds = params.get('origClientOrderIdList')
  if (clientIds === null) throw badParameter('orderIdList')
  return jsonList(clientIds).map((id) => ({ clientOrderId: String(id) }))
}

function jsonList(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list)) return list
  } catch {
    // No JSON is no list.
  }
  throw new RestRefusal(-1130, "Data sent for parameter 'batchOrders' is not valid.")
}

function paramsOf(item: unknown): URLSearchParams {
  const params = new URLSearchParams()
  if (typeof item !== 'object' || item === null) return params
  for (const [name, value] of Object.entries(item)) params.set(name, String(value))
  return params
}

function act(action: OrderAction, orders: number, run: () => unknown): OrderAct {
  return { action, orders, run }
}

function accepted(outcome: OrderOutcome, asked: Asked): SimOrder {
  if (outcome.isAccepted) return outcome.order
  throw venueRefusal(outcome.refusal, 'usdm', asked)
}

function unknown(): RestRefusal {
  return new RestRefusal(-2011, 'Unknown order sent.')
}

function noSuch(): RestRefusal {
  return new RestRefusal(-2013, 'Order does not exist.')
}
