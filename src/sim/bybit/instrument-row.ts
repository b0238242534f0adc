import type { LiveInstrument } from '../live-instrument.ts'

/** Listing date of everything simulated, epoch ms. */
const LAUNCHED_MS = 1_585_526_400_000
const FUNDING_MINUTES = 480

/** An instrument as it is listed. */
export function instrumentRow(live: LiveInstrument, status: string, symbolId: number): unknown {
  const { spec } = live
  const { symbol, base, quote, tickSize, lotSize, minNotional } = spec
  const names = { symbol, symbolId, baseCoin: base, quoteCoin: quote, status }
  if (spec.kind === 'spot') {
    return {
      ...names,
      innovation: '0',
      marginTrading: 'utaOnly',
      stTag: '0',
      lotSizeFilter: {
        basePrecision: lotSize,
        quotePrecision: '0.0000001',
        minOrderQty: lotSize,
        maxOrderQty: '83',
        minOrderAmt: minNotional,
        maxOrderAmt: '8000000',
        maxLimitOrderQty: '83',
        maxMarketOrderQty: '41.5',
        postOnlyMaxLimitOrderSize: '60000',
      },
      priceFilter: { tickSize },
      riskParameters: { priceLimitRatioX: '0.005', priceLimitRatioY: '0.01' },
      symbolType: '',
    }
  }
  const isInverse = spec.inverseContractSize !== undefined
  const kind = spec.kind === 'perpetual' ? 'Perpetual' : 'Futures'
  return {
    ...names,
    contractType: `${isInverse ? 'Inverse' : 'Linear'}${kind}`,
    settleCoin: spec.settle ?? quote,
    launchTime: String(LAUNCHED_MS),
    deliveryTime: String(spec.expiryTimeMs ?? 0),
    deliveryFeeRate: '',
    priceScale: String(spec.tickDigits),
    leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
    priceFilter: { minPrice: tickSize, maxPrice: '1999999.80', tickSize },
    lotSizeFilter: {
      maxOrderQty: '1190000',
      minOrderQty: lotSize,
      qtyStep: lotSize,
      postOnlyMaxOrderQty: '1190000',
      maxMktOrderQty: '500000',
      ...(isInverse ? {} : { minNotionalValue: minNotional }),
    },
    unifiedMarginTrade: true,
    fundingInterval: spec.kind === 'perpetual' ? FUNDING_MINUTES : 0,
    copyTrading: 'none',
    upperFundingRate: '0.00375',
    lowerFundingRate: '-0.00375',
    isPreListing: status === 'PreLaunch',
    preListingInfo: null,
    riskParameters: { priceLimitRatioX: '0.01', priceLimitRatioY: '0.02' },
    symbolType: '',
  }
}
