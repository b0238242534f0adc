import { Decimal } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import type { ConsideredOrder } from './considered-order.ts'
import { emptyHolding, withOrder } from './holdings.ts'
import { isSameInstrument } from './instrument-key.ts'
import type { LimitName } from './limit-names.ts'
import { unitValue } from './prices.ts'
import { type Refusal, type RiskState, refuse } from './risk-state.ts'
import type { Holding } from './view.ts'

/**
 * How far a position may go: to `long` where every buy fills and no sell does, to `short` the other way round. Signed, in
 * base or contracts. Whatever fills, and in whichever order, it ends between the two.
 */
function reach({ position, buys, sells }: Holding): { long: Decimal; short: Decimal } {
  return { long: position.plus(buys.quantity), short: position.minus(sells.quantity) }
}

/** The largest position that may come of a holding, whichever way; not signed. */
function worstPosition(holding: Holding): Decimal {
  const { long, short } = reach(holding)
  return Decimal.max(long.abs(), short.abs())
}

/** Which holdings count together with an order's. */
export type ExposureGroup = (holding: Holding, order: ConsideredOrder) => boolean

/** Of one instrument, whichever account holds it. */
export const ofInstrument: ExposureGroup = (holding, order) =>
  isSameInstrument(holding.instrument, order.instrument)

/** Of one base asset, at every venue. */
export const ofAsset: ExposureGroup = (holding, order) =>
  holding.instrument.base === order.instrument.base

/** Of one venue. */
export const ofVenue: ExposureGroup = (holding, order) =>
  holding.instrument.venue === order.instrument.venue

/** Of one account. */
export const ofAccount: ExposureGroup = (holding, order) => holding.account === order.terms.account

/**
 * Refuses an order that brings the exposure of a group beyond a limit. One that does not raise it passes whatever it is.
 *
 * Gross: the sum of each holding's worst position. Net: longs and shorts of the group offset each other, in the worst case of
 * each side. Both in the currency of the limits, at the price a position is valued at.
 */
export function findExposure(
  group: { readonly belongs: ExposureGroup; readonly isNet: boolean; readonly limit: LimitName },
  reason: Refusal['reason'],
  order: ConsideredOrder,
  view: BatchView,
  state: RiskState,
): Refusal | undefined {
  const limit = state.limit(group.limit, order)
  if (limit === false) return undefined
  const own = view.holding(order.terms.account, order.instrument)
  const before = own ?? emptyHolding(order.terms.account, order.instrument)
  const { terms, addedQuantity, addedOrders } = order
  const after = withOrder(before, { terms, quantity: addedQuantity, orders: addedOrders })
  if (!group.isNet && worstPosition(after).lte(worstPosition(before))) return undefined

  const sum = group.isNet ? new NetSum() : new GrossSum()
  for (const holding of view.holdings()) {
    if (holding === own || !group.belongs(holding, order)) continue
    const unit = unitOf(holding, view, state)
    if (unit !== undefined) sum.add(holding, unit)
    else if (!worstPosition(holding).isZero()) return unvalued(holding.instrument.symbol)
  }
  const unit = unitOf(before, view, state)
  if (unit === undefined) return unvalued(order.instrument.symbol)
  const found = sum.with(after, unit)
  if (found.lte(limit) || found.lte(sum.with(before, unit))) return undefined
  return refuse(reason, found, limit)
}

function unvalued(symbol: string): Refusal {
  return refuse('NO_REFERENCE_PRICE', 'none', `a price and a rate of ${symbol}`)
}

function unitOf({ instrument }: Holding, view: BatchView, state: RiskState): Decimal | undefined {
  const market = view.market(instrument)
  return market === undefined ? undefined : unitValue(market, view, state)
}

class GrossSum {
  #sum = new Decimal(0)

  add(holding: Holding, unit: Decimal): void {
    this.#sum = this.with(holding, unit)
  }

  with(holding: Holding, unit: Decimal): Decimal {
    return this.#sum.plus(worstPosition(holding).times(unit))
  }
}

class NetSum {
  #long = new Decimal(0)
  #short = new Decimal(0)

  add(holding: Holding, unit: Decimal): void {
    const { long, short } = reach(holding)
    this.#long = this.#long.plus(long.times(unit))
    this.#short = this.#short.plus(short.times(unit))
  }

  with(holding: Holding, unit: Decimal): Decimal {
    const { long, short } = reach(holding)
    const most = this.#long.plus(long.times(unit)).abs()
    const least = this.#short.plus(short.times(unit)).abs()
    return Decimal.max(most, least)
  }
}
