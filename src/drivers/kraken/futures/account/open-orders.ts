import {
  type AccountEvent,
  type OrderAddress,
  ProtocolError,
  type VenueOrderId,
  venueOrderId,
} from '../../../../core/index.ts'
import type { JsonObject } from '../../../../wire/index.ts'
import { amountAt, positiveAmountAt } from '../../../kit/amounts.ts'
import {
  arrayAt,
  asObject,
  given,
  integerAt,
  isObject,
  objectAt,
  optionalMsTimeAt,
  optionalTextAt,
  textAt,
} from '../../../kit/fields.ts'
import { ownOrderId } from '../../../kit/own-order-id.ts'
import { addressOf, type KnownOrder, type KnownOrders } from '../../account/known-orders.ts'
import { contractOf, type FeedContext } from './feeds.ts'

/** How an order ended, by the venue's reason. Reasons that are not here end nothing: the account is asked then. */
const ENDS: Readonly<Record<string, 'filled' | 'cancelled' | 'expired' | 'rejected'>> = {
  full_fill: 'filled',
  cancelled_by_user: 'cancelled',
  cancelled_by_admin: 'cancelled',
  liquidation: 'cancelled',
  dead_man_switch: 'cancelled',
  contract_expired: 'cancelled',
  not_enough_margin: 'cancelled',
  market_inactive: 'cancelled',
  // What would trade with another order of the account is taken away; part of the order may be filled by then.
  'self-fill': 'cancelled',
  // What it would take at once is what it got: part of it may be filled.
  ioc_order_failed_because_it_would_not_be_executed: 'expired',
  post_order_failed_because_it_would_filled: 'rejected',
  post_order_failed_because_it_would_be_filled: 'rejected',
}

/** The orders in `open_orders_snapshot`: all that are open. */
export function readOpenSnapshot(
  message: JsonObject,
  orders: KnownOrders,
  context: FeedContext,
): readonly AccountEvent[] {
  return arrayAt(message, 'orders').flatMap((item) => {
    const order = readOrder(asObject(item, 'orders'), context)
    return order === undefined ? [] : acknowledged(orders.merge(order), context, undefined)
  })
}

/** One change in `open_orders`: with the whole order, or, of a cancel, with its id alone. */
export function readOpenOrder(
  message: JsonObject,
  orders: KnownOrders,
  context: FeedContext,
): readonly AccountEvent[] {
  const row = isObject(message['order']) ? objectAt(message, 'order') : undefined
  const news = row === undefined ? readName(message) : readOrder(row, context)
  if (news === undefined) return []
  const order = orders.merge(news)
  const reason = optionalTextAt(message, 'reason') ?? ''
  const venueTimeUs = row === undefined ? undefined : optionalMsTimeAt(row, 'last_update_time')
  const address = addressOf(order, context.account)
  if (address === undefined)
    return [missed(`${order.venueOrderId}: its order was never told`, context)]
  if (message['is_cancel'] === true) {
    orders.end(order.venueOrderId)
    return [ended(news, address, reason, venueTimeUs, context)]
  }
  if (reason === 'edited_by_user') return [amended(order, address, venueTimeUs, context)]
  return acknowledged(order, context, venueTimeUs)
}

function head(
  order: OrderAddress,
  venueTimeUs: number | undefined,
  { localTimeUs }: FeedContext,
): { readonly order: OrderAddress; readonly timeUs: number; readonly venueTimeUs?: number } {
  return { order, timeUs: localTimeUs, ...given('venueTimeUs', venueTimeUs) }
}

function acknowledged(
  order: KnownOrder,
  context: FeedContext,
  venueTimeUs: number | undefined,
): readonly AccountEvent[] {
  const address = addressOf(order, context.account)
  if (address === undefined) return []
  const filled = given('filledQuantity', order.filledQuantity)
  const { venueOrderId: id } = order
  return [
    { type: 'acknowledged', ...head(address, venueTimeUs, context), venueOrderId: id, ...filled },
  ]
}

function amended(
  order: KnownOrder,
  address: OrderAddress,
  venueTimeUs: number | undefined,
  context: FeedContext,
): AccountEvent {
  return {
    type: 'amended',
    ...head(address, venueTimeUs, context),
    ...given('price', order.price),
    ...given('quantity', order.quantity),
    ...given('filledQuantity', order.filledQuantity),
  }
}

/** By what the frame itself tells: a sum of before would pass for the venue's last word, though frames were lost since. */
function ended(
  told: KnownOrder,
  address: OrderAddress,
  reason: string,
  venueTimeUs: number | undefined,
  context: FeedContext,
): AccountEvent {
  const at = head(address, venueTimeUs, context)
  const { venueOrderId: id, quantity, filledQuantity } = told
  const end = ENDS[reason]
  switch (end) {
    case 'filled':
      return { type: 'acknowledged', ...at, venueOrderId: id, ...given('filledQuantity', quantity) }
    case 'cancelled':
    case 'expired':
      return { type: end, ...at, ...given('filledQuantity', filledQuantity) }
    case 'rejected':
      return { type: 'rejected', ...at, code: reason, text: reason }
    case undefined:
    default:
      return missed(`${id} ended as ${reason.slice(0, 80)}`, context)
  }
}

function missed(detail: string, { account, localTimeUs }: FeedContext): AccountEvent {
  return { type: 'missed', account, detail, timeUs: localTimeUs }
}

const idAt = (row: JsonObject): VenueOrderId => venueOrderId(textAt(row, 'order_id'))

function readName(row: JsonObject): KnownOrder {
  const own = ownOrderId(optionalTextAt(row, 'cli_ord_id'))
  return { venueOrderId: idAt(row), ...given('clientOrderId', own) }
}

/** `qty` is what is left; the whole is that and what was filled. `undefined` for a contract that is not listed. */
function readOrder(row: JsonObject, { table }: FeedContext): KnownOrder | undefined {
  const instrument = contractOf(table, textAt(row, 'instrument'))
  if (instrument === undefined) return undefined
  const filledQuantity = amountAt(row, 'filled')
  return {
    ...readName(row),
    instrument,
    side: directionOf(integerAt(row, 'direction')),
    quantity: amountAt(row, 'qty').plus(filledQuantity),
    filledQuantity,
    ...given('price', positiveAmountAt(row, 'limit_price')),
  }
}

function directionOf(direction: number): 'buy' | 'sell' {
  if (direction === 0) return 'buy'
  if (direction === 1) return 'sell'
  throw new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading an order's direction: expected 0 or 1, was ${direction}`,
  )
}
