import { type VenueOrderId, venueOrderId } from '../../../core/index.ts'

/**
 * Stops are kept apart from orders at OKX: they have ids of their own, endpoints of their own, and become an order with
 * another id when they are triggered. Both kinds of ids are digits alone, so that a stop's is told as `algo-` and its digits.
 */
const ALGO = 'algo-'

/** What we call the id of a stop that waits. */
export function algoOrderId(algoId: string): VenueOrderId {
  return venueOrderId(ALGO + algoId)
}

/** The venue's own id of a stop that waits; `undefined` of an order. */
export function algoIdOf(id: VenueOrderId | undefined): string | undefined {
  return id?.startsWith(ALGO) === true ? id.slice(ALGO.length) : undefined
}
