import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue. */
export type MexcProduct = 'spot' | 'linear' | 'inverse'

/** All product lines. */
export const PRODUCTS: readonly MexcProduct[] = ['spot', 'linear', 'inverse']

/** An instrument of this venue. Sizes of contracts count contracts. */
export interface MexcInstrumentOptions extends SimInstrumentOptions {
  /** Base that a linear contract stands for; an inverse one has `inverseContractSize`. @defaultValue `'1'` */
  readonly contractSize?: string
}

const LINEAR = { product: 'linear', kind: 'perpetual', quote: 'USDT', settle: 'USDT' } as const

/** What is listed where nothing else is asked for: of each product line, deep and shallow books, coins of tiny prices. */
export const DEFAULT_INSTRUMENTS: readonly MexcInstrumentOptions[] = [
  {
    product: 'spot',
    symbol: 'BTCUSDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.00000001',
    startPrice: '61737.60',
    firstUpdateId: 43_296_363_000,
    firstTradeId: 698_165_549,
    flow: { maxOrderLots: 40_000_000 },
  },
  {
    product: 'spot',
    symbol: 'ETHUSDC',
    base: 'ETH',
    quote: 'USDC',
    tickSize: '0.01',
    lotSize: '0.00001',
    startPrice: '2683.57',
    firstUpdateId: 17_330_018_000,
    firstTradeId: 211_870_000,
    flow: { maxOrderLots: 400_000, levels: 30 },
  },
  {
    product: 'spot',
    symbol: 'PEPEUSDT',
    base: 'PEPE',
    quote: 'USDT',
    tickSize: '0.000000001',
    lotSize: '1',
    startPrice: '0.000009312',
    firstUpdateId: 9_870_231_000,
    firstTradeId: 48_211_000,
    flow: { maxOrderLots: 9_000_000, levels: 40 },
  },
  {
    ...LINEAR,
    symbol: 'BTC_USDT',
    base: 'BTC',
    contractSize: '0.0001',
    tickSize: '0.1',
    lotSize: '1',
    startPrice: '61710.2',
    firstUpdateId: 37_723_308_000,
    firstTradeId: 1_306_421_000,
  },
  {
    ...LINEAR,
    symbol: 'PEPE_USDT',
    base: 'PEPE',
    contractSize: '1000000',
    tickSize: '0.0000000001',
    lotSize: '1',
    startPrice: '0.0000093120',
    firstUpdateId: 8_752_808_000,
    firstTradeId: 330_218_000,
  },
  {
    product: 'inverse',
    kind: 'perpetual',
    symbol: 'BTC_USD',
    base: 'BTC',
    quote: 'USD',
    settle: 'BTC',
    inverseContractSize: '100',
    tickSize: '0.1',
    lotSize: '1',
    startPrice: '61705.3',
    firstUpdateId: 3_094_693_000,
    firstTradeId: 77_204_000,
  },
]
