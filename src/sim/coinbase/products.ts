import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue that are simulated. */
export type CoinbaseProduct = 'spot' | 'futures' | 'intx'

/** An instrument of this venue. Sizes of contracts count contracts. */
export interface CoinbaseInstrumentOptions extends SimInstrumentOptions {
  /** Base that a contract stands for. @defaultValue `'1'` */
  readonly contractSize?: string
  /** Other names under which the same book is traded. @defaultValue none */
  readonly aliases?: readonly string[]
}

/** All product lines, in the order they are searched. */
export const PRODUCTS: readonly CoinbaseProduct[] = ['spot', 'futures', 'intx']

const SPOT = { product: 'spot', quote: 'USD', minNotional: '1' } as const
const FCM = { product: 'futures', quote: 'USD', settle: 'USD', minNotional: '0' } as const
const INTX = {
  product: 'intx',
  kind: 'perpetual',
  quote: 'USDC',
  settle: 'USDC',
  minNotional: '10',
} as const
/** 2030-12-20T16:00Z: the law wants futures to end. */
const FAR_MS = 1_924_012_800_000

/** What is listed where nothing else is asked for: of each product line, with and without a second name, and a coin of tiny prices. */
export const DEFAULT_INSTRUMENTS: readonly CoinbaseInstrumentOptions[] = [
  {
    ...SPOT,
    symbol: 'BTC-USD',
    base: 'BTC',
    aliases: ['BTC-USDC'],
    tickSize: '0.01',
    lotSize: '0.00000001',
    startPrice: '68923.67',
    firstTradeId: 995_098_000,
    flow: { maxOrderLots: 40_000_000 },
  },
  {
    ...SPOT,
    symbol: 'ETH-USD',
    base: 'ETH',
    aliases: ['ETH-USDC'],
    tickSize: '0.01',
    lotSize: '0.00000001',
    startPrice: '2683.57',
    firstTradeId: 730_118_000,
    flow: { maxOrderLots: 400_000_000 },
  },
  {
    ...SPOT,
    symbol: 'BONK-USD',
    base: 'BONK',
    tickSize: '0.00000001',
    lotSize: '1',
    startPrice: '0.00001893',
    firstTradeId: 48_211_000,
    flow: { maxOrderLots: 90_000_000 },
  },
  {
    ...SPOT,
    quote: 'USDC',
    symbol: 'USDT-USDC',
    base: 'USDT',
    tickSize: '0.00001',
    lotSize: '0.01',
    startPrice: '0.99987',
    firstTradeId: 12_004_000,
  },
  {
    ...FCM,
    kind: 'perpetual',
    symbol: 'BIP-20DEC30-CDE',
    base: 'BTC',
    contractSize: '0.01',
    tickSize: '5',
    lotSize: '1',
    startPrice: '68930',
    firstTradeId: 1_518_000,
    expiryTimeMs: FAR_MS,
    flow: { maxOrderLots: 200 },
  },
  {
    ...FCM,
    kind: 'dated',
    symbol: 'BIT-26MAR27-CDE',
    base: 'BTC',
    contractSize: '0.01',
    tickSize: '5',
    lotSize: '1',
    startPrice: '69165',
    firstTradeId: 318_000,
    expiryTimeMs: 1_806_073_200_000,
    flow: { maxOrderLots: 200 },
  },
  {
    ...INTX,
    symbol: 'BTC-PERP-INTX',
    base: 'BTC',
    tickSize: '0.1',
    lotSize: '0.0001',
    startPrice: '68901.5',
    firstTradeId: 8_211_000,
  },
  {
    ...INTX,
    symbol: 'ETH-PERP-INTX',
    base: 'ETH',
    tickSize: '0.01',
    lotSize: '0.0001',
    startPrice: '2682.10',
    firstTradeId: 5_120_000,
    flow: { maxOrderLots: 40_000 },
  },
]
