import type { Decimal, FoundOpen, OrderAmended, OrderEventBase } from '../../core/index.ts'
import { Decimal as ExactDecimal } from '../../core/index.ts'
import { answered, type Learned, toldQuantity, withNamedId, withVenueId } from './learned.ts'
import { type Order, type PendingAmend, wasSeen } from './order.ts'

/**
 * How long after we learned the end of an order a venue's list of open orders may still have it, epoch µs: lists come
 * from replicas that are behind.
 */
const LIST_LAG_US = 5_000_000

/** Other terms are in force, or were once. */
export function learnAmended(order: Order, event: OrderAmended): Learned {
  const { amend, termsVenueTimeUs, terms } = order
  const { request, venueTimeUs } = event
  const isAnswer = amend !== undefined && request === amend.request
  const asked = isAnswer ? amend : undefined
  const quantity = event.quantity ?? asked?.quantity
  const price = event.price ?? asked?.price ?? terms.price
  const isWanted = amend !== undefined && quantity !== undefined && isAsked(amend, price, quantity)
  const isSettling = isAnswer || (request === undefined && isWanted)
  // By its number where it has one; a push without is as new as the venue's clock says.
  const isNewer =
    request === undefined
      ? isWanted || termsVenueTimeUs === undefined || (venueTimeUs ?? 0) > termsVenueTimeUs
      : request > order.termsRequest
  let after = withNamedId(order, event.order)
  if (isNewer && quantity !== undefined) {
    after = withTerms(after, price, quantity, event)
    const number = request ?? (isSettling ? amend?.request : undefined) ?? order.termsRequest
    after = { ...after, termsRequest: number, amend: isSettling ? undefined : amend }
  } else if (isNewer) after = { ...after, isLookupWanted: true }
  const isNews = isNewer && (isSettling || amend === undefined)
  const learned = withVenueId(after, event.venueOrderId, [isNews ? 'amended' : 'amendLate'], true)
  return toldQuantity(learned, event.filledQuantity)
}

/** A change had no answer. */
export function learnAmendUnknown(order: Order, request: number): Learned {
  if (order.amend?.request !== request) return { order, meanings: ['amendLate'] }
  return {
    order: { ...order, amend: { ...order.amend, isUnknown: true } },
    meanings: ['amendUnknown'],
  }
}

/** The venue lists the order as open. */
export function learnFoundOpen(order: Order, event: FoundOpen): Learned {
  const isLate = isOlder(order, event.askedTimeUs)
  // While the answer to an amend may still come, what is listed may be from before it.
  const mayStillCome = order.amend !== undefined && !order.amend.isUnknown
  // What was asked for before the newest request says nothing of it, though it be the first word of the venue.
  const sinceUs = Math.max(order.termsTimeUs, order.requestTimeUs)
  const isNews =
    !isLate && !mayStillCome && event.askedTimeUs >= sinceUs && !isBeforeAmend(order, event)
  const listed = isNews ? withListedTerms(order, event) : order
  const learned = withVenueId(
    isLate ? listed : answered(listed),
    event.venueOrderId,
    [isLate ? 'foundOpenLate' : 'foundOpen'],
    order.amend !== undefined,
  )
  return toldQuantity(learned, event.filledQuantity)
}

/** Whether a list has the terms from before an amend that the venue may have carried out since: it may until its deadline. */
function isBeforeAmend(order: Order, { price, quantity, askedTimeUs }: FoundOpen): boolean {
  const { amend, deadlineUs } = order
  return amend !== undefined && askedTimeUs < deadlineUs && !isAsked(amend, price, quantity)
}

/** Whether a question left before what we know of the order; that a venue has it at all, it can say at any time. */
function isOlder(order: Order, askedTimeUs: number): boolean {
  if (order.endedTimeUs !== undefined) return askedTimeUs <= order.endedTimeUs + LIST_LAG_US
  return wasSeen(order) && askedTimeUs < order.requestTimeUs
}

/** Terms that the venue lists; an amend of unknown fate is settled by them, for now: its own answer may still come. */
function withListedTerms(order: Order, event: FoundOpen): Order {
  const { amend } = order
  const { price, quantity } = event
  const isInForce = amend !== undefined && isAsked(amend, price, quantity)
  return {
    ...withTerms(order, price, quantity, event),
    amend: undefined,
    termsRequest: isInForce ? amend.request : order.termsRequest,
  }
}

/** Terms that are in force, by the venue's word. */
function withTerms(
  order: Order,
  price: Decimal | undefined,
  quantity: Decimal,
  { timeUs, venueTimeUs }: OrderEventBase,
): Order {
  const { terms } = order
  const isSame =
    quantity.eq(terms.quantity) && (price === undefined || terms.price?.eq(price) === true)
  return {
    ...order,
    termsTimeUs: timeUs,
    termsVenueTimeUs: venueTimeUs ?? order.termsVenueTimeUs,
    mostQuantity: ExactDecimal.max(order.mostQuantity, quantity),
    terms: isSame ? terms : { ...terms, quantity, ...(price === undefined ? {} : { price }) },
  }
}

/** Whether these are the terms that were asked for. */
function isAsked(amend: PendingAmend, price: Decimal | undefined, quantity: Decimal): boolean {
  const isSamePrice =
    price === undefined || amend.price === undefined ? price === amend.price : price.eq(amend.price)
  return isSamePrice && quantity.eq(amend.quantity)
}
