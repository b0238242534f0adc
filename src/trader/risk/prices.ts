import type { Decimal } from '../../core/index.ts'
import type { BatchView } from './batch-view.ts'
import type { ConsideredOrder } from './considered-order.ts'
import type { ReferencePrice } from './risk-options.ts'
import type { MarketView } from './view.ts'

/** The price that an order's price is compared with; `undefined` where nobody knows it. */
export function referencePrice(
  market: MarketView,
  kind: ReferencePrice,
  view: BatchView,
): Decimal | undefined {
  return kind === 'mid' ? view.mid(market) : market[kind]
}

/** The price that a position is valued at: mark, else mid, else last. */
export function valuationPrice(market: MarketView, view: BatchView): Decimal | undefined {
  return market.mark ?? view.mid(market) ?? market.last
}

/** The highest price that an order may trade at, as far as prices are known: its own, or where the market is. */
export function highestPrice(
  { terms, market, before }: ConsideredOrder,
  view: BatchView,
): Decimal | undefined {
  let highest = market === undefined ? undefined : valuationPrice(market, view)
  for (const price of [terms.price, terms.triggerPrice, before?.terms.price])
    if (price !== undefined && (highest === undefined || price.gt(highest))) highest = price
  return highest
}
