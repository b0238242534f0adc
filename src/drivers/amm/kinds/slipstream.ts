import { callData, TOPICS, type Words } from '../abi.ts'
import { feeAt, type PoolFees } from '../events.ts'
import type { PoolKind } from '../pool-kind.ts'
import type { AmmSlipstreamPool } from '../pool-options.ts'
import { answer, concentrated, priceIn } from './concentrated.ts'
import { numberFact, ownContract } from './own-contract.ts'
import { tokensOf } from './tokens.ts'

/**
 * Slipstream (Velodrome, Aerodrome): v3 but for the fee, which a module of the factory computes when it is asked: from the
 * price against its average, from settings, and from who sends the transaction. No log of the pool tells it, and it changes
 * with time alone, so that it is asked for at each block.
 */
export function slipstreamKind({
  address,
  token0,
  token1,
  tickSpacing,
}: AmmSlipstreamPool): PoolKind {
  const feeRead = { to: address, data: callData('fee') }
  return concentrated({
    ...ownContract(address, { bitmap: 'tickBitmap', spacing: tickSpacing }),
    swaps: [TOPICS.swap],
    changes: [TOPICS.swap, TOPICS.mint, TOPICS.burn],
    headReads: [
      { to: address, data: callData('slot0') },
      { to: address, data: callData('liquidity') },
      feeRead,
    ],
    readHead: (results) => ({ ...priceIn(results), fees: feesIn(answer(results, 2)) }),
    feeReads: [feeRead],
    readFees: (results) => feesIn(answer(results, 0)),
    facts: [
      ...tokensOf(address, token0, token1),
      numberFact(address, 'tickSpacing', tickSpacing, true),
      {
        what: 'number of words of slot0()',
        read: { to: address, data: callData('slot0') },
        found: (words) => BigInt(words.count),
        told: 6n,
        isNeeded: true,
      },
    ],
  })
}

function feesIn(words: Words): PoolFees {
  const fee = feeAt(words, 0)
  return { down: fee, up: fee }
}
