import type { Decimal } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import type { ConsideredOrder } from './considered-order.ts'
import { COUNTS_WITH, type CoarseExposure } from './exposure-sums.ts'
import type { Holding } from './holding.ts'
import type { HoldingPlace } from './holding-place.ts'
import type { RiskState } from './risk-state.ts'
import type { MarketView } from './view.ts'

/**
 * Far more than rounding can hide: each product and sum is off by 2^-53 of itself at most, so that a million of them, all of
 * one sign, are off by less than 1e-9 of their sum.
 */
const MARGIN = 1e-9

/**
 * Whether an exposure is within a limit beyond all doubt: what is decided here is decided as exact numbers would, at a
 * hundredth of their cost. `false` says nothing: it may be near the limit, beyond it, or without a price.
 *
 * Gross bounds net too: what offsets each other is never more than its sum.
 */
export function isSurelyWithin(
  limit: Decimal,
  group: keyof CoarseExposure,
  order: ConsideredOrder,
  view: BatchView,
  state: RiskState,
): boolean {
  const found = exposureWith(order, view, state)[group]
  // A comparison with NaN is false.
  return found * (1 + MARGIN) < state.numberOf(limit) * (1 - MARGIN)
}

function exposureWith(order: ConsideredOrder, view: BatchView, state: RiskState): CoarseExposure {
  if (view.coarse?.order === order) return view.coarse.exposure
  const { before, after } = view.ownHoldings(order)
  const { place } = after
  const own = valueOf(after, view, state)
  let [instrument, asset, venue, account] = [own, own, own, own]
  for (const holding of view.holdings()) {
    // Most of what was ever traded is flat.
    if (holding === before || holding.reach.worstNumber === 0) continue
    const other = holding.place
    const value = valueOf(holding, view, state)
    if (COUNTS_WITH.instrument(other, place)) instrument += value
    if (COUNTS_WITH.asset(other, place)) asset += value
    if (COUNTS_WITH.venue(other, place)) venue += value
    if (COUNTS_WITH.account(other, place)) account += value
  }
  const exposure = { instrument, asset, venue, account }
  view.coarse = { order, exposure }
  return exposure
}

/** The most that a holding may come to be worth, whichever way. */
function valueOf({ place, reach }: Holding, view: BatchView, state: RiskState): number {
  const market = view.market(place.instrument)
  if (market === undefined) return Number.NaN
  place.lookAtListing(market.instrument)
  const price = priceOf(market, place, state)
  // Without a price nothing is known, of an inverse contract neither: as exact numbers have it.
  const unit = place.multiplierNumber * (place.isInverse ? price / price : price)
  return reach.worstNumber * Math.abs(unit * view.rateNumber(place.quote))
}

/** Mark, else mid, else last, else the mid that was told last: as exact values have it. */
function priceOf(market: MarketView, place: HoldingPlace, state: RiskState): number {
  const { mark } = market
  if (mark !== undefined) return state.numberOf(mark)
  place.lookAtBook(market.book)
  if (!Number.isNaN(place.midNumber)) return place.midNumber
  const known = market.last ?? state.lastMid(market.instrument)
  return known === undefined ? Number.NaN : state.numberOf(known)
}
