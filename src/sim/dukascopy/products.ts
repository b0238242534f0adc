import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** An instrument of this venue. `tickSize` is the step of the JSON service. */
export interface DukascopyInstrumentOptions extends SimInstrumentOptions {
  /** Integers of `.bi5` files are prices × 10^this. @defaultValue the digits of `tickSize` */
  readonly fileScale?: number
  /** `priceScale` of the listing; `null` as it is for some. @defaultValue the digits of `tickSize` */
  readonly listedScale?: number | null
  /** Whether it is quoted at weekends. @defaultValue false */
  readonly isAlwaysOpen?: boolean
}

const FX = { product: 'fx', lotSize: '1' } as const
const CFD = { product: 'cfd', lotSize: '1' } as const

/** What is listed where nothing else is asked for: each product line, and each kind of point factor. */
export const DEFAULT_INSTRUMENTS: readonly DukascopyInstrumentOptions[] = [
  {
    ...FX,
    symbol: 'EUR-USD',
    base: 'EUR',
    quote: 'USD',
    tickSize: '0.00001',
    startPrice: '1.14277',
    fileScale: 5,
  },
  {
    ...FX,
    symbol: 'USD-JPY',
    base: 'USD',
    quote: 'JPY',
    tickSize: '0.001',
    startPrice: '157.321',
    fileScale: 3,
  },
  {
    ...FX,
    symbol: 'USD-CZK',
    base: 'USD',
    quote: 'CZK',
    tickSize: '0.0001',
    startPrice: '21.4312',
    fileScale: 4,
    listedScale: null,
  },
  {
    ...FX,
    symbol: 'AUD-CNH',
    base: 'AUD',
    quote: 'CNH',
    tickSize: '0.00001',
    startPrice: '4.71022',
    fileScale: 6,
  },
  {
    product: 'metal',
    symbol: 'XAU-USD',
    base: 'XAU',
    quote: 'USD',
    lotSize: '1',
    tickSize: '0.001',
    startPrice: '4071.305',
    fileScale: 3,
  },
  {
    ...CFD,
    symbol: 'USA500.IDX-USD',
    base: 'USA500.IDX',
    quote: 'USD',
    tickSize: '0.001',
    startPrice: '6712.811',
    fileScale: 3,
  },
  {
    product: 'crypto',
    symbol: 'BTC-USD',
    base: 'BTC',
    quote: 'USD',
    lotSize: '1',
    tickSize: '0.1',
    startPrice: '61737.6',
    fileScale: 1,
    isAlwaysOpen: true,
  },
]
