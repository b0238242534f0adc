import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue; linear and inverse contracts share a socket and a listing. */
export type CoinexProduct = 'spot' | 'linear' | 'inverse'

/** The two halves of the venue: sockets and REST paths are named for them. */
export type CoinexMarket = 'spot' | 'futures'

/** Product lines by half. */
export const PRODUCTS: Readonly<Record<CoinexMarket, readonly CoinexProduct[]>> = {
  spot: ['spot'],
  futures: ['linear', 'inverse'],
}

/** Depths that a book can be asked for in. */
export const DEPTHS: readonly number[] = [5, 10, 20, 50]

/** What prices can be merged by: `0` for not at all, then powers of ten. */
export const MERGE_INTERVALS: ReadonlySet<string> = new Set([
  '0',
  ...Array.from({ length: 11 }, (_, i) => `0.${'1'.padStart(i + 1, '0')}`),
  '1',
  '10',
  '100',
  '1000',
])

const LINEAR = { product: 'linear', kind: 'perpetual', quote: 'USDT', settle: 'USDT' } as const

/** What is listed where nothing else is asked for: of each product line, one symbol twice, and a coin of tiny prices. */
export const DEFAULT_INSTRUMENTS: readonly SimInstrumentOptions[] = [
  {
    product: 'spot',
    symbol: 'BTCUSDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.00000001',
    startPrice: '70855.30',
    firstTradeId: 4_137_517_000,
    flow: { maxOrderLots: 40_000_000 },
  },
  {
    product: 'spot',
    symbol: 'ETHUSDT',
    base: 'ETH',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.00000001',
    startPrice: '2683.57',
    firstTradeId: 3_514_376_000,
    flow: { maxOrderLots: 400_000_000 },
  },
  {
    product: 'spot',
    symbol: 'ELONUSDT',
    base: 'ELON',
    quote: 'USDT',
    tickSize: '0.000000000001',
    lotSize: '0.01',
    startPrice: '0.000000152823',
    firstTradeId: 88_014_000,
    flow: { maxOrderLots: 900_000_000 },
  },
  {
    ...LINEAR,
    symbol: 'BTCUSDT',
    base: 'BTC',
    tickSize: '0.01',
    lotSize: '0.0001',
    startPrice: '70851.94',
    firstTradeId: 3_120_771_000,
  },
  {
    ...LINEAR,
    symbol: 'ETHUSDT',
    base: 'ETH',
    tickSize: '0.01',
    lotSize: '0.001',
    startPrice: '2682.10',
    firstTradeId: 2_120_771_000,
  },
  {
    ...LINEAR,
    symbol: 'BTCUSDC',
    base: 'BTC',
    quote: 'USDC',
    settle: 'USDC',
    tickSize: '0.1',
    lotSize: '0.0001',
    startPrice: '70849.5',
    firstTradeId: 920_771_000,
  },
  {
    product: 'inverse',
    kind: 'perpetual',
    symbol: 'BTCUSD',
    base: 'BTC',
    quote: 'USD',
    settle: 'BTC',
    inverseContractSize: '1',
    tickSize: '0.01',
    lotSize: '1',
    startPrice: '70844.02',
    firstTradeId: 1_318_204_000,
    flow: { maxOrderLots: 5000 },
  },
]
