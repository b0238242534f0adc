import { type Decimal, instrumentRules, unitNotional } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import type { Holding } from './holding.ts'
import type { HoldingValue } from './holding-reach.ts'
import { valuationPrice } from './prices.ts'
import type { RiskState } from './risk-state.ts'

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
  // What is held does not lose its worth because its venue cannot be reached.
  const price = valuationPrice(market, view) ?? state.lastMid(market.instrument)
  const rate = view.rate(market.instrument.quote)
  if (price === undefined || rate === undefined) return undefined
  const listing = market.instrument
  const known = holding.priced
  if (known?.listing === listing && known.price.eq(price) && known.rate.eq(rate)) return known.value
  const unit = unitNotional(instrumentRules(listing), price).times(rate)
  const long = holding.reach.long.times(unit)
  const short = holding.reach.short.times(unit)
  const value = { long, short, gross: larger(long, short) }
  holding.priced = { listing, price, rate, value }
  return value
}

function larger(one: Decimal, other: Decimal): Decimal {
  const [first, second] = [one.abs(), other.abs()]
  return first.gt(second) ? first : second
}
