import type { AccountProtocol, OrderCall, VenueRequest } from '../../core/index.ts'
import type { BudgetLane } from '../../runtime/call-budget.ts'
import { withPatience } from './patience.ts'

/** A request was held back right before it would have left. */
export class NotSentError extends Error {}

/** Whoever cancels waits for nobody else. */
export function laneOf(requests: readonly VenueRequest[]): BudgetLane {
  return requests.every(({ type }) => type === 'cancel') ? 'urgent' : 'normal'
}

/** The product line that requests are of. */
export function productOf([first]: readonly VenueRequest[]): string {
  return first?.terms.instrument.product ?? ''
}

/** Requests as the one call of REST that makes them. @throws ConfigError `UNSUPPORTED` where the venue has no words for them */
export function callOf({ orders }: AccountProtocol, requests: readonly VenueRequest[]): OrderCall {
  const [first] = requests
  if (requests.length > 1 && orders.batch !== undefined) return orders.batch(requests)
  if (first === undefined) throw new NotSentError()
  return orders.call(first)
}

/** The call whose cancels are read with patience. */
export function patientCall(call: OrderCall, requests: readonly VenueRequest[]): OrderCall {
  if (requests.every(({ type }) => type !== 'cancel')) return call
  const parse: OrderCall['parse'] = (response, localTimeUs) =>
    withPatience(call.parse(response, localTimeUs), requests, call.refusal?.(response))
  return { ...call, parse }
}
