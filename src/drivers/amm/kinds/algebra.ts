import { callData, TOPICS } from '../abi.ts'
import { feeAt } from '../events.ts'
import type { PoolKind } from '../pool-kind.ts'
import type { AmmAlgebraPool } from '../pool-options.ts'
import { answer, concentrated, priceIn } from './concentrated.ts'
import { numberFact, ownContract } from './own-contract.ts'
import { tokensOf } from './tokens.ts'

/** How the versions of Algebra differ in what is read of them. */
interface AlgebraVersion {
  /** Words of `globalState()`. */
  readonly words: number
  /** Which of them is the fee of token0 in, and of token1 in. */
  readonly fees: readonly [down: number, up: number]
  /** The event of a new fee. */
  readonly fee: string
  /** Ticks that one bit of the bitmap stands for. */
  readonly bitTicks: number
  /** `maxLiquidityPerTick()`: the largest number of 128 bits, by how many ticks there can be. */
  readonly maxLiquidityPerTick: bigint
}

const EVERY_TICK = 191_757_638_537_527_648_490_752_896_198_553n

/**
 * cryptoalgebra/Algebra at v1.0.0 and v1.1.0 (the same in all that is read), v1.9-ve3,3, and v1-modified-direction-based-fee;
 * 2026-11-27. Others are refused: v2.0 has limit orders among its liquidity, Integral plugins that may change a fee within a
 * swap, and each of them other words.
 */
const VERSIONS: Readonly<Record<AmmAlgebraPool['version'], AlgebraVersion>> = {
  '1.0': {
    words: 7,
    fees: [2, 2],
    fee: TOPICS.fee,
    bitTicks: 60,
    maxLiquidityPerTick: 11_505_743_598_341_114_571_880_798_222_544_994n,
  },
  '1.9': {
    words: 7,
    fees: [2, 2],
    fee: TOPICS.fee,
    bitTicks: 1,
    maxLiquidityPerTick: EVERY_TICK,
  },
  '1.9-directional': {
    words: 8,
    fees: [2, 3],
    fee: TOPICS.feesByDirection,
    bitTicks: 1,
    maxLiquidityPerTick: EVERY_TICK,
  },
}

/** Names of the versions. */
export const ALGEBRA_VERSIONS: readonly string[] = Object.keys(VERSIONS)

/**
 * Algebra (QuickSwap, Camelot): the fee follows the volatility. It is set anew by the first swap of a block, or the first
 * change of liquidity at the price, and a log of the pool tells each time.
 */
export function algebraKind({ address, token0, token1, version }: AmmAlgebraPool): PoolKind {
  const { words, fees, fee, bitTicks, maxLiquidityPerTick } = VERSIONS[version]
  const stateRead = { to: address, data: callData('globalState') }
  return concentrated({
    ...ownContract(address, { bitmap: 'tickTable', spacing: bitTicks }),
    swaps: [TOPICS.swap],
    changes: [TOPICS.swap, TOPICS.mint, TOPICS.burn, fee],
    headReads: [stateRead, { to: address, data: callData('liquidity') }],
    readHead(results) {
      const state = answer(results, 0)
      const [down, up] = [feeAt(state, fees[0]), feeAt(state, fees[1])]
      return { ...priceIn(results), fees: { down, up } }
    },
    facts: [
      {
        what: 'number of words of globalState()',
        read: stateRead,
        found: ({ count }) =>
          count === 6 ? '6: it is Algebra Integral, whose plugins set fees' : `${count}`,
        told: `${words}`,
        isNeeded: true,
      },
      // What tells the versions of one length apart: v2.0 has no cooldown, and of the others the bitmaps differ.
      {
        what: 'liquidityCooldown(), which v2.0 has not,',
        read: { to: address, data: callData('liquidityCooldown') },
        found: () => 'there',
        told: 'there',
        isNeeded: true,
      },
      numberFact(address, 'maxLiquidityPerTick', maxLiquidityPerTick, true),
      ...tokensOf(address, token0, token1),
    ],
  })
}
