import type { Decimal, OrderTerms } from '../../core/index.ts'
import type { LegRules } from './leg-rules.ts'
import type { RouteCandidate } from './route-candidate.ts'
import type { RouteRequest } from './route-plan.ts'
import type { RouteVerdict } from './route-verdict.ts'

/** What a plan gives to one leg. */
export interface LegPart {
  /** Why, or why nothing. */
  readonly verdict: RouteVerdict
  /** The order; absent where there is none. */
  readonly order?: {
    readonly terms: OrderTerms
    /** How much it is for, in base. */
    readonly quantityBase: Decimal
    /** What it costs if it trades as planned, in quote; below 0 where it is what a seller gets. */
    readonly cost: Decimal
  }
}

/** The terms of a part's order. */
export function partTerms(
  { leg }: RouteCandidate,
  { side, style }: RouteRequest,
  told: {
    readonly rules: LegRules
    readonly quantityBase: Decimal
    readonly price: Decimal
  },
): OrderTerms {
  const { rules, quantityBase, price } = told
  const rests = style === 'rest'
  return {
    account: leg.account,
    instrument: leg.instrument,
    side,
    type: 'limit',
    quantity: quantityBase.div(rules.unitBase),
    price,
    timeInForce: rests ? 'gtc' : 'ioc',
    postOnly: rests,
    reduceOnly: false,
  }
}
