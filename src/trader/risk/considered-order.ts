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
import { scopeKeys } from './scope.ts'
import type { LiveOrder, MarketView, RiskView } from './view.ts'

/** A new order, or an order after a change, as the checks see it. */
export interface ConsideredOrder {
  /** What was asked for. */
  readonly intent: PlaceIntent | AmendIntent
  /** Whose idea it is. */
  readonly strategy: StrategyId
  /** The terms asked for; of a change, those of the order with what it changes. */
  readonly terms: OrderTerms
  /** The order that is to change. */
  readonly before?: LiveOrder
  /** Its market; `undefined` where the instrument is not listed. */
  readonly market: MarketView | undefined
  /** The instrument as listed now. */
  readonly instrument: Instrument
  /** The instrument's name. */
  readonly instrumentKey: string
  /** The most it may be for: of a change, the worse of both versions. */
  readonly worstQuantity: Decimal
  /** What is added to what the live orders of its side may fill. */
  readonly addedQuantity: Decimal
  /** Orders added: 1, or 0 by a change. */
  readonly addedOrders: number
  /** Names of the scopes it is in, narrowest first. */
  readonly scopes: readonly string[]
}

/** Takes an intent as an order to check; `undefined` where it changes an order that is not a live one of its strategy. */
export function consider(
  intent: PlaceIntent | AmendIntent,
  view: RiskView,
): ConsideredOrder | undefined {
  const { strategy } = intent
  if (intent.type === 'place') {
    const { terms } = intent
    return {
      ...placed(intent, terms, view),
      worstQuantity: terms.quantity,
      addedQuantity: terms.quantity,
      addedOrders: 1,
    }
  }
  const before = view.order(intent.clientOrderId)
  if (before === undefined || before.strategy !== strategy) return undefined
  const { price, quantity } = intent
  const terms: OrderTerms = {
    ...before.terms,
    ...(price !== undefined && { price }),
    ...(quantity !== undefined && { quantity }),
  }
  const worstBefore = worstQuantity(before)
  const worst = terms.quantity.gt(worstBefore) ? terms.quantity : worstBefore
  return {
    ...placed(intent, terms, view),
    before,
    worstQuantity: worst,
    addedQuantity: worst.minus(worstBefore),
    addedOrders: 0,
  }
}

function placed(intent: PlaceIntent | AmendIntent, terms: OrderTerms, view: RiskView) {
  const market = view.market(terms.instrument)
  const instrument = market?.instrument ?? terms.instrument
  const key = instrumentKey(instrument)
  const { strategy } = intent
  const { account } = terms
  return {
    intent,
    strategy,
    terms,
    market,
    instrument,
    instrumentKey: key,
    scopes: scopeKeys({ strategy, instrument: key, account, venue: instrument.venue }),
  }
}
