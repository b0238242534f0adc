import { word } from '../abi-words.ts'
import type { SimKind } from '../sim-kind.ts'
import { SimPair } from '../sim-pair.ts'
import { ROUTER } from './ticks.ts'
import { OWN_CONTRACT, tokenAnswer } from './v3.ts'

const SYNC = '0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1'
const SWAP = '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822'

const paidIn = (amount: bigint): bigint => (amount > 0n ? amount : 0n)

/** Uniswap v2. */
export const v2: SimKind = {
  ...OWN_CONTRACT,
  answer({ selector }, pool, { timeS }, spec) {
    if (selector === '0902f1ac' && pool instanceof SimPair)
      return [pool.reserve0, pool.reserve1, timeS].map(word).join('')
    return tokenAnswer(selector, spec)
  },
  prepare: () => [],
  fees: (pool) => pool.fees,
  write(happening) {
    if (happening.kind === 'reserves')
      return { topics: [SYNC], words: [happening.reserve0, happening.reserve1] }
    if (happening.kind !== 'swap') throw new Error(`a pair tells no ${happening.kind}`)
    const { amount0, amount1 } = happening
    return {
      topics: [SWAP, `0x${ROUTER}`, `0x${ROUTER}`],
      words: [paidIn(amount0), paidIn(amount1), paidIn(-amount0), paidIn(-amount1)],
    }
  },
}
