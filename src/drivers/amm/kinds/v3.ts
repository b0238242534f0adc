import { callData, TOPICS } from '../abi.ts'
import type { PoolKind } from '../pool-kind.ts'
import type { AmmV3Pool } from '../pool-options.ts'
import { concentrated, priceIn } from './concentrated.ts'
import { numberFact, ownContract } from './own-contract.ts'
import { tokensOf } from './tokens.ts'

/** Pancake's swaps have two more words behind, of what the protocol took. */
const SWAPS = [TOPICS.swap, TOPICS.swapWithProtocolFees]

/** Uniswap v3 and what answers like it (PancakeSwap v3): the fee is set for good when the pool is made. */
export function v3Kind({ address, token0, token1, fee, tickSpacing }: AmmV3Pool): PoolKind {
  return concentrated({
    ...ownContract(address, { bitmap: 'tickBitmap', spacing: tickSpacing }),
    swaps: SWAPS,
    changes: [...SWAPS, TOPICS.mint, TOPICS.burn],
    headReads: [
      { to: address, data: callData('slot0') },
      { to: address, data: callData('liquidity') },
    ],
    // Forks have other words behind the first two of `slot0`: only these are read.
    readHead: (results) => ({ ...priceIn(results), fees: { down: fee, up: fee } }),
    facts: [
      ...tokensOf(address, token0, token1),
      numberFact(address, 'fee', fee),
      numberFact(address, 'tickSpacing', tickSpacing),
      // One word less, and the fee may change without a log: it is not this kind.
      {
        what: 'kind by the words of slot0()',
        read: { to: address, data: callData('slot0') },
        found: (words) => (words.count === 6 ? 'slipstream' : 'v3'),
        told: 'v3',
      },
    ],
  })
}
