import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** The product lines of this venue that are simulated. */
export type BinanceProduct = 'spot' | 'usdm' | 'coinm'

/** What differs between product lines. */
export interface ProductRules {
  /** Its name. */
  readonly product: BinanceProduct
  /** What its REST paths start with. */
  readonly restPrefix: string
  /** Request weight a minute and address. */
  readonly weightPerMinute: number
  /** How often the server pings a socket. */
  readonly pingEveryMs: number
  /** How long it waits for the pong. */
  readonly pongWithinMs: number
  /** Inbound messages a second, protocol frames included. */
  readonly inboundPerSecond: number
  /** Cadence of a depth stream that names none, and of those that name one. */
  readonly depthMs: Readonly<Record<string, number>>
  /** How often an open bar is told, at most. */
  readonly klineMs: number
  /** How often the day's statistics are told. */
  readonly tickerMs: number
  /** Value of the field `st` in futures messages: which product line it is. */
  readonly streamType: number
}

const FUTURES = {
  weightPerMinute: 2400,
  pingEveryMs: 180_000,
  pongWithinMs: 600_000,
  inboundPerSecond: 10,
  depthMs: { '': 250, '@500ms': 500, '@100ms': 100, '@0ms': 0 },
  klineMs: 250,
} as const

/** The rules of each product line; dossier sections 1, 3, 5 and 6. */
export const PRODUCTS: Readonly<Record<BinanceProduct, ProductRules>> = {
  spot: {
    product: 'spot',
    restPrefix: '/api/v3',
    weightPerMinute: 6000,
    pingEveryMs: 20_000,
    pongWithinMs: 60_000,
    inboundPerSecond: 5,
    depthMs: { '': 1000, '@100ms': 100, '@1000ms': 1000 },
    klineMs: 2000,
    tickerMs: 1000,
    streamType: 0,
  },
  usdm: { product: 'usdm', restPrefix: '/fapi/v1', ...FUTURES, tickerMs: 2000, streamType: 1 },
  coinm: { product: 'coinm', restPrefix: '/dapi/v1', ...FUTURES, tickerMs: 500, streamType: 2 },
}

/** Most streams that one connection may hold. */
export const MAX_STREAMS = 1024

/** Age at which every connection is closed: 24 hours. */
export const CONNECTION_LIFETIME_MS = 86_400_000

const SPOT = {
  product: 'spot',
  firstUpdateId: 50_093_239_000,
  firstTradeId: 3_735_683_000,
} as const
// Ids of futures books are shared with other books of the product line: each change skips some.
const USDM = {
  product: 'usdm',
  kind: 'perpetual',
  quote: 'USDT',
  settle: 'USDT',
  firstUpdateId: 5_123_107_832_000,
  updateIdJump: 40,
  firstTradeId: 5_266_583_000,
  minNotional: '5',
} as const
const COINM = {
  product: 'coinm',
  kind: 'perpetual',
  base: 'BTC',
  quote: 'USD',
  settle: 'BTC',
  tickSize: '0.1',
  lotSize: '1',
  inverseContractSize: '100',
  firstUpdateId: 1_160_000_000_000,
  updateIdJump: 25,
  firstTradeId: 880_000_000,
} as const

/** What is listed where nothing else is asked for: two pairs a line, a 1000-multiplier, and a dated contract. */
export const DEFAULT_INSTRUMENTS: readonly SimInstrumentOptions[] = [
  {
    ...SPOT,
    symbol: 'BTCUSDT',
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.00001',
    startPrice: '61737.63',
  },
  {
    ...SPOT,
    symbol: 'ETHUSDT',
    base: 'ETH',
    quote: 'USDT',
    tickSize: '0.01',
    lotSize: '0.0001',
    startPrice: '2683.57',
  },
  {
    ...SPOT,
    symbol: 'ETHBTC',
    base: 'ETH',
    quote: 'BTC',
    tickSize: '0.00001',
    lotSize: '0.0001',
    startPrice: '0.04346',
    minNotional: '0.0001',
  },
  {
    ...USDM,
    symbol: 'BTCUSDT',
    base: 'BTC',
    tickSize: '0.10',
    lotSize: '0.001',
    startPrice: '61710.20',
    minNotional: '100',
  },
  {
    ...USDM,
    symbol: 'ETHUSDT',
    base: 'ETH',
    tickSize: '0.01',
    lotSize: '0.001',
    startPrice: '2682.10',
    minNotional: '20',
  },
  {
    ...USDM,
    symbol: '1000SHIBUSDT',
    base: '1000SHIB',
    tickSize: '0.000001',
    lotSize: '1',
    startPrice: '0.013914',
  },
  { ...COINM, symbol: 'BTCUSD_PERP', startPrice: '61705.3' },
  {
    ...COINM,
    symbol: 'BTCUSD_270326',
    kind: 'dated',
    expiryTimeMs: 1_806_048_000_000,
    startPrice: '62911.4',
  },
]
