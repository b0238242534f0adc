import type {
  AccountId,
  ClientOrderId,
  Decimal,
  Instrument,
  OrderInput,
  VenueOrderId,
} from '../../core/index.ts'

/** Which order an event names. */
export interface NamedOrder {
  /** Our id. */
  readonly clientOrderId?: ClientOrderId | undefined
  /** The venue's id. */
  readonly venueOrderId?: VenueOrderId
  /** Whose account. */
  readonly account?: AccountId
  /** Where. */
  readonly instrument?: Instrument
}

/** Which order an event names: by a fill's own words, where it is one. */
export function addressOf(event: OrderInput): NamedOrder {
  if (event.type !== 'fill') return event.order
  const { clientOrderId, venueOrderId, account, instrument } = event.fill
  // A venue that does not repeat our id in its fills may do so around them.
  return {
    clientOrderId: clientOrderId ?? event.order.clientOrderId,
    venueOrderId,
    account,
    instrument,
  }
}

/** What the event says was filled in all; `undefined` where it does not say it. */
export function toldQuantityOf(event: OrderInput): Decimal | undefined {
  return 'filledQuantity' in event ? event.filledQuantity : undefined
}
