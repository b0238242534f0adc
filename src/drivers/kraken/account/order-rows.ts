import {
  type AccountId,
  Decimal,
  type Fill,
  fillId,
  type Instrument,
  type VenueOrder,
  venueOrderId,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, positiveAmountAt } from '../../kit/amounts.ts'
import { decimalAt, given, objectAt, optionalTextAt, textAt } from '../../kit/fields.ts'
import { secondsTextUs } from '../times.ts'
import { fromWire } from './client-order-id.ts'
import { isPostOnly, sideOf } from './executions.ts'

/**
 * One order of REST's lists, under its id; `undefined` where its status is not known: a list with a hole proves nothing.
 *
 * @throws ProtocolError `MALFORMED_RESPONSE`
 */
export function readOrderRow(
  id: string,
  row: JsonObject,
  instrument: Instrument,
): VenueOrder | undefined {
  const description = objectAt(row, 'descr')
  const quantity = amountAt(row, 'vol')
  const filledQuantity = amountAt(row, 'vol_exec')
  const status = statusOf(row, filledQuantity.gte(quantity))
  if (status === undefined) return undefined
  return {
    ...given('clientOrderId', fromWire(optionalTextAt(row, 'cl_ord_id'))),
    venueOrderId: venueOrderId(id),
    instrument,
    side: sideOf(textAt(description, 'type')),
    status,
    quantity,
    filledQuantity,
    ...given('price', priceOf(description)),
    ...given('venueTimeUs', timeAt(row, 'closetm') ?? timeAt(row, 'opentm')),
  }
}

/** The limit stands first on limit orders, second on stops, whose first is the trigger; `price` of the row is an average. */
function priceOf(description: JsonObject): Decimal | undefined {
  const type = textAt(description, 'ordertype')
  if (type === 'limit' || type === 'iceberg') return positiveAmountAt(description, 'price')
  return type.endsWith('-limit') ? positiveAmountAt(description, 'price2') : undefined
}

function statusOf(row: JsonObject, isWhole: boolean): VenueOrder['status'] | undefined {
  switch (textAt(row, 'status')) {
    case 'pending':
    case 'open':
      return 'open'
    case 'closed':
      // Closed is filled; where something is left, that was not.
      return isWhole ? 'filled' : 'cancelled'
    case 'canceled':
      return isPostOnly(optionalTextAt(row, 'reason') ?? '') ? 'rejected' : 'cancelled'
    case 'expired':
      return 'expired'
    default:
      return undefined
  }
}

/** Seconds with a fraction, which come as a number or as text; 0 says that there was none. */
function timeAt(row: JsonObject, key: string): number | undefined {
  if (optionalTextAt(row, key) === undefined) return undefined
  const timeUs = secondsTextUs(decimalAt(row, key))
  return timeUs === 0 ? undefined : timeUs
}

/** One trade of REST's history, under its id. Its fee is told in quote, whatever it was paid in. */
export function readTradeRow(
  id: string,
  row: JsonObject,
  instrument: Instrument,
  account: AccountId,
): Fill {
  const isMaker = row['maker']
  return {
    fillId: fillId(id),
    account,
    venueOrderId: venueOrderId(textAt(row, 'ordertxid')),
    instrument,
    side: sideOf(textAt(row, 'type')),
    price: amountAt(row, 'price'),
    quantity: amountAt(row, 'vol'),
    fee: { amount: new Decimal(decimalAt(row, 'fee')), asset: instrument.quote },
    ...given('isMaker', typeof isMaker === 'boolean' ? isMaker : undefined),
    venueTimeUs: secondsTextUs(decimalAt(row, 'time')),
  }
}
