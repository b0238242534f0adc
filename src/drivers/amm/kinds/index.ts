import type { ChainFacts } from '../chains.ts'
import type { PoolKind } from '../pool-kind.ts'
import type { AmmPoolOptions } from '../pool-options.ts'
import { algebraKind } from './algebra.ts'
import { slipstreamKind } from './slipstream.ts'
import { v2Kind } from './v2.ts'
import { v3Kind } from './v3.ts'
import { v4Kind } from './v4.ts'

/**
 * A pool as contracts of its kind tell of it.
 *
 * @throws RangeError where the chain has no contracts of Uniswap v4; the options are checked before.
 */
export function kindOf(pool: AmmPoolOptions, { uniswapV4 }: ChainFacts): PoolKind {
  if (pool.kind === undefined) return v3Kind(pool)
  switch (pool.kind) {
    case 'v2':
      return v2Kind(pool)
    case 'v3':
      return v3Kind(pool)
    case 'v4':
      if (uniswapV4 === undefined) throw new RangeError(`${pool.chain} has no Uniswap v4`)
      return v4Kind(pool, uniswapV4)
    case 'algebra':
      return algebraKind(pool)
    case 'slipstream':
      return slipstreamKind(pool)
  }
}
