import {
  type Decimal,
  type Instrument,
  type VenueOrder,
  type VenueOrderId,
  venueOrderId,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt, positiveAmountAt } from '../../kit/amounts.ts'
import { given, optionalMsTimeAt, optionalTextAt, textAt } from '../../kit/fields.ts'
import { ownOrderId } from '../../kit/own-order-id.ts'
import { sideAt, stateOf, unknownState } from './order-words.ts'

/** What answers and listings say of an order. Spot and USDⓈ-M differ in the names of a time and of a quantity only. */

/**
 * An order of a list; `undefined` where the word for its state is not known.
 *
 * @throws ProtocolError `MALFORMED_RESPONSE`
 */
export function listedOrder(row: JsonObject, instrument: Instrument): VenueOrder | undefined {
  // The answer to a cancel is named by the cancel: the order is `origClientOrderId` there.
  const id = optionalTextAt(row, 'origClientOrderId') ?? optionalTextAt(row, 'clientOrderId')
  // An amended order of spot has `qty`.
  const quantity = optionalAmountAt(row, 'origQty') ?? amountAt(row, 'qty')
  const filledQuantity = amountAt(row, 'executedQty')
  const status = stateOf(textAt(row, 'status'), filledQuantity.gte(quantity))
  if (status === undefined) return undefined
  return {
    ...given('clientOrderId', ownOrderId(id)),
    venueOrderId: venueOrderId(textAt(row, 'orderId')),
    instrument,
    side: sideAt(row, 'side'),
    status,
    quantity,
    filledQuantity,
    ...given('price', positiveAmountAt(row, 'price')),
    ...given('venueTimeUs', orderTimeUs(row)),
  }
}

/** An order that was asked for by name, or of an answer. @throws ProtocolError `MALFORMED_RESPONSE` */
export function readOrder(row: JsonObject, instrument: Instrument): VenueOrder {
  const order = listedOrder(row, instrument)
  if (order === undefined) throw unknownState('status', textAt(row, 'status'))
  return order
}

/** When an order last changed: `transactTime` in answers of spot, else `updateTime`. */
export function orderTimeUs(row: JsonObject): number | undefined {
  return optionalMsTimeAt(row, 'transactTime') ?? optionalMsTimeAt(row, 'updateTime')
}

/** A price that an order has: market orders have none, written as 0. */
export function priceAt(row: JsonObject, key: string): { readonly price?: Decimal } {
  return given('price', positiveAmountAt(row, key))
}

/** The id of an order under a key. */
export function orderIdAt(row: JsonObject, key: string): VenueOrderId {
  return venueOrderId(textAt(row, key))
}
