import { signedAt, word } from '../abi-words.ts'
import type { AnyPool, BlockMoment, SimKind } from '../sim-kind.ts'
import type { Fees } from '../sim-pool.ts'
import { tickPool, tickWords, writeOfV3 } from './ticks.ts'
import { OWN_CONTRACT, v3Answer } from './v3.ts'

/** The fee is of the price and the time, and told by nobody. */
function feesAt(pool: AnyPool, { timeS }: BlockMoment): Fees {
  const fee = BigInt(300 + (Math.abs(pool.tick) % 50) * 3 + (Math.floor(timeS / 4) % 20) * 10)
  return { down: fee, up: fee }
}

/** Slipstream: v3 with a word less in `slot0`, two more in a tick, and a fee that changes. */
export const slipstream: SimKind = {
  ...OWN_CONTRACT,
  answer(call, any, at, spec) {
    const pool = tickPool(any)
    switch (call.selector) {
      case '3850c7bd':
        return [pool.price, pool.tick, 17, 100, 100, 1].map(word).join('')
      case 'ddca3f43':
        return word(feesAt(pool, at).up)
      case 'f30dba93': {
        const [gross, net] = tickWords(pool, signedAt(call.argument, 0))
        const staked = net / 2n
        return [gross, net, staked, 0, 0, 0, 0, 0, 0, gross > 0n ? 1 : 0].map(word).join('')
      }
      default:
        return v3Answer(call, pool, spec)
    }
  },
  prepare(any, at) {
    const pool = tickPool(any)
    pool.fees = feesAt(pool, at)
    return []
  },
  fees: feesAt,
  write: writeOfV3,
}
