import {
  Decimal as ExactDecimal,
  type FoundEnded,
  type OrderFill,
  type OrderInput,
  type OrderRejected,
  type ProvenAbsent,
} from '../../core/index.ts'
import { learnAmended, learnAmendUnknown, learnFoundOpen } from './learn-terms.ts'
import { answered, type Learned, toldQuantity, withNamedId, withVenueId } from './learned.ts'
import { hasHole, isEnded, type Order, wasSeen } from './order.ts'
import type { OrderMeaning } from './order-meaning.ts'

/**
 * Adds to an order what an event tells as a fact (ids, fills, quantities, terms), and says what it means. What adds up here
 * does not depend on the state, so the order of events does not matter to it.
 */
export function learn(order: Order, event: OrderInput): Learned {
  switch (event.type) {
    case 'acknowledged':
      return toldQuantity(
        withVenueId(order, event.venueOrderId, ['acknowledged']),
        event.filledQuantity,
      )
    case 'rejected':
      return learnRejected(order, event)
    case 'outcomeUnknown':
      return { order, meanings: ['outcomeUnknown'] }
    case 'notSent':
      return {
        order: forgetUnsent(order, event.request),
        meanings: [notSent(order, event.request)],
      }
    case 'fill':
      return learnFill(order, event)
    case 'amendSent':
      return { order: withAmend(order, event), meanings: ['amendSent'] }
    case 'amended':
      return learnAmended(order, event)
    case 'amendRejected':
      return isPending(order, event.request)
        ? { order: { ...order, amend: undefined }, meanings: ['amendRejected'] }
        : { order, meanings: ['amendLate'] }
    case 'amendUnknown':
      return learnAmendUnknown(order, event.request)
    case 'cancelSent':
      return { order: withCancel(order, event), meanings: ['cancelSent'] }
    case 'cancelled':
    case 'expired':
      return toldQuantity(
        { order: withNamedId(answered(order), event.order), meanings: [event.type] },
        event.filledQuantity,
        true,
      )
    case 'cancelRejected':
      return event.request === order.cancelRequest
        ? { order: withCancelRefused(order), meanings: ['cancelRejected'] }
        : { order, meanings: ['cancelLate'] }
    case 'cancelUnknown':
      return {
        order,
        meanings: [event.request === order.cancelRequest ? 'cancelUnknown' : 'cancelLate'],
      }
    case 'foundOpen':
      return learnFoundOpen(order, event)
    case 'foundEnded':
      return learnFoundEnded(order, event)
    case 'missing':
      return { order, meanings: ['missing'] }
    case 'provenAbsent':
      return learnAbsent(order, event)
  }
}

/** A further request about the order is made. */
function withRequest(
  order: Order,
  { timeUs, deadlineUs }: { readonly timeUs: number; readonly deadlineUs: number },
): Order {
  return { ...order, requests: order.requests + 1, requestTimeUs: timeUs, deadlineUs }
}

/** The end of the order is asked for. */
export function withCancel(
  order: Order,
  request: { readonly timeUs: number; readonly deadlineUs: number },
): Order {
  const asked = withRequest(order, request)
  return { ...asked, cancelRequest: asked.requests, isCancelWanted: true }
}

function withAmend(order: Order, event: OrderInput & { readonly type: 'amendSent' }): Order {
  const asked = withRequest(order, event)
  const { price, quantity } = event
  return { ...asked, amend: { request: asked.requests, price, quantity, isUnknown: false } }
}

/** Its end stays wanted: whether the refusal was for good, the order itself will show. One that never saw it may see it yet. */
function withCancelRefused(order: Order): Order {
  const hadIt = order.status === 'cancelInFlight' || order.status === 'cancelUnknown'
  return hadIt ? { ...order, cancelRefusals: (order.cancelRefusals ?? 0) + 1 } : order
}

function isPending(order: Order, request: number): boolean {
  return order.amend?.request === request
}

function notSent(order: Order, request: number): OrderMeaning {
  if (request <= 1) return 'notSent'
  if (isPending(order, request)) return 'amendRejected'
  // Its end is still wanted: it is asked for again once the order is found, at the pace of questions.
  return request === order.cancelRequest ? 'cancelUnknown' : 'cancelLate'
}

function forgetUnsent(order: Order, request: number): Order {
  return isPending(order, request) ? { ...order, amend: undefined } : order
}

function learnRejected(order: Order, { code, text, reason }: OrderRejected): Learned {
  const hasFills = order.filledQuantity.isPositive() || hasHole(order)
  const refusal = order.refusal ?? {
    by: 'venue',
    code,
    text,
    ...(reason !== undefined && { reason }),
  }
  return {
    order: { ...answered(order), refusal },
    meanings: [hasFills ? 'rejectedAfterFill' : 'rejected'],
  }
}

function learnFill(order: Order, { fill }: OrderFill): Learned {
  const known = order.fills.find(({ fillId }) => fillId === fill.fillId)
  if (known !== undefined) {
    if (!known.price.eq(fill.price) || !known.quantity.eq(fill.quantity))
      return { order, meanings: ['fillDiffers'] }
    if (known.fee !== undefined || fill.fee === undefined)
      return withVenueId(order, fill.venueOrderId, ['fillAgain'], order.amend !== undefined)
    // What comes with the fee belongs to the same fill: the venue's word of what it realised.
    const { fee, realisedPnl = known.realisedPnl } = fill
    const told = { ...known, fee, ...(realisedPnl !== undefined && { realisedPnl }) }
    const fills = order.fills.map((each) => (each === known ? told : each))
    return { order: { ...order, fills }, meanings: ['feeTold'] }
  }
  const filledQuantity = order.filledQuantity.plus(fill.quantity)
  const { amend, mostQuantity } = order
  const bound = amend === undefined ? mostQuantity : ExactDecimal.max(mostQuantity, amend.quantity)
  const meanings: OrderMeaning[] = [filledQuantity.gt(bound) ? 'fillBeyond' : 'fill']
  if (order.isToldFinal && filledQuantity.gt(order.toldQuantity)) meanings.push('surplus')
  // `concat` makes a list of its very length; a spread with one more leaves room for 16, and there are many orders.
  const filled = { ...order, fills: order.fills.concat(fill), filledQuantity }
  // An amend that gives another id may be told after the fill that names it: no second id yet.
  return withVenueId(filled, fill.venueOrderId, meanings, order.amend !== undefined)
}

function learnFoundEnded(order: Order, event: FoundEnded): Learned {
  const hasFills =
    order.filledQuantity.isPositive() || hasHole(order) || event.filledQuantity.isPositive()
  const meaning: OrderMeaning =
    event.as === 'filled'
      ? 'foundFilled'
      : event.as === 'rejected' && hasFills
        ? 'rejectedAfterFill'
        : event.as
  return toldQuantity(
    withVenueId(answered(order), event.venueOrderId, [meaning], order.amend !== undefined),
    event.filledQuantity,
    true,
  )
}

function learnAbsent(order: Order, { countsAsEnd }: ProvenAbsent): Learned {
  const hasEnded = isEnded(order.status)
  const settled = hasEnded ? answered(order) : order
  if (!wasSeen(order)) return { order: settled, meanings: ['provenAbsent'] }
  if (countsAsEnd === true && !hasHole(order))
    return { order: settled, meanings: ['vanishedForGood'] }
  if (order.isVanished === true) return { order: settled, meanings: ['vanishedAgain'] }
  return { order: hasEnded ? settled : { ...order, isVanished: true }, meanings: ['vanished'] }
}
