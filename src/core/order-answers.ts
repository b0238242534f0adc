import type { OrderEvent, UnknownCause } from './order-events.ts'
import type { VenueRequest } from './order-requests.ts'
import type { RefusalCode } from './what-to-do.ts'

/** What a venue said when it refused. */
export interface SaidRefusal {
  /** Its code. */
  readonly code: string
  /** Its words. */
  readonly text: string
  /** What it means, in our words. */
  readonly reason?: RefusalCode | undefined
}

/** The venue refused a request, in words that leave no doubt: it was not carried out. */
export function refused(
  request: VenueRequest,
  { code, text, reason }: SaidRefusal,
  timeUs: number,
): OrderEvent {
  const { clientOrderId, request: number } = request
  const order = { clientOrderId }
  const said = text.slice(0, 200)
  switch (request.type) {
    case 'place':
      return { type: 'rejected', order, code, text: said, reason, timeUs }
    case 'amend':
      return { type: 'amendRejected', order, request: number, code, text: said, reason, timeUs }
    case 'cancel':
      return { type: 'cancelRejected', order, request: number, code, text: said, reason, timeUs }
  }
}

/** Nobody can say what became of a request. */
export function unanswered(request: VenueRequest, cause: UnknownCause, timeUs: number): OrderEvent {
  const { clientOrderId, request: number } = request
  const lost = { order: { clientOrderId }, cause, timeUs }
  switch (request.type) {
    case 'place':
      return { ...lost, type: 'outcomeUnknown' }
    case 'amend':
      return { ...lost, type: 'amendUnknown', request: number }
    case 'cancel':
      return { ...lost, type: 'cancelUnknown', request: number }
  }
}

/** Nothing of a request left this process. */
export function notSent(request: VenueRequest, timeUs: number): OrderEvent {
  const { clientOrderId, request: number } = request
  return { type: 'notSent', order: { clientOrderId }, request: number, timeUs }
}
