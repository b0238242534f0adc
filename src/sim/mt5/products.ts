import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The kinds of symbol: quotes alone, or an exchange's with deals. */
export type Mt5Product = 'quoted' | 'traded'

/** Both. */
export const PRODUCTS: readonly string[] = ['quoted', 'traded']

const QUOTED = {
  product: 'quoted',
  lotSize: '0.01',
  flow: { eventsPerSecond: 40, tradeShare: 0.1 },
} as const

/** What is listed where nothing else is asked for: currencies, a metal, a broker's own name, and a share with deals. */
export const DEFAULT_INSTRUMENTS: readonly SimInstrumentOptions[] = [
  {
    ...QUOTED,
    symbol: 'EURUSD',
    base: 'EUR',
    quote: 'USD',
    tickSize: '0.00001',
    startPrice: '1.14273',
  },
  {
    ...QUOTED,
    symbol: 'USDJPY',
    base: 'USD',
    quote: 'JPY',
    tickSize: '0.001',
    startPrice: '157.321',
  },
  { ...QUOTED, symbol: 'GOLD', base: 'XAU', quote: 'USD', tickSize: '0.01', startPrice: '4071.31' },
  {
    product: 'traded',
    symbol: 'GAZP',
    base: 'RUB',
    quote: 'RUB',
    tickSize: '0.01',
    lotSize: '1',
    startPrice: '131.48',
  },
]
