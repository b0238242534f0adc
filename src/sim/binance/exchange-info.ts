import { fixedText } from '../fixed-text.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { pairOf } from './book-messages.ts'
import { type BinanceProduct, PRODUCTS } from './products.ts'
import { NEVER_DELIVERED_MS, ONBOARDED_MS } from './stat-messages.ts'
import { wireText } from './wire-text.ts'

const SPOT_ORDER_TYPES = [
  'LIMIT',
  'LIMIT_MAKER',
  'MARKET',
  'STOP_LOSS',
  'STOP_LOSS_LIMIT',
  'TAKE_PROFIT',
  'TAKE_PROFIT_LIMIT',
]
const FUTURES_ORDER_TYPES = [
  'LIMIT',
  'MARKET',
  'STOP',
  'STOP_MARKET',
  'TAKE_PROFIT',
  'TAKE_PROFIT_MARKET',
  'TRAILING_STOP_MARKET',
]
const STP_MODES = ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT']

/** The body of `exchangeInfo`. */
export function exchangeInfo(
  product: BinanceProduct,
  listed: readonly LiveInstrument[],
  nowMs: number,
): unknown {
  const symbols = listed.map((live) =>
    product === 'spot' ? spotSymbol(live) : futuresSymbol(product, live),
  )
  const head = { timezone: 'UTC', serverTime: nowMs }
  const rateLimits = rateLimitsOf(product)
  if (product === 'spot') return { ...head, rateLimits, exchangeFilters: [], symbols }
  const futuresType = product === 'usdm' ? 'U_MARGINED' : 'C_MARGINED'
  const assets =
    product === 'usdm'
      ? { assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }] }
      : {}
  return { ...head, futuresType, rateLimits, exchangeFilters: [], ...assets, symbols }
}

function rateLimitsOf(product: BinanceProduct): unknown[] {
  const limit = (
    rateLimitType: string,
    interval: string,
    intervalNum: number,
    count: number,
  ): unknown => ({
    rateLimitType,
    interval,
    intervalNum,
    limit: count,
  })
  const weight = limit('REQUEST_WEIGHT', 'MINUTE', 1, PRODUCTS[product].weightPerMinute)
  if (product === 'spot') {
    return [
      weight,
      limit('ORDERS', 'SECOND', 10, 100),
      limit('ORDERS', 'DAY', 1, 200_000),
      limit('RAW_REQUESTS', 'MINUTE', 5, 300_000),
    ]
  }
  return [weight, limit('ORDERS', 'MINUTE', 1, 1200), limit('ORDERS', 'SECOND', 10, 300)]
}

function spotSymbol(live: LiveInstrument): unknown {
  const { spec } = live
  const text = wireText(spec)
  return {
    symbol: spec.symbol,
    status: spec.status ?? 'TRADING',
    baseAsset: spec.base,
    baseAssetPrecision: 8,
    quoteAsset: spec.quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    baseCommissionPrecision: 8,
    quoteCommissionPrecision: 8,
    orderTypes: SPOT_ORDER_TYPES,
    icebergAllowed: true,
    ocoAllowed: true,
    otoAllowed: true,
    opoAllowed: true,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: true,
    cancelReplaceAllowed: true,
    amendAllowed: true,
    pegInstructionsAllowed: true,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [
      {
        filterType: 'PRICE_FILTER',
        minPrice: text.price(spec.tick),
        maxPrice: text.price(spec.start * 10),
        tickSize: text.price(spec.tick),
      },
      {
        filterType: 'LOT_SIZE',
        minQty: text.size(spec.lot),
        maxQty: text.size(mostSize(live)),
        stepSize: text.size(spec.lot),
      },
      // Zero switches a rule off: market orders follow LOT_SIZE.
      {
        filterType: 'MARKET_LOT_SIZE',
        minQty: '0.00000000',
        maxQty: text.size(mostSize(live)),
        stepSize: '0.00000000',
      },
      {
        filterType: 'NOTIONAL',
        minNotional: padded(spec.minNotional, 8),
        applyMinToMarket: true,
        maxNotional: '9000000.00000000',
        applyMaxToMarket: false,
        avgPriceMins: 5,
      },
      { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
      { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: 5 },
    ],
    permissions: [],
    permissionSets: [['SPOT']],
    defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
    allowedSelfTradePreventionModes: STP_MODES,
  }
}

function futuresSymbol(product: BinanceProduct, live: LiveInstrument): unknown {
  const { spec } = live
  const text = wireText(spec)
  const isPerpetual = spec.kind === 'perpetual'
  const lot = {
    minQty: text.size(spec.lot),
    maxQty: text.size(mostSize(live)),
    stepSize: text.size(spec.lot),
  }
  const status =
    product === 'coinm'
      ? {
          contractStatus: spec.status ?? 'TRADING',
          contractSize: Number(spec.inverseContractSize ?? 1),
          equalQtyPrecision: 4,
        }
      : { status: spec.status ?? 'TRADING' }
  const notional =
    product === 'usdm' ? [{ filterType: 'MIN_NOTIONAL', notional: spec.minNotional }] : []
  return {
    symbol: spec.symbol,
    pair: pairOf(live),
    contractType: isPerpetual ? 'PERPETUAL' : 'CURRENT_QUARTER',
    deliveryDate: spec.expiryTimeMs ?? NEVER_DELIVERED_MS,
    onboardDate: ONBOARDED_MS,
    ...status,
    maintMarginPercent: '2.5000',
    requiredMarginPercent: '5.0000',
    baseAsset: spec.base,
    quoteAsset: spec.quote,
    marginAsset: spec.settle ?? spec.quote,
    pricePrecision: spec.tickDigits,
    quantityPrecision: spec.sizeScale,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    underlyingSubType: ['PoW'],
    triggerProtect: '0.0500',
    liquidationFee: '0.012500',
    marketTakeBound: '0.05',
    filters: [
      {
        filterType: 'PRICE_FILTER',
        minPrice: text.price(spec.tick),
        maxPrice: text.price(spec.start * 10),
        tickSize: spec.tickSize,
      },
      { filterType: 'LOT_SIZE', ...lot },
      { filterType: 'MARKET_LOT_SIZE', ...lot },
      { filterType: 'MAX_NUM_ORDERS', limit: 200 },
      ...notional,
      {
        filterType: 'PERCENT_PRICE',
        multiplierUp: '1.0500',
        multiplierDown: '0.9500',
        multiplierDecimal: '4',
      },
    ],
    orderTypes: FUTURES_ORDER_TYPES,
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
  }
}

function mostSize(live: LiveInstrument): number {
  return live.spec.lot * live.spec.flow.maxOrderLots * 1000
}

function padded(text: string, digits: number): string {
  const point = text.indexOf('.')
  const fraction = point < 0 ? '' : text.slice(point + 1)
  const whole = point < 0 ? text : text.slice(0, point)
  return fixedText(BigInt(whole + fraction), fraction.length, digits)
}
