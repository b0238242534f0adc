import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The one product line of this venue. */
export const PRODUCT = 'perpetual'

const PERPETUAL = {
  product: PRODUCT,
  kind: 'perpetual',
  quote: 'USD',
  settle: 'USDC',
  fundingEveryMs: 3_600_000,
} as const
/** Fewer levels than a snapshot shows: who begins with one then knows the whole book. */
const levels = 45

/** What is listed where nothing else is asked for: with a long name of a permissionless market, and tiny prices. */
export const DEFAULT_INSTRUMENTS: readonly SimInstrumentOptions[] = [
  {
    ...PERPETUAL,
    symbol: 'BTC-USD',
    base: 'BTC',
    tickSize: '1',
    lotSize: '0.0001',
    startPrice: '89919',
    flow: { levels, maxOrderLots: 9000 },
  },
  {
    ...PERPETUAL,
    symbol: 'ETH-USD',
    base: 'ETH',
    tickSize: '0.1',
    lotSize: '0.001',
    startPrice: '3121.4',
    flow: { levels, maxOrderLots: 20_000 },
  },
  {
    ...PERPETUAL,
    symbol: 'PEPE-USD',
    base: 'PEPE',
    tickSize: '0.000000001',
    lotSize: '1000000',
    startPrice: '0.000004821',
    flow: { levels, maxOrderLots: 900 },
  },
  {
    ...PERPETUAL,
    symbol: 'FARTCOIN,RAYDIUM,9BB6NFECJBCTNNLFKO2FQVQBQ8HHM13KCYYCDQBGPUMP-USD',
    base: 'FARTCOIN,RAYDIUM,9BB6NFECJBCTNNLFKO2FQVQBQ8HHM13KCYYCDQBGPUMP',
    tickSize: '0.0001',
    lotSize: '10',
    startPrice: '0.3412',
    flow: { levels, maxOrderLots: 400 },
  },
]
