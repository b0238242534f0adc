import type { ChainFacts } from './chains.ts'
import type { DepthShape } from './depth.ts'
import { kindOf } from './kinds/index.ts'
import { decimalsOf } from './kinds/tokens.ts'
import type { PoolFact, PoolKind } from './pool-kind.ts'
import type { AmmPoolOptions } from './pool-options.ts'

/** A pool with everything that follows from its options. */
export interface Pool {
  /** The venue's symbol. */
  readonly id: string
  /** Name of its chain. */
  readonly chain: string
  /** Facts of its chain. */
  readonly chainFacts: ChainFacts
  /** How contracts of its kind tell of it. */
  readonly kind: PoolKind
  /** What is compared when it is listed. */
  readonly facts: readonly PoolFact[]
  /** Name of the base asset. */
  readonly baseAsset: string
  /** Name of the quote asset. */
  readonly quoteAsset: string
  /** Decimals of the base token. */
  readonly sizeScale: number
  /** Digits of a price. */
  readonly priceScale: number
  /** How it is cut into levels. */
  readonly shape: DepthShape
  /** Whether its fee is asked for at each block: no log tells it, and prices contain it. */
  readonly asksFee: boolean
}

/** Digits of a price where nothing is told. */
export const DEFAULT_PRICE_DIGITS = 8
/** 0.6 %, where a pool has no spacing of its own. */
const DEFAULT_GRID_TICKS = 60
const WRAPPED: Readonly<Record<string, string>> = { WETH: 'ETH', WBTC: 'BTC' }

/** What a pool is called in an error. */
export function nameOf(pool: AmmPoolOptions): string {
  return pool.kind === 'v4' ? `of ${pool.token0.symbol} and ${pool.token1.symbol}` : pool.address
}

/** Ticks of a pool's grid. */
export function gridTicksOf(pool: AmmPoolOptions): number {
  return pool.gridTicks ?? ('tickSpacing' in pool ? pool.tickSpacing : DEFAULT_GRID_TICKS)
}

/** A pool whose options were checked. */
export function resolvePool(
  options: AmmPoolOptions,
  levels: number,
  includesFee: boolean,
  chainFacts: ChainFacts,
): Pool {
  const { chain, token0, token1, priceDigits: priceScale = DEFAULT_PRICE_DIGITS } = options
  const isDirect = options.base === 'token0'
  const [base, quote] = isDirect ? [token0, token1] : [token1, token0]
  const named = (symbol: string): string => WRAPPED[symbol] ?? symbol
  const kind = kindOf(options, chainFacts)
  return {
    id: kind.id,
    chain,
    chainFacts,
    kind,
    facts: [...kind.facts, ...decimalsOf(token0, token1)],
    baseAsset: options.baseName ?? named(base.symbol),
    quoteAsset: named(quote.symbol),
    sizeScale: base.decimals,
    priceScale,
    shape: {
      isDirect,
      includesFee,
      gridTicks: gridTicksOf(options),
      levels,
      priceScale,
      decimalsDelta: token0.decimals - token1.decimals,
    },
    asksFee: includesFee && kind.feeReads.length > 0,
  }
}
