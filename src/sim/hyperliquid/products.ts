import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue that are simulated. */
export type HyperliquidProduct = 'perp' | 'hip3' | 'spot'

/** All product lines, in the order they are searched. */
export const PRODUCTS: readonly HyperliquidProduct[] = ['perp', 'hip3', 'spot']

/** An instrument of this venue. Ticks are those of the venue's rule at the start price: five significant figures. */
export interface HyperliquidInstrumentOptions extends SimInstrumentOptions {
  /** Whether it is listed as delisted: its book stays empty. @defaultValue false */
  readonly isDelisted?: boolean
}

const HOUR_MS = 3_600_000

/** Every block changes some book; an instrument skips the ids of others. */
const COMMON = { firstUpdateId: 1, updateIdJump: 0, minNotional: '10' } as const
const PERP = {
  ...COMMON,
  product: 'perp',
  kind: 'perpetual',
  quote: 'USDC',
  settle: 'USDC',
  fundingEveryMs: HOUR_MS,
} as const
const HIP3 = { ...PERP, product: 'hip3' } as const
const SPOT = { ...COMMON, product: 'spot', quote: 'USDC' } as const

/** What is listed where nothing else is asked for: of each product line, each collateral, and a coin of tiny prices. */
export const DEFAULT_INSTRUMENTS: readonly HyperliquidInstrumentOptions[] = [
  {
    ...PERP,
    symbol: 'BTC',
    base: 'BTC',
    tickSize: '1.0',
    lotSize: '0.00001',
    startPrice: '84143.0',
    firstTradeId: 1_045_359_000,
  },
  {
    ...PERP,
    symbol: 'ETH',
    base: 'ETH',
    tickSize: '0.1',
    lotSize: '0.0001',
    startPrice: '2683.5',
    firstTradeId: 730_118_000,
  },
  {
    ...PERP,
    symbol: 'kPEPE',
    base: 'KPEPE',
    tickSize: '0.000001',
    lotSize: '1',
    startPrice: '0.004411',
    firstTradeId: 48_211_000,
    flow: { maxOrderLots: 9_000_000 },
  },
  {
    ...HIP3,
    symbol: 'xyz:SILVER',
    base: 'XYZ-SILVER',
    tickSize: '0.001',
    lotSize: '0.001',
    startPrice: '33.125',
    firstTradeId: 9_120_000,
  },
  {
    ...HIP3,
    symbol: 'flx:COPPER',
    base: 'FLX-COPPER',
    quote: 'USDH',
    settle: 'USDH',
    tickSize: '0.0001',
    lotSize: '0.01',
    startPrice: '4.8213',
    firstTradeId: 3_310_000,
  },
  {
    ...SPOT,
    symbol: 'PURR/USDC',
    base: 'PURR',
    tickSize: '0.000001',
    lotSize: '1',
    startPrice: '0.067131',
    firstTradeId: 5_502_000,
    flow: { maxOrderLots: 90_000 },
  },
  {
    ...SPOT,
    symbol: '@107',
    base: 'HYPE',
    tickSize: '0.001',
    lotSize: '0.01',
    startPrice: '35.271',
    firstTradeId: 88_004_000,
  },
]
