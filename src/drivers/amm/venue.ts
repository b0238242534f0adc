import { venueId } from '../../core/index.ts'
import type { AmmPoolOptions } from './pool-options.ts'

/** The id under which all pools of a driver go. */
export const VENUE: ReturnType<typeof venueId> = venueId('amm')

/** Where nothing is told: a name that is reserved, so that it is nobody's. A program brings its own providers. */
export const DEFAULT_CHAINS = {
  ethereum: {
    providers: [
      { http: 'https://ethereum.example.com', ws: 'wss://ethereum.example.com' },
      { http: 'https://ethereum-2.example.com', ws: 'wss://ethereum-2.example.com' },
    ],
  },
} as const

const WETH = {
  address: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
  symbol: 'WETH',
  decimals: 18,
} as const

/** Two pools of Uniswap v3, one of each direction. */
export const DEFAULT_POOLS: readonly AmmPoolOptions[] = [
  {
    chain: 'ethereum',
    address: '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640',
    token0: {
      address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
      symbol: 'USDC',
      decimals: 6,
    },
    token1: WETH,
    fee: 500,
    tickSpacing: 10,
    base: 'token1',
    priceDigits: 4,
  },
  {
    chain: 'ethereum',
    address: '0xCBCdF9626bC03E24f779434178A73a0B4bad62eD',
    token0: {
      address: '0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599',
      symbol: 'WBTC',
      decimals: 8,
    },
    token1: WETH,
    fee: 3000,
    tickSpacing: 60,
    base: 'token0',
    priceDigits: 6,
  },
]
