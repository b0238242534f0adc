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
import { sideAt, stateAt } from './order-words.ts'

/** What answers and listings say of an order. Spot and USDⓈ-M differ in the names of a time and of a quantity only. */

/** An order of a listing or an answer. @throws ProtocolError `MALFORMED_RESPONSE` */
export function readOrder(row: JsonObject, instrument: Instrument): VenueOrder {
  // The answer to a cancel is named by the cancel: the order is `origClientOrderId` there.
  const id = optionalTextAt(row, 'origClientOrderId') ?? optionalTextAt(row, 'clientOrderId')
  return {
    ...given('clientOrderId', ownOrderId(id)),
    venueOrderId: venueOrderId(textAt(row, 'orderId')),
    instrument,
    side: sideAt(row, 'side'),
    status: stateAt(row, 'status'),
    // An amended order of spot has `qty`.
    quantity: optionalAmountAt(row, 'origQty') ?? amountAt(row, 'qty'),
    filledQuantity: amountAt(row, 'executedQty'),
    ...given('price', positiveAmountAt(row, 'price')),
    ...given('venueTimeUs', orderTimeUs(row)),
  }
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
