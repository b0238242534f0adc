import type { Decimal } from './decimal.ts'
import type { Pair, Side } from './ids.ts'
import type { Instrument } from './instrument.ts'
import type { AccountId, RouteId, StrategyId } from './orders.ts'

/**
 * How a route trades:
 *
 * - `take`: at once, split over venues by price with fee; what the books do not have within the price is tried again
 * - `rest`: it rests at its price where that is best, and never takes
 */
export type RouteStyle = 'take' | 'rest'

/** One place that a route may trade at. */
export interface RouteLeg {
  /** What. */
  readonly instrument: Instrument
  /** With which account. */
  readonly account: AccountId
}

/** Asks for an amount, wherever it is best to be had: the router says at which venues, and makes the orders. */
export interface RouteIntent {
  /** Tells it from other intents. */
  readonly type: 'route'
  /** Whose idea it is. */
  readonly strategy: StrategyId
  /** What is traded, under its unified name. */
  readonly pair: Pair
  /** Where it may be traded: all instruments are that pair. */
  readonly legs: readonly RouteLeg[]
  /** Buy or sell. */
  readonly side: Side
  /** How much, in base, whatever the venues' sizes count. */
  readonly quantity: Decimal
  /** The worst price accepted, fee aside; with `rest` the price it rests at. Absent: whatever the books have. */
  readonly price?: Decimal
  /** How. */
  readonly style: RouteStyle
  /** When it ends, epoch µs: what works is cancelled then. */
  readonly expireTimeUs: number
  /** How often orders may be made for it; the first time counts. */
  readonly maxRounds: number
  /** Why, in the strategy's words; kept with the orders. */
  readonly reason?: string
}

/** Asks for the end of a route and of its orders. */
export interface CancelRouteIntent {
  /** Tells it from other intents. */
  readonly type: 'cancelRoute'
  /** Whose idea it is. */
  readonly strategy: StrategyId
  /** Which route. */
  readonly route: RouteId
}
