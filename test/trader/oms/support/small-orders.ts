import {
  type AccountId,
  accountId,
  type ClientOrderId,
  clientOrderId,
  Decimal,
  type Fill,
  fillId,
  type OrderInput,
  type OrderStatus,
  type PlaceIntent,
  strategyId,
  venueOrderId,
} from '../../../../src/core/index.ts'
import { newOrder, type Order, reduceOrder } from '../../../../src/trader/oms/index.ts'
import { instrument } from '../../../support/instrument.ts'

export const ID: ClientOrderId = clientOrderId(1, 0)
export const ACCOUNT: AccountId = accountId('main')
export const BTC = instrument()
export const VENUE_ID = venueOrderId('v1')
export const GRID = strategyId('grid')
export const of = { clientOrderId: ID }
export const decimal = (value: number | string): Decimal => new Decimal(value)

/** Asks to buy 10 at 100. */
export function intent(overrides: Partial<PlaceIntent['terms']> = {}): PlaceIntent {
  return {
    type: 'place',
    strategy: GRID,
    terms: {
      account: ACCOUNT,
      instrument: BTC,
      side: 'buy',
      type: 'limit',
      quantity: decimal(10),
      price: decimal(100),
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
      ...overrides,
    },
  }
}

/** A fill of the order. */
export function fillOf(id: string, quantity: number | string, overrides: Partial<Fill> = {}): Fill {
  return {
    fillId: fillId(id),
    account: ACCOUNT,
    clientOrderId: ID,
    venueOrderId: VENUE_ID,
    instrument: BTC,
    side: 'buy',
    price: decimal(100),
    quantity: decimal(quantity),
    venueTimeUs: 1,
    ...overrides,
  }
}

export function filled(fill: Fill, timeUs = 50): OrderInput {
  return { type: 'fill', order: of, timeUs, fill }
}

const acknowledged: OrderInput = {
  type: 'acknowledged',
  order: of,
  timeUs: 2,
  venueOrderId: VENUE_ID,
}
const amendSent: OrderInput = {
  type: 'amendSent',
  order: of,
  timeUs: 3,
  deadlineUs: 1003,
  price: decimal(101),
  quantity: decimal(12),
}
const cancelSent: OrderInput = { type: 'cancelSent', order: of, timeUs: 4, deadlineUs: 1004 }
const outcomeUnknown: OrderInput = {
  type: 'outcomeUnknown',
  order: of,
  timeUs: 2,
  cause: 'timeout',
}

/** How an order comes to be in a state. */
const LIVES: Readonly<Record<Exclude<OrderStatus, 'denied'>, readonly OrderInput[]>> = {
  inFlight: [],
  open: [acknowledged],
  amendInFlight: [acknowledged, amendSent],
  cancelInFlight: [acknowledged, cancelSent],
  unknown: [outcomeUnknown],
  amendUnknown: [
    acknowledged,
    amendSent,
    { type: 'amendUnknown', order: of, timeUs: 5, request: 2, cause: 'timeout' },
  ],
  cancelUnknown: [
    acknowledged,
    cancelSent,
    { type: 'cancelUnknown', order: of, timeUs: 5, request: 2, cause: 'timeout' },
  ],
  filled: [acknowledged, filled(fillOf('f1', 10), 6)],
  cancelled: [acknowledged, { type: 'cancelled', order: of, timeUs: 6 }],
  expired: [acknowledged, { type: 'expired', order: of, timeUs: 6 }],
  rejected: [{ type: 'rejected', order: of, timeUs: 6, code: 'no', text: 'no' }],
  absent: [
    outcomeUnknown,
    {
      type: 'provenAbsent',
      order: of,
      timeUs: 6,
      openOrdersVenueTimeUs: 5,
      historyVenueTimeUs: 6,
    },
  ],
}

/** An order of 10 at 100 in a state, by the events that lead there. */
export function orderIn(status: OrderStatus): Order {
  const made = { clientOrderId: ID, intent: intent(), timeUs: 1, deadlineUs: 1001 }
  if (status === 'denied')
    return newOrder({ ...made, refusal: { by: 'risk', code: 'KILL_SWITCH', text: '' } })
  return LIVES[status].reduce((order, event) => reduceOrder(order, event).order, newOrder(made))
}
