import type { VenueOrderId, VenueRequest } from '../../core/index.ts'
import type { Order } from './order.ts'

/** The newest request about an order, as it goes to the venue. */
export function venueRequest(order: Order, type: 'place' | 'amend' | 'cancel'): VenueRequest {
  const { clientOrderId, requests, terms, deadlineUs, amend } = order
  const request = { clientOrderId, request: requests, terms, deadlineUs }
  if (type === 'place') return { ...request, type }
  const venueOrderId: VenueOrderId | undefined = order.venueOrderIds.at(-1)
  if (type === 'cancel') return { ...request, type, venueOrderId }
  return {
    ...request,
    type,
    venueOrderId,
    price: amend?.price,
    quantity: amend?.quantity ?? terms.quantity,
  }
}
