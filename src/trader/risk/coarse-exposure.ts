import {
  type Decimal,
  type Instrument,
  type InstrumentRules,
  instrumentRules,
  type OrderBook,
} from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import type { ConsideredOrder } from './considered-order.ts'
import { COUNTS_WITH, type CoarseExposure } from './exposure-sums.ts'
import type { Holding } from './holding.ts'
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
  const own = valueOf(after, view, state)
  let [instrument, asset, venue, account] = [own, own, own, own]
  for (const holding of view.holdings()) {
    // Most of what was ever traded is flat.
    if (holding === before || holding.reach.worstNumber === 0) continue
    const value = valueOf(holding, view, state)
    if (COUNTS_WITH.instrument(holding, order)) instrument += value
    if (COUNTS_WITH.asset(holding, order)) asset += value
    if (COUNTS_WITH.venue(holding, order)) venue += value
    if (COUNTS_WITH.account(holding, order)) account += value
  }
  const exposure = { instrument, asset, venue, account }
  view.coarse = { order, exposure }
  return exposure
}

/** The most that a holding may come to be worth, whichever way. */
function valueOf(holding: Holding, view: BatchView, state: RiskState): number {
  const market = view.market(holding.instrument)
  const rate = market && view.rate(market.instrument.quote)
  if (market === undefined || rate === undefined) return Number.NaN
  const { multiplierNumber, isInverse } = rulesOf(holding, market.instrument)
  const price = priceOf(market, state)
  // Without a price nothing is known, of an inverse contract neither: as exact numbers have it.
  const unit = multiplierNumber * (isInverse ? price / price : price)
  return holding.reach.worstNumber * Math.abs(unit * state.numberOf(rate))
}

function rulesOf(holding: Holding, listing: Instrument): InstrumentRules {
  if (holding.ruled?.listing === listing) return holding.ruled.rules
  const rules = instrumentRules(listing)
  holding.ruled = { listing, rules }
  return rules
}

/** Mark, else mid, else last, else the mid that was told last: as exact values have it. */
function priceOf({ mark, book, last, instrument }: MarketView, state: RiskState): number {
  if (mark !== undefined) return state.numberOf(mark)
  const middle = midOf(book)
  if (!Number.isNaN(middle)) return middle
  const known = last ?? state.lastMid(instrument)
  return known === undefined ? Number.NaN : state.numberOf(known)
}

function midOf(book: OrderBook | undefined): number {
  if (book?.state !== 'live' || book.bids.count === 0 || book.asks.count === 0) return Number.NaN
  return (book.bids.priceNumber(0) + book.asks.priceNumber(0)) / 2
}
