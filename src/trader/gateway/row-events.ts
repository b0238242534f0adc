import {
  type AccountId,
  type ClientOrderId,
  type Fill,
  type Instrument,
  type OrderEvent,
  ProtocolError,
  type VenueOrder,
  type VenueOrderId,
} from '../../core/index.ts'

/**
 * What a venue's row of an order says as an event.
 *
 * @throws ProtocolError `MALFORMED_RESPONSE` where the row names no order
 */
export function orderEvent(
  account: AccountId,
  row: VenueOrder,
  at: { readonly askedTimeUs: number; readonly timeUs: number },
): OrderEvent {
  const { clientOrderId, venueOrderId, instrument, filledQuantity, quantity, price } = row
  const { status, venueTimeUs } = row
  const head = {
    order: addressOf(account, instrument, { clientOrderId, venueOrderId }),
    timeUs: at.timeUs,
    ...(venueTimeUs !== undefined && { venueTimeUs }),
    filledQuantity,
  }
  const id = venueOrderId === undefined ? {} : { venueOrderId }
  if (status !== 'open') return { ...head, ...id, type: 'foundEnded', as: status }
  if (venueOrderId === undefined) throw unnamed('an open order')
  return {
    ...head,
    type: 'foundOpen',
    venueOrderId,
    quantity,
    askedTimeUs: at.askedTimeUs,
    ...(price !== undefined && { price }),
  }
}

/** A fill as an event. */
export function fillEvent(fill: Fill, timeUs: number): OrderEvent {
  const { clientOrderId, venueOrderId, account, instrument, venueTimeUs } = fill
  const order = addressOf(account, instrument, { clientOrderId, venueOrderId })
  return { type: 'fill', order, timeUs, venueTimeUs, fill }
}

function addressOf(
  account: AccountId,
  instrument: Instrument,
  {
    clientOrderId,
    venueOrderId,
  }: {
    readonly clientOrderId?: ClientOrderId | undefined
    readonly venueOrderId?: VenueOrderId | undefined
  },
): OrderEvent['order'] {
  const own = clientOrderId === undefined ? {} : { clientOrderId }
  if (venueOrderId !== undefined) return { ...own, venueOrderId, account, instrument }
  if (clientOrderId !== undefined) return { clientOrderId }
  throw unnamed('an order')
}

function unnamed(what: string): ProtocolError {
  return new ProtocolError(
    'MALFORMED_RESPONSE',
    `Reading ${what} of an account: expected the venue's id or ours, was none`,
  )
}
