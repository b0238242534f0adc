import type { Decimal, OrderAddress, VenueOrderId } from '../../core/index.ts'
import type { Order } from './order.ts'
import type { OrderMeaning } from './order-meaning.ts'

/** An order with what an event adds to it, and what the event means to it. */
export interface Learned {
  /** The order; its state is as before. */
  readonly order: Order
  /** What the table is to be asked, in order. */
  readonly meanings: readonly OrderMeaning[]
}

/** The venue's id of the order is told. */
export function withVenueId(
  order: Order,
  id: VenueOrderId | undefined,
  meanings: readonly OrderMeaning[],
  isAmend = false,
): Learned {
  const { venueOrderIds } = order
  if (id === undefined || venueOrderIds.includes(id)) return { order, meanings }
  const isOther = venueOrderIds.length > 0 && !isAmend
  return {
    // A second id without an amend is not the one to speak to: it goes before the one we know.
    order: { ...order, venueOrderIds: isOther ? [id, ...venueOrderIds] : venueOrderIds.concat(id) },
    meanings: isOther ? [...meanings, 'otherVenueId'] : meanings,
  }
}

/** The venue's id by which an event names the order, where none is known yet: fills may come by no other. */
export function withNamedId(order: Order, address: OrderAddress): Order {
  if (order.venueOrderIds.length > 0 || !('venueOrderId' in address)) return order
  return { ...order, venueOrderIds: [address.venueOrderId] }
}

/** The venue says what was filled in all; `isFinal`: it is its last word. */
export function toldQuantity(
  learned: Learned,
  told: Decimal | undefined,
  isFinal = false,
): Learned {
  if (told === undefined) return learned
  const { order, meanings } = learned
  const isNewHole = told.gt(order.filledQuantity) && told.gt(order.toldQuantity)
  const isSurplus = isFinal && order.filledQuantity.gt(told)
  const isMore = told.gt(order.toldQuantity)
  const isNews = isMore || (isFinal && !order.isToldFinal)
  return {
    order: isNews
      ? {
          ...order,
          toldQuantity: isMore ? told : order.toldQuantity,
          isToldFinal: order.isToldFinal || isFinal,
        }
      : order,
    meanings: isNewHole ? [...meanings, 'hole'] : isSurplus ? [...meanings, 'surplus'] : meanings,
  }
}

/** The venue has said where the order is. */
export function answered(order: Order): Order {
  return order.isLookupWanted ? { ...order, isLookupWanted: false, isVanished: undefined } : order
}
