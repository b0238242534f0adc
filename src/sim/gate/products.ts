import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue that are simulated. */
export type GateProduct = 'spot' | 'usdt' | 'btc' | 'delivery'

/** An instrument of this venue. Sizes of contracts count contracts; a `lotSize` below 1 makes fractions of them. */
export interface GateInstrumentOptions extends SimInstrumentOptions {
  /** Base that a linear contract stands for; an inverse one has `inverseContractSize`. @defaultValue `'1'` */
  readonly quantoMultiplier?: string
}

/** One product line: how its channels are called, and where it is found. */
interface ProductRule {
  /** How the names of its channels begin. */
  readonly prefix: 'spot' | 'futures'
  /** Path of its sockets. */
  readonly socketPath: string
  /** Path of its REST endpoints. */
  readonly restPath: string
}

/** All product lines, in the order they are searched. */
export const PRODUCTS: Readonly<Record<GateProduct, ProductRule>> = {
  spot: { prefix: 'spot', socketPath: '/ws/v4/', restPath: '/spot' },
  usdt: { prefix: 'futures', socketPath: '/v4/ws/usdt', restPath: '/futures/usdt' },
  btc: { prefix: 'futures', socketPath: '/v4/ws/btc', restPath: '/futures/btc' },
  delivery: {
    prefix: 'futures',
    socketPath: '/v4/ws/delivery/usdt',
    restPath: '/delivery/usdt',
  },
}

/** The product whose socket is at a path; `undefined` where there is none. A slash at the end does not matter. */
export function productAt(path: string): GateProduct | undefined {
  const bare = (text: string): string => text.replace(/\/$/, '')
  const names = Object.keys(PRODUCTS) as GateProduct[] // the keys of the table above
  return names.find((name) => bare(PRODUCTS[name].socketPath) === bare(path))
}

/** Where every book's ids begin; they count changes of all kinds, so some are skipped. */
const IDS = { firstUpdateId: 27_053_258_000, updateIdJump: 6 } as const

const SPOT = { product: 'spot', quote: 'USDT', ...IDS } as const
const LINEAR = {
  product: 'usdt',
  kind: 'perpetual',
  quote: 'USDT',
  settle: 'USDT',
  ...IDS,
} as const

/** What is listed where nothing else is asked for: of each product line, one coin of tiny prices, one contract in fractions. */
export const DEFAULT_INSTRUMENTS: readonly GateInstrumentOptions[] = [
  {
    ...SPOT,
    symbol: 'BTC_USDT',
    base: 'BTC',
    tickSize: '0.1',
    lotSize: '0.000001',
    startPrice: '67012.4',
    minNotional: '3',
    firstTradeId: 309_143_000,
  },
  {
    ...SPOT,
    symbol: 'ETH_USDT',
    base: 'ETH',
    tickSize: '0.01',
    lotSize: '0.0001',
    startPrice: '2683.57',
    minNotional: '3',
    firstTradeId: 118_204_000,
  },
  {
    ...SPOT,
    symbol: 'PEPE_USDT',
    base: 'PEPE',
    tickSize: '0.000000001',
    lotSize: '1',
    startPrice: '0.000009312',
    minNotional: '3',
    firstTradeId: 41_220_000,
    flow: { maxOrderLots: 90_000_000 },
  },
  {
    ...LINEAR,
    symbol: 'BTC_USDT',
    base: 'BTC',
    quantoMultiplier: '0.0001',
    tickSize: '0.1',
    lotSize: '1',
    startPrice: '67000.1',
    firstTradeId: 442_288_000,
  },
  {
    ...LINEAR,
    symbol: 'SOL_USDT',
    base: 'SOL',
    quantoMultiplier: '1',
    tickSize: '0.001',
    lotSize: '1',
    startPrice: '171.204',
    firstTradeId: 90_311_000,
  },
  {
    ...LINEAR,
    symbol: 'ETH_USDT',
    base: 'ETH',
    quantoMultiplier: '0.01',
    tickSize: '0.01',
    lotSize: '0.1',
    startPrice: '2682.10',
    firstTradeId: 217_900_000,
  },
  {
    ...IDS,
    product: 'btc',
    kind: 'perpetual',
    symbol: 'BTC_USD',
    base: 'BTC',
    quote: 'USD',
    settle: 'BTC',
    inverseContractSize: '1',
    tickSize: '0.1',
    lotSize: '1',
    startPrice: '67005.3',
    firstTradeId: 19_910_000,
  },
  {
    ...IDS,
    product: 'delivery',
    kind: 'dated',
    symbol: 'BTC_USDT_20270326',
    base: 'BTC',
    quote: 'USDT',
    settle: 'USDT',
    quantoMultiplier: '0.0001',
    tickSize: '0.1',
    lotSize: '1',
    startPrice: '68911.4',
    firstTradeId: 48_000,
    expiryTimeMs: 1_806_048_000_000,
  },
]
