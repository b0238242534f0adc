import type { SimInstrumentOptions } from '../sim-instrument.ts'

/** A token on the simulated chain. */
export interface AmmSimToken {
  /** Contract address. */
  readonly address: string
  /** Symbol. */
  readonly symbol: string
  /** Decimals. */
  readonly decimals: number
}

/** Kinds of pools. */
export type PoolKindName =
  | 'v2'
  | 'v3'
  | 'v4'
  | 'v4-dynamic'
  | 'slipstream'
  | 'algebra-1.0'
  | 'algebra-1.9'
  | 'algebra-1.9-directional'

/** A pool, in the words of a listing: `product` is its chain, `symbol` its address or its key's hash in lower case. */
export interface AmmInstrumentOptions extends SimInstrumentOptions {
  /** What contracts it is one of. @defaultValue `'v3'` */
  readonly poolKind?: PoolKindName
  /** The token with the lower address. */
  readonly token0: AmmSimToken
  /** The token with the higher address. */
  readonly token1: AmmSimToken
  /** Which of them is base. */
  readonly baseToken: 0 | 1
  /** Fee in parts of a million, to begin with. */
  readonly fee: number
  /** Spacing of its ticks. */
  readonly tickSpacing: number
  /** Ticks of the grid that its truth is cut by. */
  readonly gridTicks: number
  /** Digits of a price of its truth. */
  readonly priceDigits: number
  /** Liquidity that is always there. */
  readonly liquidity: string
}

/** Contracts that every chain has here. */
export const CONTRACTS = {
  multicall3: '0xca11bde05977b3631167028862be2a173976ca11',
  arbSys: '0x0000000000000000000000000000000000000064',
  poolManager: '0x000000000004444c5dc75cb358380d2e3de08a90',
  stateView: '0x7ffe42c4a5deea5b0fec41c94c136cf115597227',
} as const

const WETH: AmmSimToken = {
  address: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
  symbol: 'WETH',
  decimals: 18,
}

/** Enough trades to see, few enough to follow. */
const FLOW = { eventsPerSecond: 20, tradeShare: 0.15, hasPhases: false } as const

/** Two pools of one chain: one inverted, one direct. */
export const DEFAULT_INSTRUMENTS: readonly AmmInstrumentOptions[] = [
  {
    product: 'ethereum',
    symbol: '0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640',
    base: 'ETH',
    quote: 'USDC',
    tickSize: '0.01',
    lotSize: '0.0001',
    startPrice: '3400.00',
    token0: {
      address: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
      symbol: 'USDC',
      decimals: 6,
    },
    token1: WETH,
    baseToken: 1,
    fee: 500,
    tickSpacing: 10,
    gridTicks: 10,
    priceDigits: 4,
    liquidity: '6000000000000000000',
    flow: FLOW,
  },
  {
    product: 'ethereum',
    symbol: '0xcbcdf9626bc03e24f779434178a73a0b4bad62ed',
    base: 'BTC',
    quote: 'ETH',
    tickSize: '0.0001',
    lotSize: '0.00001',
    startPrice: '27.5000',
    token0: {
      address: '0x2260fac5e5542a773aa44fbcfedf7c193bc2c599',
      symbol: 'WBTC',
      decimals: 8,
    },
    token1: WETH,
    baseToken: 0,
    fee: 3000,
    tickSpacing: 60,
    gridTicks: 60,
    priceDigits: 6,
    liquidity: '400000000000000000',
    flow: FLOW,
  },
]
