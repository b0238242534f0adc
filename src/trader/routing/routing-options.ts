import type { AccountId, RouteLeg } from '../../core/index.ts'
import { assertNoProblems, numberProblems } from '../../transport/options.ts'
import type { HealthLimits, TradingFees } from './route-candidate.ts'

/** How orders are routed. */
export interface RoutingOptions extends Partial<HealthLimits> {
  /** What trades of a leg cost; `undefined` where nobody knows: nothing is routed there. */
  readonly fees: (leg: RouteLeg) => TradingFees | undefined
  /** Most orders of unknown fate of an account that is still routed to. @defaultValue 0 */
  readonly maxUnknownOrders?: number
  /** Most orders of an account that were refused, or not answered, in the window of risk's error breaker. @defaultValue 3 */
  readonly maxRecentErrors?: number
  /** How long a leg that refused an order of a route is passed over by it, ms. @defaultValue 30,000 */
  readonly coolOffMs?: number
}

/** What routing needs to know of the world. */
export interface RoutingPort extends Required<RoutingOptions> {
  /** Whether orders can be made with an account now: it is connected, and what happened before is known. */
  readonly isReady: (account: AccountId) => boolean
}

const DEFAULTS = { maxUnknownOrders: 0, maxRecentErrors: 3, coolOffMs: 30_000 } as const

/** Fills in the defaults. @throws ConfigError `INVALID_OPTIONS` listing every problem at once */
export function resolveRoutingOptions(options: RoutingOptions): Required<RoutingOptions> {
  const { fees, ...numbers } = { ...DEFAULTS, ...options }
  assertNoProblems('routing', numberProblems(numbers))
  return Object.freeze({ fees, ...numbers })
}
