import {
  type ClientOrderId,
  type Decimal,
  type Fill,
  type OrderTerms,
  type VenueOrder,
  type VenueOrderId,
  venueOrderId,
} from '../../core/index.ts'
import { minus } from '../portfolio/exact.ts'

/** An order at the paper venue. Never mutated: a change is a new object. */
export interface PaperOrder {
  /** Our id. */
  readonly clientOrderId: ClientOrderId
  /** The terms in force. */
  readonly terms: OrderTerms
  /** Whether it works, or how it ended. */
  readonly status: VenueOrder['status']
  /** What was filled. */
  readonly filledQuantity: Decimal
  /** Its fills. */
  readonly fills: readonly Fill[]
  /** When it last changed, epoch µs. */
  readonly changedTimeUs: number
}

/** The venue's id of an order: made of ours, which is never used twice, so neither is it. */
export function paperOrderId(clientOrderId: ClientOrderId): VenueOrderId {
  return venueOrderId(`paper-${clientOrderId}`)
}

/** What is not filled yet. */
export function leavesOf({ terms, filledQuantity }: PaperOrder): Decimal {
  return minus(terms.quantity, filledQuantity)
}

/** The order as a venue lists it. */
export function orderRow(order: PaperOrder): VenueOrder {
  const { clientOrderId, terms, status, filledQuantity, changedTimeUs: venueTimeUs } = order
  const { instrument, side, quantity, price } = terms
  return {
    clientOrderId,
    venueOrderId: paperOrderId(clientOrderId),
    instrument,
    side,
    status,
    quantity,
    filledQuantity,
    ...(price !== undefined && { price }),
    venueTimeUs,
  }
}
