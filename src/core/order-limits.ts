import type { RateLimit } from './driver.ts'
import type { VenueRequest } from './order-requests.ts'

/**
 * What a request costs by how long its order has been as it is, since it was placed or last amended: the cost of the first row
 * whose age, in ms, it has not reached; nothing beyond the last.
 */
export type CostsByAge = readonly (readonly [underMs: number, cost: number])[]

/** A limit on order requests. */
export interface OrderLimit extends RateLimit {
  /** What has a count of its own. @defaultValue `'account'` */
  readonly per?: 'account' | 'instrument'
  /** What requests cost where that depends on an order's age; they hold in place of {@link OrderCall.spends}. */
  readonly costs?: Readonly<Record<VenueRequest['type'], CostsByAge>>
}

/** What a request about an order of an age costs. */
export function costAt(costs: CostsByAge, ageMs: number): number {
  for (const [underMs, cost] of costs) if (ageMs < underMs) return cost
  return 0
}
