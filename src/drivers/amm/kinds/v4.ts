import { keccak256 } from '../../../wire/index.ts'
import { addressWord, callData, TOPICS, type Words, wordOf } from '../abi.ts'
import type { V4Contracts } from '../chains.ts'
import { feesWithProtocol } from '../concentrated-pool.ts'
import { feeAt, type PoolFees, protocolFeesOf } from '../events.ts'
import type { PoolKind } from '../pool-kind.ts'
import type { AmmV4Pool } from '../pool-options.ts'
import { answer, concentrated, priceIn } from './concentrated.ts'
import { NATIVE } from './tokens.ts'

/** Stands in a pool's key where its hook sets the fee (`LPFeeLibrary.DYNAMIC_FEE_FLAG`). */
const DYNAMIC = 0x80_00_00

/**
 * Uniswap v4: all pools of a chain in one contract, each under the hash of its key, read through another. A fee that is set
 * for good is the pool's own, with the protocol's on top, which a log tells; one that a hook sets is told by no log.
 */
export function v4Kind(pool: AmmV4Pool, { poolManager, stateView }: V4Contracts): PoolKind {
  const { fee, tickSpacing } = pool
  const id = poolIdOf(pool)
  const key = id.slice(2)
  const stateRead = { to: stateView, data: callData('getSlot0', key) }
  const isFixed = fee !== 'dynamic'
  return concentrated({
    id,
    emitter: poolManager.toLowerCase(),
    isKeyed: true,
    swaps: [TOPICS.keyedSwap],
    changes: [TOPICS.keyedSwap, TOPICS.keyedLiquidity, TOPICS.keyedProtocolFee],
    rules: { spacing: tickSpacing, checksFee: isFixed, ...(isFixed && { ownFee: fee }) },
    headReads: [stateRead, { to: stateView, data: callData('getLiquidity', key) }],
    readHead: (results) => ({ ...priceIn(results), fees: feesIn(answer(results, 0)) }),
    wordRead: (word) => ({ to: stateView, data: callData('getTickBitmap', key, wordOf(word)) }),
    tickRead: (tick) => ({ to: stateView, data: callData('getTickLiquidity', key, wordOf(tick)) }),
    feeReads: isFixed ? [] : [stateRead],
    readFees: (results) => feesIn(answer(results, 0)),
    // The key is proven by its hash: of another one there is no such pool.
    facts: [
      {
        what: 'poolManager of the StateView',
        read: { to: stateView, data: callData('poolManager') },
        found: (words) => words.address(0),
        told: poolManager.toLowerCase(),
      },
    ],
  })
}

/** The hash of a pool's key: both currencies, fee, spacing and hook, a word each. */
export function poolIdOf({ token0, token1, fee, tickSpacing, hooks = NATIVE }: AmmV4Pool): string {
  const words = [
    addressWord(token0.address),
    addressWord(token1.address),
    wordOf(fee === 'dynamic' ? DYNAMIC : fee),
    wordOf(tickSpacing),
    addressWord(hooks),
  ]
  const bytes = Uint8Array.from(words.join('').match(/../g) ?? [], (digits) =>
    Number(`0x${digits}`),
  )
  const hash = Array.from(keccak256(bytes), (byte) => byte.toString(16).padStart(2, '0'))
  return `0x${hash.join('')}`
}

/** `getSlot0`: price, tick, the protocol's fees, the pool's own. */
function feesIn(words: Words): PoolFees {
  return feesWithProtocol(protocolFeesOf(Number(words.unsigned(2, 24))), feeAt(words, 3))
}
