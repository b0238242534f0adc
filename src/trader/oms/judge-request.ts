import type { AmendIntent, AmendSent, CancelIntent, CancelSent } from '../../core/index.ts'
import type { RefusalReason } from './oms-effect.ts'
import { isEnded, type Order } from './order.ts'
import { TRANSITIONS } from './transitions.ts'

/** What is asked of the venue, or why nothing is. */
export type JudgedRequest<Event> =
  | { readonly event: Event; readonly reason?: undefined }
  | { readonly event?: undefined; readonly reason: RefusalReason }

/** Whether an order can be amended now: it is open, nothing else is under way, and something would be left. */
export function judgeAmend(
  order: Order | undefined,
  intent: AmendIntent,
  timeUs: number,
  deadlineUs: number,
): JudgedRequest<AmendSent> {
  if (order === undefined) return { reason: 'NO_SUCH_ORDER' }
  if (order.strategy !== intent.strategy) return { reason: 'ORDER_OF_ANOTHER_STRATEGY' }
  if (isEnded(order.status)) return { reason: 'ORDER_ENDED' }
  if (TRANSITIONS[order.status].amendSent.outcome !== 'applied') return { reason: 'ORDER_NOT_OPEN' }
  const price = intent.price ?? order.terms.price
  const quantity = intent.quantity ?? order.terms.quantity
  if (quantity.lte(order.filledQuantity) || quantity.lte(order.toldQuantity))
    return { reason: 'NOTHING_LEFT' }
  const { clientOrderId } = order
  return {
    event: { type: 'amendSent', order: { clientOrderId }, timeUs, deadlineUs, price, quantity },
  }
}

/** Whether an order can be cancelled now: it has not ended, and no request to cancel is under way. */
export function judgeCancel(
  order: Order | undefined,
  intent: CancelIntent,
  timeUs: number,
  deadlineUs: number,
): JudgedRequest<CancelSent> {
  if (order === undefined) return { reason: 'NO_SUCH_ORDER' }
  if (order.strategy !== intent.strategy) return { reason: 'ORDER_OF_ANOTHER_STRATEGY' }
  if (isEnded(order.status)) return { reason: 'ORDER_ENDED' }
  if (TRANSITIONS[order.status].cancelSent.outcome !== 'applied')
    return { reason: 'CANCEL_IN_FLIGHT' }
  const { clientOrderId } = order
  return { event: { type: 'cancelSent', order: { clientOrderId }, timeUs, deadlineUs } }
}
