import type { Decimal } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import type { HoldingValue, Reach } from './holding-reach.ts'
import { unitNotional } from './instrument-rules.ts'
import { valuationPrice } from './prices.ts'
import type { RiskState } from './risk-state.ts'
import type { Holding } from './view.ts'

/** The largest position that may come of a holding, whichever way; not signed. */
export function worstPosition(holding: Holding, state: RiskState): Decimal {
  return reachOf(holding, state).worst
}

/** What a holding may come to be worth; `undefined` where a price or a rate is not known. Worked out once a call. */
export function valueOf(
  holding: Holding,
  view: BatchView,
  state: RiskState,
): HoldingValue | undefined {
  if (view.values.has(holding)) return view.values.get(holding)
  const value = workOut(holding, view, state)
  view.values.set(holding, value)
  return value
}

function workOut(holding: Holding, view: BatchView, state: RiskState): HoldingValue | undefined {
  const market = view.market(holding.instrument)
  if (market === undefined) return undefined
  const price = valuationPrice(market, view)
  const rate = view.rate(market.instrument.quote)
  if (price === undefined || rate === undefined) return undefined
  // A holding is never changed, so what it was worth at this price is what it is worth.
  const known = state.values.get(holding)
  if (known !== undefined && known.price.eq(price) && known.rate.eq(rate)) return known.value
  const unit = unitNotional(state.rules(market.instrument), price).times(rate)
  const reach = reachOf(holding, state)
  const long = reach.long.times(unit)
  const short = reach.short.times(unit)
  const value = { long, short, gross: larger(long, short) }
  state.values.set(holding, { price, rate, value })
  return value
}

function reachOf(holding: Holding, { reaches }: RiskState): Reach {
  const known = reaches.get(holding)
  if (known !== undefined) return known
  const { position, buys, sells } = holding
  const long = position.plus(buys.quantity)
  const short = position.minus(sells.quantity)
  const reach = { long, short, worst: larger(long, short) }
  reaches.set(holding, reach)
  return reach
}

function larger(one: Decimal, other: Decimal): Decimal {
  const [first, second] = [one.abs(), other.abs()]
  return first.gt(second) ? first : second
}
