import {
  type ClientOrderId,
  type Decimal,
  type Instrument,
  type Side,
  type VenueOrder,
  type VenueOrderId,
  venueOrderId,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt } from '../../kit/amounts.ts'
import { given, optionalMsTimeAt, optionalTextAt, textAt } from '../../kit/fields.ts'
import { ownOrderId } from '../../kit/own-order-id.ts'
import { type OrderState, sideAt, stateOf } from './order-words.ts'

/** An order as the venue tells it, on its stream and in its lists alike. */
export interface OrderRow {
  /** Our id; `undefined` where the order is somebody else's. */
  readonly clientOrderId: ClientOrderId | undefined
  /** The venue's id. */
  readonly venueOrderId: VenueOrderId
  /** Buy or sell. */
  readonly side: Side
  /** Whether it works, or how it ended; `undefined` for a word that is not known. */
  readonly state: OrderState | undefined
  /** The venue's word for that. */
  readonly status: string
  /** The whole quantity. */
  readonly quantity: Decimal
  /** What was filled of it. */
  readonly filledQuantity: Decimal
  /** Its limit; `undefined` on market orders, whatever stands in their field. */
  readonly price: Decimal | undefined
  /** The venue's word for why it ended; `''` where it gives none. */
  readonly reason: string
  /** When it was made, epoch µs. */
  readonly createdTimeUs: number | undefined
  /** When it last changed, epoch µs. */
  readonly updatedTimeUs: number | undefined
}

/** Reads an order. Throws ProtocolError where a part that must be there is not. */
export function readOrderRow(row: JsonObject): OrderRow {
  const filledQuantity = amountAt(row, 'cumExecQty')
  const isMarket = textAt(row, 'orderType') === 'Market'
  const price = isMarket ? undefined : optionalAmountAt(row, 'price')
  return {
    clientOrderId: ownOrderId(optionalTextAt(row, 'orderLinkId')),
    venueOrderId: venueOrderId(textAt(row, 'orderId')),
    side: sideAt(row),
    state: stateOf(row, filledQuantity),
    status: textAt(row, 'orderStatus'),
    quantity: quantityOf(row, filledQuantity),
    filledQuantity,
    price,
    reason: optionalTextAt(row, 'rejectReason') ?? '',
    createdTimeUs: optionalMsTimeAt(row, 'createdTime'),
    updatedTimeUs: optionalMsTimeAt(row, 'updatedTime'),
  }
}

/** An order as it is listed; `undefined` where nobody can say how it is. */
export function listedOrder(row: JsonObject, instrument: Instrument): VenueOrder | undefined {
  const order = readOrderRow(row)
  if (order.state === undefined) return undefined
  return {
    ...given('clientOrderId', order.clientOrderId),
    venueOrderId: order.venueOrderId,
    instrument,
    side: order.side,
    status: order.state,
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    ...given('price', order.price),
    ...given('venueTimeUs', order.updatedTimeUs),
  }
}

/** A spot order for an amount of quote, which we never send, counts that in `qty`: of base it has what was filled. */
function quantityOf(row: JsonObject, filledQuantity: Decimal): Decimal {
  if (optionalTextAt(row, 'marketUnit') === 'quoteCoin') return filledQuantity
  return amountAt(row, 'qty')
}
