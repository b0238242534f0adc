import {
  type AccountId,
  type Decimal,
  type Fill,
  fillId,
  type Instrument,
  type VenueOrder,
  venueOrderId,
} from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt, optionalAmountAt, positiveAmountAt } from '../../../kit/amounts.ts'
import { given, isObject, msTimeAt, objectAt, optionalTextAt, textAt } from '../../../kit/fields.ts'
import { ownOrderId } from '../../../kit/own-order-id.ts'
import { sideOf } from '../../account/executions.ts'
import { isoTimeAt, optionalIsoTimeAt } from '../../times.ts'
import { isMakerOf } from './feeds.ts'
import { assetOf } from './wallets.ts'

/** One order of `openorders`. @throws ProtocolError `MALFORMED_RESPONSE` */
export function readOpenRow(row: JsonObject, instrument: Instrument): VenueOrder {
  const filledQuantity = amountAt(row, 'filledSize')
  return {
    ...given('clientOrderId', ownOrderId(clientIdOf(row))),
    venueOrderId: venueOrderId(textAt(row, 'order_id')),
    instrument,
    side: sideOf(textAt(row, 'side')),
    status: 'open',
    quantity: amountAt(row, 'unfilledSize').plus(filledQuantity),
    filledQuantity,
    ...given('price', positiveAmountAt(row, 'limitPrice')),
    ...given('venueTimeUs', optionalIsoTimeAt(row, 'lastUpdateTime')),
  }
}

const clientIdOf = (row: JsonObject): string | undefined =>
  optionalTextAt(row, 'cliOrdId') ?? optionalTextAt(row, 'cli_ord_id')

/** One fill of `fills`. @throws ProtocolError `MALFORMED_RESPONSE` */
export function readFillRow(row: JsonObject, instrument: Instrument, account: AccountId): Fill {
  const paid = optionalAmountAt(row, 'fee_paid')
  const currency = optionalTextAt(row, 'fee_currency')
  const hasFee = paid !== undefined && currency !== undefined
  return {
    fillId: fillId(textAt(row, 'fill_id')),
    account,
    ...given('clientOrderId', ownOrderId(clientIdOf(row))),
    venueOrderId: venueOrderId(textAt(row, 'order_id')),
    instrument,
    side: sideOf(textAt(row, 'side')),
    price: amountAt(row, 'price'),
    quantity: amountAt(row, 'size'),
    ...(hasFee ? { fee: { amount: paid, asset: assetOf(currency) } } : {}),
    ...given('isMaker', isMakerOf(optionalTextAt(row, 'fillType'))),
    venueTimeUs: isoTimeAt(row, 'fillTime'),
  }
}

/** How an order ended by its event in the history; `undefined` where the event ended nothing. */
interface Ended {
  readonly order: JsonObject
  readonly status: VenueOrder['status']
}

/** The order that an element of the history says has ended; `undefined` where it says something else. */
export function readHistoryElement(
  element: JsonObject,
  instrument: Instrument,
): VenueOrder | undefined {
  const found = endOf(objectAt(element, 'event'))
  if (found === undefined || textAt(found.order, 'tradeable') !== instrument.symbol)
    return undefined
  const { order, status } = found
  const filledQuantity = optionalAmountAt(order, 'filled') ?? ZERO(order)
  return {
    ...given('clientOrderId', ownOrderId(optionalTextAt(order, 'clientId'))),
    venueOrderId: venueOrderId(textAt(order, 'uid')),
    instrument,
    side: sideOf(textAt(order, 'direction').toLowerCase()),
    status,
    // What it says is what was left. Limits in histories are not reliable, so no price is told.
    quantity: amountAt(order, 'quantity').plus(filledQuantity),
    filledQuantity,
    venueTimeUs: msTimeAt(element, 'timestamp'),
  }
}

/** Triggers have no count of what was filled: nothing was. */
const ZERO = (order: JsonObject): Decimal => amountAt(order, 'quantity').times(0)

function endOf(event: JsonObject): Ended | undefined {
  const { OrderPlaced: placed, OrderUpdated: updated, OrderRejected: refused } = event
  const cancelled = event['OrderCancelled'] ?? event['OrderTriggerCancelled']
  if (isObject(cancelled))
    return { order: objectAt(cancelled, 'order'), status: cancelStatus(cancelled) }
  if (isObject(refused)) return { order: objectAt(refused, 'order'), status: 'rejected' }
  if (isObject(updated) && optionalTextAt(updated, 'reason') === 'full_fill')
    return { order: objectAt(updated, 'newOrder'), status: 'filled' }
  // An order that was filled as it came is told as placed with nothing left.
  if (isObject(placed) && amountAt(objectAt(placed, 'order'), 'quantity').isZero())
    return { order: objectAt(placed, 'order'), status: 'filled' }
  return undefined
}

function cancelStatus(event: JsonObject): VenueOrder['status'] {
  const reason = optionalTextAt(event, 'reason') ?? ''
  if (reason.startsWith('ioc_order_failed')) return 'expired'
  return reason.startsWith('post_order_failed') ? 'rejected' : 'cancelled'
}
