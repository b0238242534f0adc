import type { Decimal, OrderTerms, RouteIntent } from '../../core/index.ts'
import type { HealthLimits } from './route-candidate.ts'
import type { RouteVerdict } from './route-verdict.ts'

/** What is to be routed now: of a route, what is free. */
export interface RouteRequest
  extends Pick<RouteIntent, 'side' | 'quantity' | 'price' | 'style'>,
    HealthLimits {}

/** What the router would have done. */
export interface RoutePlan {
  /** Terms of the orders, in the order of the legs: on the venue's grid, above its minimum, within what is left. */
  readonly orders: readonly OrderTerms[]
  /** What becomes of the request if all of it trades: fees added for a buyer, taken off for a seller; in quote. */
  readonly allInQuote: Decimal
  /** What no order is for, in base. */
  readonly unroutedQuantity: Decimal
  /** What became of each leg, in the order of the legs. */
  readonly verdicts: readonly RouteVerdict[]
}
