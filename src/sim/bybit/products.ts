import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue that are simulated: its categories. */
export type BybitProduct = 'spot' | 'linear' | 'inverse'

/** All of them. */
export const PRODUCTS: readonly BybitProduct[] = ['spot', 'linear', 'inverse']

/** Cross sequences count events of the matching engine: some are skipped. */
const IDS = { firstUpdateId: 66_544_703_000, updateIdJump: 12 } as const

const SPOT = { product: 'spot', ...IDS } as const
const LINEAR = { product: 'linear', kind: 'perpetual', settle: 'USDT', ...IDS } as const
/** One contract is one USD. */
const INVERSE = { product: 'inverse', quote: 'USD', inverseContractSize: '1', ...IDS } as const

/** What is listed where nothing else is asked for: of each product line, settlement and kind, and a coin of tiny prices. */
export const DEFAULT_INSTRUMENTS: readonly SimInstrumentOptions[] = [
  {
    ...SPOT,
    symbol: 'BTCUSDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.1',
    lotSize: '0.000001',
    startPrice: '61737.6',
    firstTradeId: 67_341_000,
    flow: { maxOrderLots: 400_000 },
  },
  {
    ...SPOT,
    symbol: 'ETHUSDC',
    base: 'ETH',
    quote: 'USDC',
    tickSize: '0.01',
    lotSize: '0.00001',
    startPrice: '2683.57',
    firstTradeId: 31_880_000,
    flow: { maxOrderLots: 400_000 },
  },
  {
    ...SPOT,
    symbol: 'PEPEUSDT',
    base: 'PEPE',
    quote: 'USDT',
    tickSize: '0.0000000001',
    lotSize: '0.1',
    startPrice: '0.0000093124',
    firstTradeId: 9_120_000,
    flow: { maxOrderLots: 900_000_000 },
  },
  {
    ...LINEAR,
    symbol: 'BTCUSDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.10',
    lotSize: '0.001',
    startPrice: '61710.20',
    firstTradeId: 518_905_000,
  },
  {
    ...LINEAR,
    symbol: '1000PEPEUSDT',
    base: '1000PEPE',
    quote: 'USDT',
    tickSize: '0.0000001',
    lotSize: '100',
    startPrice: '0.0093110',
    firstTradeId: 44_018_000,
  },
  {
    ...LINEAR,
    symbol: 'BTCPERP',
    base: 'BTC',
    quote: 'USDC',
    settle: 'USDC',
    tickSize: '0.10',
    lotSize: '0.001',
    startPrice: '61703.40',
    firstTradeId: 20_771_000,
  },
  {
    ...LINEAR,
    kind: 'dated',
    symbol: 'BTCUSDT-26MAR27',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.50',
    lotSize: '0.001',
    startPrice: '62911.50',
    firstTradeId: 811_000,
    expiryTimeMs: 1_806_048_000_000,
  },
  {
    ...LINEAR,
    kind: 'dated',
    symbol: 'ETH-26MAR27',
    base: 'ETH',
    quote: 'USDC',
    settle: 'USDC',
    tickSize: '0.05',
    lotSize: '0.01',
    startPrice: '2730.15',
    firstTradeId: 402_000,
    expiryTimeMs: 1_806_048_000_000,
  },
  {
    ...INVERSE,
    kind: 'perpetual',
    symbol: 'BTCUSD',
    base: 'BTC',
    settle: 'BTC',
    tickSize: '0.50',
    lotSize: '1',
    startPrice: '61705.50',
    firstTradeId: 318_204_000,
  },
  {
    ...INVERSE,
    kind: 'dated',
    symbol: 'BTCUSDH27',
    base: 'BTC',
    settle: 'BTC',
    tickSize: '0.50',
    lotSize: '1',
    startPrice: '62908.00',
    firstTradeId: 5_120_000,
    expiryTimeMs: 1_806_048_000_000,
  },
]
