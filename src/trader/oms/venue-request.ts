import type { VenueOrderId, VenueRequest } from '../../core/index.ts'
import type { Order } from './order.ts'

/** The newest request about an order, as it goes to the venue. */
export function venueRequest(order: Order, type: 'place' | 'amend' | 'cancel'): VenueRequest {
  const { clientOrderId, requests, terms, deadlineUs, amend } = order
  const request = requests
  if (type === 'place') return { clientOrderId, request, terms, deadlineUs, type }
  const venueOrderId: VenueOrderId | undefined = order.venueOrderIds.at(-1)
  if (type === 'cancel') return { clientOrderId, request, terms, deadlineUs, type, venueOrderId }
  return {
    clientOrderId,
    request,
    terms,
    deadlineUs,
    type,
    venueOrderId,
    price: amend?.price,
    quantity: amend?.quantity ?? terms.quantity,
  }
}
