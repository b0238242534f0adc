import type { Decimal } from './decimal.ts'
import type { ClientOrderId, OrderTerms, VenueOrderId } from './orders.ts'

/** What every request to a venue has. */
export interface VenueRequestBase {
  /** The order. */
  readonly clientOrderId: ClientOrderId
  /** Its number among the requests about this order; the answer names it. */
  readonly request: number
  /** The terms in force, which say whose account, what and where. */
  readonly terms: OrderTerms
  /** When it stops to be of force, epoch µs of the venue's clock: it goes out with the request where a venue takes one. */
  readonly deadlineUs: number
}

/** Places the order; sent once, never again. */
export interface PlaceRequest extends VenueRequestBase {
  /** Tells it from other requests. */
  readonly type: 'place'
}

/** Changes the order. */
export interface AmendRequest extends VenueRequestBase {
  /** Tells it from other requests. */
  readonly type: 'amend'
  /** The venue's id of it, the newest. */
  readonly venueOrderId: VenueOrderId | undefined
  /** The new price; `undefined` on orders without one. */
  readonly price: Decimal | undefined
  /** The new whole quantity. */
  readonly quantity: Decimal
}

/** Ends the order. */
export interface CancelRequest extends VenueRequestBase {
  /** Tells it from other requests. */
  readonly type: 'cancel'
  /** The venue's id of it, the newest; `undefined` where the venue has told none: by our id, then. */
  readonly venueOrderId: VenueOrderId | undefined
}

/** What is sent to a venue. */
export type VenueRequest = PlaceRequest | AmendRequest | CancelRequest
