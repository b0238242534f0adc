import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue that are simulated. */
export type KrakenProduct = 'spot' | 'futures'

/** All of them. */
export const PRODUCTS: readonly KrakenProduct[] = ['spot', 'futures']

/** Depths of the book channel. */
export const BOOK_DEPTHS: readonly number[] = [10, 25, 100, 500, 1000]

/** Levels a side that a checksum covers. */
export const CHECKSUM_LEVELS = 10

/** Bar lengths of spot, in minutes. */
export const BAR_MINUTES: readonly number[] = [1, 5, 15, 30, 60, 240, 1440, 10_080, 21_600]

const SPOT = {
  product: 'spot',
  firstTradeId: 10_218_208,
  minNotional: '0.5',
  flow: { levels: 240, maxOrderLots: 300_000_000 },
} as const

const LINEAR = {
  product: 'futures',
  kind: 'perpetual',
  quote: 'USD',
  settle: 'USD',
  firstUpdateId: 7_000_000_000,
  firstTradeId: 653_355,
} as const

const INVERSE = {
  ...LINEAR,
  base: 'BTC',
  settle: 'BTC',
  tickSize: '0.5',
  lotSize: '1',
  inverseContractSize: '1',
} as const

/** What is listed where nothing else is asked for: pairs with old codes and without, and a contract of each kind. */
export const DEFAULT_INSTRUMENTS: readonly SimInstrumentOptions[] = [
  {
    ...SPOT,
    symbol: 'BTC/USD',
    base: 'BTC',
    quote: 'USD',
    tickSize: '0.1',
    lotSize: '0.00000001',
    startPrice: '61737.6',
  },
  {
    ...SPOT,
    symbol: 'ETH/USD',
    base: 'ETH',
    quote: 'USD',
    tickSize: '0.01',
    lotSize: '0.00000001',
    startPrice: '2683.57',
  },
  {
    ...SPOT,
    symbol: 'DOGE/USD',
    base: 'DOGE',
    quote: 'USD',
    tickSize: '0.0000001',
    lotSize: '0.00000001',
    startPrice: '0.1512345',
    flow: { levels: 140, maxOrderLots: 900_000_000_000 },
  },
  {
    ...SPOT,
    symbol: 'ETH/BTC',
    base: 'ETH',
    quote: 'BTC',
    tickSize: '0.00001',
    lotSize: '0.00000001',
    startPrice: '0.04346',
    minNotional: '0.00002',
    flow: { levels: 60, maxOrderLots: 300_000_000 },
  },
  {
    ...SPOT,
    symbol: 'BTC/USDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.1',
    lotSize: '0.00000001',
    startPrice: '61741.2',
  },
  {
    ...SPOT,
    symbol: 'ETH/USDT',
    base: 'ETH',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.00000001',
    startPrice: '2683.71',
  },
  {
    ...LINEAR,
    symbol: 'PF_XBTUSD',
    base: 'BTC',
    tickSize: '1',
    lotSize: '0.0001',
    startPrice: '61710',
  },
  {
    ...LINEAR,
    symbol: 'PF_ETHUSD',
    base: 'ETH',
    tickSize: '0.1',
    lotSize: '0.001',
    startPrice: '2682.1',
  },
  { ...INVERSE, symbol: 'PI_XBTUSD', startPrice: '61705.5' },
  {
    ...INVERSE,
    symbol: 'FI_XBTUSD_270326',
    kind: 'dated',
    // The last Friday of March, 16:00 in London, before its clocks change.
    expiryTimeMs: 1_806_076_800_000,
    startPrice: '62911.5',
  },
]
