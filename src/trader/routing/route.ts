import type {
  ClientOrderId,
  Decimal,
  OrderStatus,
  Pair,
  RouteId,
  RouteIntent,
  RouteLeg,
  RouteStyle,
  Side,
  StrategyId,
} from '../../core/index.ts'
import { Decimal as ExactDecimal } from '../../core/index.ts'
import type { RouteVerdict } from './route-verdict.ts'

/** How a route ended, or is to end once its orders have. */
export type RouteEnd = 'filled' | 'cancelled' | 'expired' | 'exhausted'

/**
 * Where a route is in its life:
 *
 * - `working`: what no order is for is routed as soon as it can be
 * - `ending`: nothing new is made for it; its orders are cancelled, and their ends waited for
 * - `filled`: all of it was traded
 * - `cancelled`: somebody asked for its end
 * - `expired`: its time was over
 * - `exhausted`: it had all its rounds, or what is left is below every venue's smallest order
 */
export type RouteStatus = 'working' | 'ending' | RouteEnd

/** An order of a route; quantities in base. */
export interface RouteOrder {
  /** Its id. */
  readonly clientOrderId: ClientOrderId
  /** Where: the place of its leg. */
  readonly leg: number
  /** Where it is in its life. */
  readonly status: OrderStatus
  /** How much it was for. */
  readonly quantity: Decimal
  /** How much of it was filled. */
  readonly filledQuantity: Decimal
  /** How much it may yet come to be filled, by all that is known: 0 only once the venue's evidence says so. */
  readonly reservedQuantity: Decimal
  /** When it was refused, epoch µs; absent where it was not. */
  readonly refusedTimeUs?: number
  /** Why, in the refuser's words. */
  readonly refusal?: string
}

/** A route: an amount that is wanted, and what became of it. Never mutated: a change is a new object. Quantities in base. */
export interface Route {
  /** Our id. */
  readonly id: RouteId
  /** Whose. */
  readonly strategy: StrategyId
  /** Where it is in its life. */
  readonly status: RouteStatus
  /** What is traded. */
  readonly pair: Pair
  /** Where it may be traded. */
  readonly legs: readonly RouteLeg[]
  /** Buy or sell. */
  readonly side: Side
  /** How much is wanted. */
  readonly quantity: Decimal
  /** How much of it was filled. */
  readonly filledQuantity: Decimal
  /** How much orders of it may yet come to fill. */
  readonly reservedQuantity: Decimal
  /** The worst price accepted. */
  readonly price?: Decimal
  /** How it trades. */
  readonly style: RouteStyle
  /** When it ends, epoch µs. */
  readonly expireTimeUs: number
  /** How often orders may be made for it. */
  readonly maxRounds: number
  /** How often they were. */
  readonly rounds: number
  /** Its orders, oldest first. */
  readonly orders: readonly RouteOrder[]
  /** What the newest plan said of each leg. */
  readonly verdicts: readonly RouteVerdict[]
  /** When it was made, epoch µs of our clock. */
  readonly placedTimeUs: number
  /** Why, in the strategy's words. */
  readonly reason?: string
  /** How it is to end, or ended. */
  readonly end?: RouteEnd
  /** Why it is to end, in words. */
  readonly why?: string
}

const ZERO = new ExactDecimal(0)

/** Makes a route of what was asked for. */
export function newRoute(id: RouteId, intent: RouteIntent, timeUs: number): Route {
  const { strategy, pair, legs, side, quantity, price, style, expireTimeUs, maxRounds } = intent
  return {
    id,
    strategy,
    status: 'working',
    pair,
    legs,
    side,
    quantity,
    filledQuantity: ZERO,
    reservedQuantity: ZERO,
    ...(price !== undefined && { price }),
    style,
    expireTimeUs,
    maxRounds,
    rounds: 0,
    orders: [],
    verdicts: [],
    placedTimeUs: timeUs,
    ...(intent.reason !== undefined && { reason: intent.reason }),
  }
}

/** Whether nothing more is expected of a route. */
export function isRouteEnded({ status }: Route): boolean {
  return status !== 'working' && status !== 'ending'
}

/** What no order is for, and no order may yet fill. */
export function freeQuantity({ quantity, filledQuantity, reservedQuantity }: Route): Decimal {
  return ExactDecimal.max(0, quantity.minus(filledQuantity).minus(reservedQuantity))
}
