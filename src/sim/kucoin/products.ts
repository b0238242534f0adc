import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue that are simulated. */
export type KucoinProduct = 'spot' | 'linear' | 'inverse' | 'delivery'

/** A host's market. */
export type KucoinMarket = 'spot' | 'futures'

/** An instrument of this venue. Sizes of contracts are lots; bitcoin is `XBT` there. */
export interface KucoinInstrumentOptions extends SimInstrumentOptions {
  /** Coins that a lot of a linear contract stands for; an inverse one has `inverseContractSize`. @defaultValue `'1'` */
  readonly coinsPerLot?: string
}

/** The market of each product line. */
export const MARKET_OF: Readonly<Record<KucoinProduct, KucoinMarket>> = {
  spot: 'spot',
  linear: 'futures',
  inverse: 'futures',
  delivery: 'futures',
}

/** Product lines of each market, in the order they are searched. */
export const PRODUCTS_OF: Readonly<Record<KucoinMarket, readonly KucoinProduct[]>> = {
  spot: ['spot'],
  futures: ['linear', 'inverse', 'delivery'],
}

/** Spot sequences skip what is hidden; those of contracts here are one a command. */
const SPOT = { product: 'spot', firstUpdateId: 25_984_468_000, updateIdJump: 3 } as const
const CONTRACT = { firstUpdateId: 1_747_821_025_000 } as const
const LINEAR = { ...CONTRACT, product: 'linear', kind: 'perpetual', lotSize: '1' } as const
const INVERSE = { ...CONTRACT, quote: 'USD', lotSize: '1', inverseContractSize: '1' } as const

/** What is listed where nothing else is asked for: of each product line and direction, and a coin of tiny prices. */
export const DEFAULT_INSTRUMENTS: readonly KucoinInstrumentOptions[] = [
  {
    ...SPOT,
    symbol: 'BTC-USDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.1',
    lotSize: '0.00000001',
    startPrice: '61737.6',
    firstTradeId: 48_271_000,
    flow: { maxOrderLots: 40_000_000 },
  },
  {
    ...SPOT,
    symbol: 'ETH-USDT',
    base: 'ETH',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.0000001',
    startPrice: '2683.57',
    firstTradeId: 31_118_000,
    flow: { maxOrderLots: 40_000_000 },
  },
  {
    ...SPOT,
    symbol: 'PEPE-USDT',
    base: 'PEPE',
    quote: 'USDT',
    tickSize: '0.0000000001',
    lotSize: '0.0001',
    startPrice: '0.0000093124',
    firstTradeId: 8_211_000,
    flow: { maxOrderLots: 90_000_000 },
  },
  {
    ...LINEAR,
    symbol: 'XBTUSDTM',
    base: 'XBT',
    quote: 'USDT',
    settle: 'USDT',
    coinsPerLot: '0.001',
    tickSize: '0.1',
    startPrice: '61710.2',
    firstTradeId: 1_794_100_500_000,
  },
  {
    ...LINEAR,
    symbol: 'ETHUSDTM',
    base: 'ETH',
    quote: 'USDT',
    settle: 'USDT',
    coinsPerLot: '0.01',
    tickSize: '0.01',
    startPrice: '2682.10',
    firstTradeId: 1_736_604_700_000,
  },
  {
    ...LINEAR,
    symbol: 'XBTUSDCM',
    base: 'XBT',
    quote: 'USDC',
    settle: 'USDC',
    coinsPerLot: '0.001',
    tickSize: '0.1',
    startPrice: '61715.4',
    firstTradeId: 1_612_300_000,
  },
  {
    ...INVERSE,
    product: 'inverse',
    kind: 'perpetual',
    symbol: 'XBTUSDM',
    base: 'XBT',
    settle: 'XBT',
    tickSize: '0.1',
    startPrice: '61705.3',
    firstTradeId: 1_638_549_700_000,
  },
  {
    ...INVERSE,
    product: 'delivery',
    kind: 'dated',
    symbol: 'XBTMH27',
    base: 'XBT',
    settle: 'XBT',
    tickSize: '0.1',
    startPrice: '62911.4',
    firstTradeId: 1_647_173_800_000,
    expiryTimeMs: 1_806_048_000_000,
  },
]
