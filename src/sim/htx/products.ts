import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue that are simulated. */
export type HtxProduct = 'spot' | 'linear-swap' | 'linear-futures' | 'coin-swap' | 'coin-futures'

/** An instrument of this venue. Sizes of contracts count contracts. */
export interface HtxInstrumentOptions extends SimInstrumentOptions {
  /** Base that a linear contract stands for; a coin-margined one has `inverseContractSize`. @defaultValue `'1'` */
  readonly contractSize?: string
}

/** All product lines, in the order they are searched. */
export const PRODUCTS: readonly HtxProduct[] = [
  'spot',
  'linear-swap',
  'linear-futures',
  'coin-swap',
  'coin-futures',
]

/** Where ids of spot books begin; they count changes of all kinds, so some are skipped. */
const SPOT_IDS = { firstUpdateId: 161_499_562_790, updateIdJump: 12 } as const
/** Where the numbers of the futures matching engine begin. */
const ENGINE_IDS = { firstUpdateId: 100_129_125_618_683, updateIdJump: 40 } as const

const SPOT = { product: 'spot', quote: 'USDT', ...SPOT_IDS } as const
const LINEAR = {
  product: 'linear-swap',
  kind: 'perpetual',
  quote: 'USDT',
  settle: 'USDT',
  lotSize: '1',
  ...ENGINE_IDS,
} as const
const COIN = { quote: 'USD', lotSize: '1', inverseContractSize: '100', ...ENGINE_IDS } as const
/** 2027-03-26T08:00:00Z, a Friday. */
const EXPIRY_MS = 1_806_048_000_000

/** What is listed where nothing else is asked for: of each product line, a coin of tiny prices, and one in Chinese. */
export const DEFAULT_INSTRUMENTS: readonly HtxInstrumentOptions[] = [
  {
    ...SPOT,
    symbol: 'btcusdt',
    base: 'BTC',
    tickSize: '0.01',
    lotSize: '0.000001',
    startPrice: '61737.62',
    firstTradeId: 102_523_573_486,
    flow: { maxOrderLots: 400_000 },
  },
  {
    ...SPOT,
    symbol: 'ethusdt',
    base: 'ETH',
    tickSize: '0.01',
    lotSize: '0.0001',
    startPrice: '2683.57',
    firstTradeId: 100_417_881_204,
    flow: { maxOrderLots: 40_000 },
  },
  {
    ...SPOT,
    symbol: 'pepeusdt',
    base: 'PEPE',
    tickSize: '0.0000000001',
    lotSize: '0.01',
    startPrice: '0.0000093120',
    firstTradeId: 104_822_113,
    flow: { maxOrderLots: 9_000_000_000 },
  },
  {
    ...LINEAR,
    symbol: 'BTC-USDT',
    base: 'BTC',
    contractSize: '0.001',
    tickSize: '0.1',
    startPrice: '61710.2',
    firstTradeId: 100_021_951_274_748,
  },
  {
    ...LINEAR,
    symbol: 'ETH-USDT',
    base: 'ETH',
    contractSize: '0.01',
    tickSize: '0.01',
    startPrice: '2682.10',
    firstTradeId: 100_018_820_113_220,
  },
  {
    ...LINEAR,
    symbol: '币安人生-USDT',
    base: '币安人生',
    contractSize: '10',
    tickSize: '0.00001',
    startPrice: '0.18142',
    firstTradeId: 100_000_104_201_881,
  },
  {
    ...LINEAR,
    product: 'linear-futures',
    kind: 'dated',
    symbol: 'BTC-USDT-270326',
    base: 'BTC',
    contractSize: '0.001',
    tickSize: '0.1',
    startPrice: '62908.7',
    firstTradeId: 100_000_911_204_410,
    expiryTimeMs: EXPIRY_MS,
  },
  {
    ...COIN,
    product: 'coin-swap',
    kind: 'perpetual',
    symbol: 'BTC-USD',
    base: 'BTC',
    settle: 'BTC',
    tickSize: '0.1',
    startPrice: '61705.3',
    firstTradeId: 100_000_211_870_006,
  },
  {
    ...COIN,
    product: 'coin-futures',
    kind: 'dated',
    symbol: 'BTC270326',
    base: 'BTC',
    settle: 'BTC',
    tickSize: '0.01',
    startPrice: '62911.40',
    firstTradeId: 100_222_601_118_300,
    expiryTimeMs: EXPIRY_MS,
  },
]
