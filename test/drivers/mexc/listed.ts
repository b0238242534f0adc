import type { Instrument } from '../../../src/core/index.ts'
import { readContract } from '../../../src/drivers/mexc/futures/instruments.ts'
import { readSpotInstrument } from '../../../src/drivers/mexc/instruments.ts'
import type { JsonObject } from '../../../src/wire/index.ts'

/** A row of `exchangeInfo` as documented. */
export const SPOT_ROW: JsonObject = {
  symbol: 'BTCUSDT',
  status: '1',
  baseAsset: 'BTC',
  baseAssetPrecision: '8',
  quoteAsset: 'USDT',
  quotePrecision: '2',
  quoteAssetPrecision: '2',
  orderTypes: ['LIMIT', 'MARKET', 'LIMIT_MAKER'],
  isSpotTradingAllowed: true,
  quoteAmountPrecision: '1',
  baseSizePrecision: '0',
  permissions: ['SPOT'],
  filters: [],
  maxQuoteAmount: '4000000',
  tradeSideType: '1',
  fullName: 'Bitcoin',
}

/** A row of `contract/detail` as documented. */
export const CONTRACT_ROW: JsonObject = {
  symbol: 'BTC_USDT',
  displayNameEn: 'BTC_USDT PERPETUAL',
  baseCoin: 'BTC',
  quoteCoin: 'USDT',
  settleCoin: 'USDT',
  contractSize: '0.0001',
  priceScale: '2',
  volScale: '0',
  priceUnit: '0.1',
  volUnit: '1',
  minVol: '1',
  maxVol: '5000000',
  state: '0',
  apiAllowed: true,
  futureType: '1',
}

/** A coin-margined one. */
export const INVERSE_ROW: JsonObject = {
  ...CONTRACT_ROW,
  symbol: 'BTC_USD',
  quoteCoin: 'USD',
  settleCoin: 'BTC',
  contractSize: '100',
  priceUnit: '0.5',
}

/** One instrument of each product. */
export const LISTED: Readonly<Record<'spot' | 'linear' | 'inverse', Instrument>> = {
  spot: readSpotInstrument(SPOT_ROW),
  linear: contract(CONTRACT_ROW),
  inverse: contract(INVERSE_ROW),
}

function contract(row: JsonObject): Instrument {
  const instrument = readContract(row)
  if (instrument === undefined) throw new Error('no perpetual')
  return instrument
}
