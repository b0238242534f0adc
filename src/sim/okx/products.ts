import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue that are simulated. */
export type OkxProduct = 'spot' | 'swap' | 'futures' | 'xperp'

/** An instrument of this venue. Sizes of contracts count contracts. */
export interface OkxInstrumentOptions extends SimInstrumentOptions {
  /** Base that a linear contract stands for; an inverse one has `inverseContractSize`. @defaultValue `'1'` */
  readonly contractValue?: string
}

/** The venue's instrument type of each product line. */
export const INST_TYPES: Readonly<Record<OkxProduct, string>> = {
  spot: 'SPOT',
  swap: 'SWAP',
  futures: 'FUTURES',
  xperp: 'FUTURES',
}

/** All product lines, in the order they are searched. */
export const PRODUCTS: readonly OkxProduct[] = ['spot', 'swap', 'futures', 'xperp']

/** Where every book's ids begin; they count changes of all kinds, so some are skipped. */
const IDS = { firstUpdateId: 81_625_379_000, updateIdJump: 12 } as const

const SPOT = { product: 'spot', ...IDS } as const
const LINEAR = { product: 'swap', kind: 'perpetual', ...IDS } as const
const INVERSE = { kind: 'perpetual', quote: 'USD', inverseContractSize: '100', ...IDS } as const

/** What is listed where nothing else is asked for: of each product line and direction, and a coin of tiny prices. */
export const DEFAULT_INSTRUMENTS: readonly OkxInstrumentOptions[] = [
  {
    ...SPOT,
    symbol: 'BTC-USDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.1',
    lotSize: '0.00000001',
    startPrice: '61737.6',
    firstTradeId: 1_062_992_000,
    flow: { maxOrderLots: 40_000_000 },
  },
  {
    ...SPOT,
    symbol: 'ETH-USDT',
    base: 'ETH',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.000001',
    startPrice: '2683.57',
    firstTradeId: 730_118_000,
    flow: { maxOrderLots: 4_000_000 },
  },
  {
    ...SPOT,
    symbol: 'PEPE-USDT',
    base: 'PEPE',
    quote: 'USDT',
    tickSize: '0.000000001',
    lotSize: '1',
    startPrice: '0.000009312',
    firstTradeId: 48_211_000,
    flow: { maxOrderLots: 90_000_000 },
  },
  {
    ...LINEAR,
    symbol: 'BTC-USDT-SWAP',
    base: 'BTC',
    quote: 'USDT',
    settle: 'USDT',
    contractValue: '0.01',
    tickSize: '0.1',
    lotSize: '0.01',
    startPrice: '61710.2',
    firstTradeId: 1_518_905_000,
  },
  {
    ...LINEAR,
    symbol: 'ETH-USDT-SWAP',
    base: 'ETH',
    quote: 'USDT',
    settle: 'USDT',
    contractValue: '0.1',
    tickSize: '0.01',
    lotSize: '0.01',
    startPrice: '2682.10',
    firstTradeId: 1_120_771_000,
  },
  {
    ...INVERSE,
    product: 'swap',
    symbol: 'BTC-USD-SWAP',
    base: 'BTC',
    settle: 'BTC',
    tickSize: '0.1',
    lotSize: '0.1',
    startPrice: '61705.3',
    firstTradeId: 318_204_000,
  },
  {
    ...INVERSE,
    product: 'futures',
    kind: 'dated',
    symbol: 'BTC-USD-270326',
    base: 'BTC',
    settle: 'BTC',
    tickSize: '0.1',
    lotSize: '0.1',
    startPrice: '62911.4',
    firstTradeId: 8_211_000,
    expiryTimeMs: 1_806_048_000_000,
  },
  {
    ...IDS,
    product: 'futures',
    kind: 'dated',
    symbol: 'BTC-USD_UM-270326',
    base: 'BTC',
    quote: 'USD',
    settle: 'USD',
    contractValue: '0.01',
    tickSize: '0.1',
    lotSize: '0.01',
    startPrice: '62908.7',
    firstTradeId: 5_120_000,
    expiryTimeMs: 1_806_048_000_000,
  },
  {
    ...IDS,
    product: 'xperp',
    kind: 'dated',
    symbol: 'BTC-USD_UM_XPERP-310404',
    base: 'BTC',
    quote: 'USD',
    settle: 'USD',
    contractValue: '0.0001',
    tickSize: '0.1',
    lotSize: '1',
    startPrice: '61722.0',
    firstTradeId: 911_000,
    expiryTimeMs: 1_933_056_000_000,
  },
]
