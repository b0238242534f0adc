import { keccak_256 } from '@noble/hashes/sha3.js'
import { type AmmOptions, type AmmPoolOptions, amm } from '../../../src/drivers/amm/index.ts'
import type { AmmInstrumentOptions, PoolKindName } from '../../../src/sim/amm/index.ts'

const NATIVE = '0x0000000000000000000000000000000000000000'
/** A hook that changes nothing, as its user knows. */
export const HOOK = '0x00000000000000000000000000000000000020c0'
const ETH = { address: NATIVE, symbol: 'ETH', decimals: 18 }
const WETH = {
  address: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
  symbol: 'WETH',
  decimals: 18,
}
const USDC = { address: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48', symbol: 'USDC', decimals: 6 }
const WBTC = { address: '0x2260fac5e5542a773aa44fbcfedf7c193bc2c599', symbol: 'WBTC', decimals: 8 }

const word = (hex: string): string => hex.padStart(64, '0')
/** The hash of a key of Uniswap v4, computed beside the driver. */
export function keyHash(
  token0: string,
  token1: string,
  fee: number,
  spacing: number,
  hook: string,
): string {
  const [fees, spacings] = [fee.toString(16), spacing.toString(16)]
  const words = [token0.slice(2), token1.slice(2), fees, spacings, hook.slice(2)].map(word)
  return `0x${Buffer.from(keccak_256(Buffer.from(words.join(''), 'hex'))).toString('hex')}`
}

/** A pool of one kind, as the driver is told of it and as the simulator has it. */
export interface KindCase {
  readonly poolKind: PoolKindName
  readonly pool: AmmPoolOptions
  readonly instrument: AmmInstrumentOptions
}

const FLOW = { eventsPerSecond: 20, tradeShare: 0.15, hasPhases: false } as const
const address = (digit: string): string => `0x${digit.repeat(40)}`

/** USDC is token0, so that the market is inverted. */
const INVERTED = { token0: USDC, token1: WETH, base: 'token1', priceDigits: 4 } as const
const SIM_INVERTED = {
  product: 'ethereum',
  base: 'ETH',
  quote: 'USDC',
  tickSize: '0.01',
  lotSize: '0.0001',
  startPrice: '3400.00',
  token0: USDC,
  token1: WETH,
  baseToken: 1,
  priceDigits: 4,
  gridTicks: 20,
  liquidity: '6000000000000000000',
  flow: FLOW,
} as const
/** WBTC is token0: direct. */
const DIRECT = { token0: WBTC, token1: WETH, base: 'token0', priceDigits: 6 } as const
const SIM_DIRECT = {
  ...SIM_INVERTED,
  base: 'BTC',
  quote: 'ETH',
  tickSize: '0.0001',
  lotSize: '0.00001',
  startPrice: '27.5000',
  token0: WBTC,
  token1: WETH,
  baseToken: 0,
  priceDigits: 6,
  gridTicks: 60,
  liquidity: '400000000000000000',
} as const
/** The chain's own currency is token0: direct too. */
const NATIVE_PAIR = { token0: ETH, token1: USDC, base: 'token0', priceDigits: 4 } as const
const SIM_NATIVE = { ...SIM_INVERTED, token0: ETH, token1: USDC, baseToken: 0 } as const

export const KINDS: readonly KindCase[] = [
  {
    poolKind: 'v2',
    pool: { kind: 'v2', chain: 'ethereum', address: address('2'), gridTicks: 20, ...INVERTED },
    instrument: {
      ...SIM_INVERTED,
      poolKind: 'v2',
      symbol: address('2'),
      fee: 3_000,
      tickSpacing: 20,
    },
  },
  {
    poolKind: 'slipstream',
    pool: {
      kind: 'slipstream',
      chain: 'ethereum',
      address: address('3'),
      tickSpacing: 100,
      gridTicks: 20,
      ...INVERTED,
    },
    instrument: {
      ...SIM_INVERTED,
      poolKind: 'slipstream',
      symbol: address('3'),
      fee: 500,
      tickSpacing: 100,
    },
  },
  ...(['1.0', '1.9', '1.9-directional'] as const).map(
    (version, i): KindCase => ({
      poolKind: `algebra-${version}`,
      pool: {
        kind: 'algebra',
        version,
        chain: 'ethereum',
        address: address(`${5 + i}`),
        ...DIRECT,
      },
      instrument: {
        ...SIM_DIRECT,
        poolKind: `algebra-${version}`,
        symbol: address(`${5 + i}`),
        fee: 100,
        tickSpacing: 60,
      },
    }),
  ),
  {
    poolKind: 'v4',
    pool: {
      kind: 'v4',
      chain: 'ethereum',
      fee: 500,
      tickSpacing: 10,
      ...NATIVE_PAIR,
      gridTicks: 20,
    },
    instrument: {
      ...SIM_NATIVE,
      poolKind: 'v4',
      // The published id of this key.
      symbol: '0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27',
      fee: 500,
      tickSpacing: 10,
    },
  },
  {
    poolKind: 'v4-dynamic',
    pool: {
      kind: 'v4',
      chain: 'ethereum',
      fee: 'dynamic',
      tickSpacing: 60,
      hooks: HOOK,
      gridTicks: 20,
      ...NATIVE_PAIR,
    },
    instrument: {
      ...SIM_NATIVE,
      poolKind: 'v4-dynamic',
      symbol: keyHash(NATIVE, USDC.address, 0x80_00_00, 60, HOOK),
      fee: 400,
      tickSpacing: 60,
    },
  },
]

/** A driver of one pool of a kind. */
export function driverOf({ pool }: KindCase, options: AmmOptions = {}) {
  return amm({ pools: [pool], harmlessHooks: [HOOK], ...options })
}
