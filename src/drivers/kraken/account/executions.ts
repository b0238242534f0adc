import {
  type AccountId,
  type Fee,
  type Fill,
  fillId,
  type InstrumentTable,
  type OrderAddress,
  ProtocolError,
  type Side,
  type ToldOrderEvent,
  venueOrderId,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { amountAt, optionalAmountAt, positiveAmountAt } from '../../kit/amounts.ts'
import { asObject, given, isArray, optionalTextAt, textAt } from '../../kit/fields.ts'
import { isoTimeAt, optionalIsoTimeAt } from '../times.ts'
import { fromWire } from './client-order-id.ts'
import { addressOf, type KnownOrder, type KnownOrders } from './known-orders.ts'

/** What reading an execution needs. */
export interface ExecutionContext {
  /** Whose. */
  readonly account: AccountId
  /** The instruments. */
  readonly table: InstrumentTable
  /** What the connection has told before. */
  readonly orders: KnownOrders
  /** When the frame arrived, epoch µs. */
  readonly localTimeUs: number
}

/** What an execution came to. */
export type ExecutionRead =
  | { readonly type: 'event'; readonly event: ToldOrderEvent }
  | { readonly type: 'nothing'; readonly reason: string }
  | { readonly type: 'unreadable'; readonly detail: string }

/**
 * Reads one row of `executions` over what the connection told before: a cancel has neither symbol nor side. The end of an
 * order is `filled`, `canceled` or `expired`: the status in a `trade` may say `partially_filled` of the last one.
 */
export function readExecution(row: JsonObject, context: ExecutionContext): ExecutionRead {
  const news = readOrder(row, context)
  if (news === undefined) return { type: 'nothing', reason: 'instrument is not listed' }
  const order = context.orders.merge(news)
  const address = addressOf(order, context.account)
  if (address === undefined) {
    return { type: 'unreadable', detail: `${order.venueOrderId}: its order was never told` }
  }
  return told(row, order, address, context)
}

function told(
  row: JsonObject,
  order: KnownOrder,
  address: OrderAddress,
  context: ExecutionContext,
): ExecutionRead {
  const { localTimeUs, orders } = context
  const { venueOrderId: id, quantity, price } = order
  const filled = given('filledQuantity', order.filledQuantity)
  const head = {
    order: address,
    timeUs: localTimeUs,
    ...given('venueTimeUs', optionalIsoTimeAt(row, 'timestamp')),
  }
  const event = (found: ToldOrderEvent): ExecutionRead => ({ type: 'event', event: found })
  const kind = textAt(row, 'exec_type')
  switch (kind) {
    case 'pending_new':
    case 'new':
      return event({ type: 'acknowledged', ...head, venueOrderId: id, ...filled })
    case 'filled':
      orders.end(id)
      return event({ type: 'acknowledged', ...head, venueOrderId: id, ...filled })
    case 'trade': {
      const fill = readFill(row, order, context)
      return fill === undefined
        ? { type: 'unreadable', detail: `${id}: symbol and side of its trade were never told` }
        : event({ type: 'fill', ...head, fill })
    }
    case 'amended':
    case 'restated':
      return event({
        type: 'amended',
        ...head,
        ...given('price', price),
        ...given('quantity', quantity),
        ...filled,
      })
    case 'canceled': {
      orders.end(id)
      const text = optionalTextAt(row, 'cancel_reason') ?? optionalTextAt(row, 'reason') ?? ''
      if (isPostOnly(text))
        return event({
          type: 'rejected',
          ...head,
          code: 'Post only order',
          text: text.slice(0, 200),
        })
      return event({ type: 'cancelled', ...head, ...filled })
    }
    case 'expired':
      orders.end(id)
      return event({ type: 'expired', ...head, ...filled })
    case 'iceberg_refill':
    case 'status':
      return { type: 'nothing', reason: `execution ${kind} changes no order` }
    default:
      return { type: 'unreadable', detail: `execution ${kind.slice(0, 40)} of ${id}` }
  }
}

/** A post-only order that would have traded is told as a cancel; REST's histories say the same words. */
export function isPostOnly(reason: string): boolean {
  return /^(EOrder:)?Post only order/i.test(reason)
}

/** What a row tells of its order; `undefined` where it names an instrument that is not listed. */
function readOrder(row: JsonObject, { table }: ExecutionContext): KnownOrder | undefined {
  const symbol = optionalTextAt(row, 'symbol')
  const instrument = symbol === undefined ? undefined : table.bySymbol('spot', symbol)?.instrument
  if (symbol !== undefined && instrument === undefined) return undefined
  const side = optionalTextAt(row, 'side')
  return {
    venueOrderId: venueOrderId(textAt(row, 'order_id')),
    ...given('clientOrderId', fromWire(optionalTextAt(row, 'cl_ord_id'))),
    ...given('instrument', instrument),
    ...given('side', side === undefined ? undefined : sideOf(side)),
    ...given('quantity', positiveAmountAt(row, 'order_qty')),
    ...given('price', positiveAmountAt(row, 'limit_price')),
    ...given('filledQuantity', optionalAmountAt(row, 'cum_qty')),
  }
}

/** The fill of a `trade`; `undefined` where nobody has told what was traded, and on which side. */
function readFill(
  row: JsonObject,
  order: KnownOrder,
  { account }: ExecutionContext,
): Fill | undefined {
  const { venueOrderId: id, clientOrderId, instrument, side } = order
  if (instrument === undefined || side === undefined) return undefined
  const liquidity = optionalTextAt(row, 'liquidity_ind')
  return {
    fillId: fillId(textAt(row, 'exec_id')),
    account,
    ...given('clientOrderId', clientOrderId),
    venueOrderId: id,
    instrument,
    side,
    price: amountAt(row, 'last_price'),
    quantity: amountAt(row, 'last_qty'),
    ...given('fee', feeOf(row)),
    ...given('isMaker', liquidity === undefined ? undefined : liquidity === 'm'),
    venueTimeUs: isoTimeAt(row, 'timestamp'),
  }
}

/** `fee_usd_equiv` is not what was paid. A fee in several assets cannot be told as one. */
function feeOf(row: JsonObject): Fee | undefined {
  const { fees } = row
  const [fee] = isArray(fees) ? fees : []
  if (!isArray(fees) || fees.length !== 1) return undefined
  const paid = asObject(fee, 'fees')
  return { amount: amountAt(paid, 'qty'), asset: textAt(paid, 'asset') }
}

/** A side in the venue's word. @throws ProtocolError `MALFORMED_RESPONSE` */
export function sideOf(word: string): Side {
  if (word === 'buy' || word === 'sell') return word
  throw new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading a side: expected buy or sell, was "${word.slice(0, 40)}"`,
  )
}
