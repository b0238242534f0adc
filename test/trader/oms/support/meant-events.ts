import { type OrderInput, venueOrderId } from '../../../../src/core/index.ts'
import type { Order, OrderMeaning } from '../../../../src/trader/oms/index.ts'
import { decimal, filled, fillOf, of, VENUE_ID } from './small-orders.ts'

interface Meant {
  readonly order: Order
  readonly event: OrderInput
}

const NEVER_SEEN = {
  venueOrderIds: [],
  fills: [],
  filledQuantity: decimal(0),
  toldQuantity: decimal(0),
  isToldFinal: false,
} as const
const SEEN = { ...NEVER_SEEN, venueOrderIds: [VENUE_ID] } as const
const PENDING = {
  amend: { request: 2, price: decimal(101), quantity: decimal(12), isUnknown: false },
} as const
const base = { order: of, timeUs: 50 } as const
const LONG_AFTER_US = 100_000_000

const listed = {
  ...base,
  type: 'foundOpen',
  venueOrderId: VENUE_ID,
  quantity: decimal(10),
  price: decimal(100),
  filledQuantity: decimal(0),
} as const

/** The order with some of it filled. */
function withFill(order: Order, quantity: number): Order {
  return {
    ...order,
    ...SEEN,
    fills: [fillOf('f1', quantity)],
    filledQuantity: decimal(quantity),
  }
}

/** An event that means this to the order, with the order as it has to be for that; its state is as given. */
export function meant(given: Order, meaning: OrderMeaning): Meant {
  const order: Order = { ...given, ...SEEN, amend: undefined }
  switch (meaning) {
    case 'acknowledged':
      return { order, event: { ...base, type: 'acknowledged', venueOrderId: VENUE_ID } }
    case 'rejected':
      return { order, event: { ...base, type: 'rejected', code: 'no', text: 'no' } }
    case 'rejectedAfterFill':
      return {
        order: withFill(order, 1),
        event: { ...base, type: 'rejected', code: 'no', text: 'no' },
      }
    case 'outcomeUnknown':
      return { order, event: { ...base, type: 'outcomeUnknown', cause: 'timeout' } }
    case 'notSent':
      return { order, event: { ...base, type: 'notSent', request: 1 } }
    case 'fill':
      return { order, event: filled(fillOf('f2', 1)) }
    case 'fillAgain':
      return { order: withFill(order, 1), event: filled(fillOf('f1', 1)) }
    case 'fillDiffers':
      return { order: withFill(order, 1), event: filled(fillOf('f1', 2)) }
    case 'feeTold': {
      const fee = { amount: decimal('0.1'), asset: 'USDT' }
      return { order: withFill(order, 1), event: filled(fillOf('f1', 1, { fee })) }
    }
    case 'fillBeyond':
      return { order: withFill(order, 9), event: filled(fillOf('f2', 2)) }
    case 'complete':
      // In flight, a fill would lead to `open` before: all was filled, and something late comes.
      return order.status === 'inFlight' || order.status === 'unknown'
        ? {
            order: withFill(order, 10),
            event: { ...base, type: 'cancelRejected', request: 99, code: 'no', text: 'no' },
          }
        : { order: withFill(order, 9), event: filled(fillOf('f2', 1)) }
    case 'hole':
      return {
        order,
        event: { ...base, type: 'amended', request: 0, filledQuantity: decimal(3) },
      }
    case 'surplus':
      return surplus(order)
    case 'otherVenueId':
      return otherVenueId(order)
    case 'amendSent':
      return {
        order,
        event: {
          ...base,
          type: 'amendSent',
          deadlineUs: 99,
          price: decimal(101),
          quantity: decimal(12),
        },
      }
    case 'amended':
      return { order: { ...order, ...PENDING }, event: { ...base, type: 'amended', request: 2 } }
    case 'amendRejected':
      return {
        order: { ...order, ...PENDING },
        event: { ...base, type: 'amendRejected', request: 2, code: 'no', text: 'no' },
      }
    case 'amendUnknown':
      return {
        order: { ...order, ...PENDING },
        event: { ...base, type: 'amendUnknown', request: 2, cause: 'timeout' },
      }
    case 'amendLate':
      return {
        order,
        event: { ...base, type: 'amendRejected', request: 99, code: 'no', text: 'no' },
      }
    case 'cancelSent':
      return { order, event: { ...base, type: 'cancelSent', deadlineUs: 99 } }
    case 'cancelled':
    case 'expired':
      return { order, event: { ...base, type: meaning } }
    case 'cancelRejected':
      return {
        order: { ...order, cancelRequest: 2 },
        event: { ...base, type: 'cancelRejected', request: 2, code: 'no', text: 'no' },
      }
    case 'cancelUnknown':
      return {
        order: { ...order, cancelRequest: 2 },
        event: { ...base, type: 'cancelUnknown', request: 2, cause: 'timeout' },
      }
    case 'cancelLate':
      return { order, event: { ...base, type: 'cancelUnknown', request: 99, cause: 'timeout' } }
    case 'foundOpen':
      return { order, event: { ...listed, askedTimeUs: LONG_AFTER_US } }
    case 'foundOpenLate':
      return { order, event: { ...listed, askedTimeUs: 0 } }
    case 'foundFilled':
      return {
        order,
        event: { ...base, type: 'foundEnded', as: 'filled', filledQuantity: decimal(0) },
      }
    case 'missing':
      return { order, event: { ...base, type: 'missing' } }
    case 'provenAbsent':
    case 'vanished':
    case 'vanishedAgain':
    case 'vanishedForGood':
      return {
        order: {
          ...order,
          ...(meaning === 'provenAbsent' ? NEVER_SEEN : SEEN),
          ...(meaning === 'vanishedAgain' && { isVanished: true }),
        },
        event: {
          ...base,
          type: 'provenAbsent',
          openOrdersVenueTimeUs: 40,
          historyVenueTimeUs: 41,
          ...(meaning === 'vanishedForGood' && { countsAsEnd: true }),
        },
      }
  }
}

/** More fills than the venue's last word: a fill after it, or a last word that ends nothing any more. */
function surplus(order: Order): Meant {
  if (order.status === 'rejected' || order.status === 'denied') {
    const event = { ...base, type: 'cancelled', filledQuantity: decimal(0) } as const
    return { order: withFill(order, 1), event }
  }
  return {
    order: { ...withFill(order, 1), toldQuantity: decimal(1), isToldFinal: true },
    event: filled(fillOf('f2', 1)),
  }
}

/** A fill that we have comes again, under another id of the venue's. */
function otherVenueId(order: Order): Meant {
  return {
    order: withFill(order, 1),
    event: filled(fillOf('f1', 1, { venueOrderId: venueOrderId('v2') })),
  }
}
