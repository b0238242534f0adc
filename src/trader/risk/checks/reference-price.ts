import { instrumentRules } from '../../../core/index.ts'
import type { ConsideredOrder } from '../considered-order.ts'
import type { LimitName } from '../limit-names.ts'
import { referencePrice, valuationPrice } from '../prices.ts'
import { type RiskCheck, type RiskState, refuse } from '../risk-state.ts'

const VALUED: readonly LimitName[] = [
  'maxNotional',
  'maxInstrumentExposure',
  'maxAssetExposure',
  'maxVenueExposure',
  'maxAccountExposure',
]

/** What later checks compare with is known: the reference of the collar, and what a unit is worth. */
export const noReferencePrice: RiskCheck = {
  reasons: ['NO_REFERENCE_PRICE'],
  find: (order, view, state) => {
    const { market, terms, instrument } = order
    if (market === undefined) return undefined
    const { symbol, quote } = instrument
    const { reference } = state.options
    const isCompared = terms.type !== 'stopLimit' && state.limit('priceCollarBps', order) !== false
    if (isCompared && referencePrice(market, reference, view) === undefined)
      return refuse('NO_REFERENCE_PRICE', 'none', `${reference} of ${symbol}`)
    const price = valuationPrice(market, view)
    const isPriceless = price === undefined || view.rate(quote) === undefined
    if (isPriceless && isValued(order, state))
      return refuse('NO_REFERENCE_PRICE', 'none', `a price and a rate of ${symbol} in ${quote}`)
    const rules = instrumentRules(instrument)
    const isMarketPriced = terms.price === undefined && terms.triggerPrice === undefined
    if (rules.minNotional === undefined || rules.isInverse || !isMarketPriced) return undefined
    if (price !== undefined) return undefined
    return refuse('NO_REFERENCE_PRICE', 'none', `a price of ${symbol}`)
  },
}

function isValued(order: ConsideredOrder, state: RiskState): boolean {
  return VALUED.some((name) => state.limit(name, order) !== false)
}
