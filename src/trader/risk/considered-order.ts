import type {
  AmendIntent,
  Decimal,
  Instrument,
  OrderTerms,
  PlaceIntent,
  StrategyId,
} from '../../core/index.ts'
import { instrumentKey } from './instrument-key.ts'
import { worstQuantity } from './live-order.ts'
import { Scopes } from './scope.ts'
import type { LiveOrder, MarketView, RiskView } from './view.ts'

/** A new order, or an order after a change, as the checks see it. */
export class ConsideredOrder {
  /** What was asked for. */
  readonly intent: PlaceIntent | AmendIntent
  /** The terms asked for; of a change, those of the order with what it changes. */
  readonly terms: OrderTerms
  /** The order that is to change. */
  readonly before: LiveOrder | undefined
  /** Its market; `undefined` where the instrument is not listed. */
  readonly market: MarketView | undefined
  /** The instrument as listed now. */
  readonly instrument: Instrument
  /** The most it may be for: of a change, the worse of both versions. */
  readonly worstQuantity: Decimal
  /** What is added to what the live orders of its side may fill. */
  readonly addedQuantity: Decimal
  /** The instrument's name. */
  readonly instrumentKey: string
  /** The scopes it is in. */
  readonly scopes: Scopes

  /** An order with its terms; of a change, the order that is to change. */
  constructor(
    intent: PlaceIntent | AmendIntent,
    terms: OrderTerms,
    before: LiveOrder | undefined,
    market: MarketView | undefined,
  ) {
    const { quantity } = terms
    const worstBefore = before && worstQuantity(before)
    this.intent = intent
    this.terms = terms
    this.before = before
    this.market = market
    this.instrument = market?.instrument ?? terms.instrument
    this.worstQuantity = worstBefore?.gt(quantity) === true ? worstBefore : quantity
    this.instrumentKey = instrumentKey(this.instrument)
    this.scopes = new Scopes({
      strategy: intent.strategy,
      instrument: this.instrumentKey,
      account: terms.account,
      venue: this.instrument.venue,
    })
    this.addedQuantity =
      worstBefore === undefined ? quantity : this.worstQuantity.minus(worstBefore)
  }

  /** Whose idea it is. */
  get strategy(): StrategyId {
    return this.intent.strategy
  }

  /** Orders added: 1, or 0 by a change. */
  get addedOrders(): number {
    return this.before === undefined ? 1 : 0
  }
}

/** Takes an intent as an order to check; `undefined` where it changes an order that is not a live one of its strategy. */
export function consider(
  intent: PlaceIntent | AmendIntent,
  view: RiskView,
): ConsideredOrder | undefined {
  if (intent.type === 'place') {
    const { terms } = intent
    return new ConsideredOrder(intent, terms, undefined, view.market(terms.instrument))
  }
  const before = view.order(intent.clientOrderId)
  if (before === undefined || before.strategy !== intent.strategy) return undefined
  const { price, quantity } = intent
  const terms: OrderTerms = {
    ...before.terms,
    ...(price !== undefined && { price }),
    ...(quantity !== undefined && { quantity }),
  }
  return new ConsideredOrder(intent, terms, before, view.market(terms.instrument))
}
