import { signedAt, word } from '../abi-words.ts'
import type { SimKind } from '../sim-kind.ts'
import { bitmap, tickPool, tickWords, writeOfV3 } from './ticks.ts'
import { OWN_CONTRACT, tokenAnswer } from './v3.ts'

const FEE = '0x598b9f043c813aa6be3426ca60d1c65d17256312890be5118dab55b0775ebe2a'
const FEES = '0x8a89de70856bccec096661388f305b9a75f5f65cb0d8a0e1e803c39dabedb57f'
/** Liquidity that a tick may have at most, by how many there can be: of the constants of the contracts. */
const MOST_OF_60 = 11_505_743_598_341_114_571_880_798_222_544_994n
const MOST_OF_ALL = 191_757_638_537_527_648_490_752_896_198_553n

/** One version of Algebra: how many ticks a bit of its table stands for, and whether each direction has a fee. */
function algebra({
  bitTicks,
  isDirectional,
}: {
  readonly bitTicks: number
  readonly isDirectional: boolean
}): SimKind {
  return {
    ...OWN_CONTRACT,
    answer({ selector, argument }, any, _at, spec) {
      const pool = tickPool(any)
      const fees = isDirectional ? [pool.fees.down, pool.fees.up] : [pool.fees.down]
      switch (selector) {
        case 'e76c01e4': // globalState: price, tick, fee or fees, timepoint, two of the community, unlocked
          return [pool.price, pool.tick, ...fees, 17, 100, 100, 1].map(word).join('')
        case '1a686502':
          return word(pool.liquidity)
        case 'd0c93a7c':
          return word(spec.tickSpacing)
        case '17e25b3c':
          return word(0)
        case '70cf754a':
          return word(bitTicks === 1 ? MOST_OF_ALL : MOST_OF_60)
        case 'c677e3e0':
          return word(bitmap(pool, bitTicks, signedAt(argument, 0)))
        case 'f30dba93': {
          const [gross, net] = tickWords(pool, signedAt(argument, 0))
          return [gross, net, 0, 0, 0, 0, 0, gross > 0n ? 1 : 0].map(word).join('')
        }
        default:
          return tokenAnswer(selector, spec)
      }
    },
    prepare(any, { number }) {
      const pool = tickPool(any)
      // The first to come in a block sets the fee for all of it.
      if (pool.feeBlock === number) return []
      pool.feeBlock = number
      const down = BigInt(100 + ((Math.abs(pool.tick) + 37 * number) % 900))
      const up = isDirectional ? BigInt(100 + ((Math.abs(pool.tick) + 53 * number) % 700)) : down
      pool.fees = { down, up }
      return [{ kind: 'fees', down, up }]
    },
    fees: (pool) => pool.fees,
    write(happening) {
      if (happening.kind !== 'fees') return writeOfV3(happening)
      const { down, up } = happening
      return isDirectional
        ? { topics: [FEES], words: [down, up] }
        : { topics: [FEE], words: [down] }
    },
  }
}

/** Versions 1.0 and 1.1. */
export const algebra10: SimKind = algebra({ bitTicks: 60, isDirectional: false })
/** Version 1.9. */
export const algebra19: SimKind = algebra({ bitTicks: 1, isDirectional: false })
/** Version 1.9 with a fee each way. */
export const algebraDirectional: SimKind = algebra({ bitTicks: 1, isDirectional: true })
