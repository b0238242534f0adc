import { callData, malformed, TOPICS, type Words } from '../abi.ts'
import { ABSENT, type PoolKind } from '../pool-kind.ts'
import type { AmmV2Pool } from '../pool-options.ts'
import { ReservePool, type Reserves } from '../reserve-pool.ts'
import { tokensOf } from './tokens.ts'

/** 0.3 %. */
const V2_FEE = 3_000

/** Uniswap v2 and its forks: two reserves, told by a log after each change, and a fee that no call tells. */
export function v2Kind({ address, token0, token1, fee = V2_FEE }: AmmV2Pool): PoolKind {
  const id = address.toLowerCase()
  const reads = [{ to: address, data: callData('getReserves') }]
  const never = (): never => {
    throw malformed('a pool of two reserves has no ticks')
  }
  return {
    id,
    emitter: id,
    isKeyed: false,
    swaps: [TOPICS.exchange],
    changes: [TOPICS.reserves, TOPICS.exchange],
    span: () => ({ first: 0, count: 0 }),
    reads: () => reads,
    start([words], _span, shape) {
      if (words === undefined) return undefined
      return { model: new ReservePool(reservesIn(words), fee, shape), ticks: [] }
    },
    tickRead: never,
    setTick: never,
    feeReads: [],
    readFees: () => undefined,
    facts: [
      ...tokensOf(address, token0, token1),
      // Pools of the family of Solidly answer too, and some of them follow another curve.
      {
        what: 'stable()',
        read: { to: address, data: callData('stable') },
        found: () => 'there: it is no pair of Uniswap v2',
        told: ABSENT,
      },
    ],
    glances: reads,
    glance([words]) {
      if (words === undefined) return undefined
      const { reserve0, reserve1 } = reservesIn(words)
      return { tick: 0, isTrading: reserve0 > 0n && reserve1 > 0n }
    },
  }
}

function reservesIn(words: Words): Reserves {
  return { reserve0: words.unsigned(0, 112), reserve1: words.unsigned(1, 112) }
}
