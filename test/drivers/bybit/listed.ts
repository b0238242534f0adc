/** Rows of `market/instruments-info` as documented; docs/v5/market/instrument.mdx, 2026-11-21. */

const SPOT = {
  symbolId: 9,
  symbol: 'BTCUSDT',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  innovation: '0',
  status: 'Trading',
  marginTrading: 'utaOnly',
  stTag: '0',
  lotSizeFilter: {
    basePrecision: '0.000001',
    quotePrecision: '0.0000001',
    minOrderQty: '0.000011',
    maxOrderQty: '83',
    minOrderAmt: '5',
    maxOrderAmt: '8000000',
    maxLimitOrderQty: '83',
    maxMarketOrderQty: '41.5',
    postOnlyMaxLimitOrderSize: '60000',
  },
  priceFilter: { tickSize: '0.1' },
  riskParameters: { priceLimitRatioX: '0.005', priceLimitRatioY: '0.01' },
  symbolType: '',
} as const

const LINEAR = {
  symbol: 'BTCUSDT',
  symbolId: 5,
  contractType: 'LinearPerpetual',
  status: 'Trading',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  settleCoin: 'USDT',
  launchTime: '1585526400000',
  deliveryTime: '0',
  priceScale: '2',
  leverageFilter: { minLeverage: '1', maxLeverage: '100.00', leverageStep: '0.01' },
  priceFilter: { minPrice: '0.10', maxPrice: '1999999.80', tickSize: '0.10' },
  lotSizeFilter: {
    maxOrderQty: '1190.000',
    minOrderQty: '0.001',
    qtyStep: '0.001',
    maxMktOrderQty: '500.000',
    minNotionalValue: '5',
  },
  unifiedMarginTrade: true,
  fundingInterval: 480,
  isPreListing: false,
  preListingInfo: null,
  symbolType: '',
} as const

const INVERSE = {
  ...LINEAR,
  symbol: 'BTCUSD',
  contractType: 'InversePerpetual',
  quoteCoin: 'USD',
  settleCoin: 'BTC',
  priceFilter: { minPrice: '0.50', maxPrice: '1999999.00', tickSize: '0.50' },
  lotSizeFilter: { maxOrderQty: '25000000', minOrderQty: '1', qtyStep: '1' },
} as const

/** One of each product and kind. */
export const LISTED = {
  spot: SPOT,
  linear: LINEAR,
  usdc: { ...LINEAR, symbol: 'BTCPERP', quoteCoin: 'USDC', settleCoin: 'USDC' },
  dated: {
    ...LINEAR,
    symbol: 'BTCUSDT-26DEC25',
    contractType: 'LinearFutures',
    deliveryTime: '1766736000000',
  },
  datedUsdc: {
    ...LINEAR,
    symbol: 'BTC-26DEC25',
    contractType: 'LinearFutures',
    quoteCoin: 'USDC',
    settleCoin: 'USDC',
    deliveryTime: '1766736000000',
  },
  multiplied: { ...LINEAR, symbol: '1000PEPEUSDT', baseCoin: '1000PEPE' },
  /** The odd one out: the factor is at the end. */
  suffixed: { ...LINEAR, symbol: 'SHIB1000USDT', baseCoin: 'SHIB1000' },
  /** A perpetual that will be delisted has a delivery time, and stays a perpetual. */
  delisted: { ...LINEAR, symbol: 'OLDUSDT', baseCoin: 'OLD', deliveryTime: '1766736000000' },
  inverse: INVERSE,
  quarter: {
    ...INVERSE,
    symbol: 'BTCUSDH26',
    contractType: 'InverseFutures',
    deliveryTime: '1774598400000',
  },
} as const
