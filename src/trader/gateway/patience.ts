import {
  type OrderEvent,
  unanswered,
  type VenueError,
  type VenueRequest,
} from '../../core/index.ts'

/**
 * A cancel that was refused for now, by a limit or for maintenance, is not refused for good: its order lives, and its end is
 * still wanted. It counts as unanswered, so that the order is looked up and its end asked for again.
 */
export function withPatience(
  events: readonly OrderEvent[],
  requests: readonly VenueRequest[],
  refusal: VenueError | undefined,
): readonly OrderEvent[] {
  if (refusal?.retry !== 'safe') return events
  return events.map((event) => {
    const request = event.type === 'cancelRejected' ? requestOf(event, requests) : undefined
    return request === undefined ? event : unanswered(request, 'rateLimited', event.timeUs)
  })
}

function requestOf(
  { order }: OrderEvent,
  requests: readonly VenueRequest[],
): VenueRequest | undefined {
  return requests.find(({ clientOrderId }) => clientOrderId === order.clientOrderId)
}
