import { signedAt, word } from '../abi-words.ts'
import type { AmmInstrumentOptions } from '../products.ts'
import type { PoolCall, SimKind } from '../sim-kind.ts'
import type { SimPool } from '../sim-pool.ts'
import { bitmap, tickPool, tickWords, writeOfV3 } from './ticks.ts'

/** A pool that is a contract, and tells of itself. */
export const OWN_CONTRACT: Pick<SimKind, 'emitter' | 'isAsked'> = {
  emitter: (symbol) => symbol,
  isAsked: ({ to }, symbol) => to === symbol,
}

/** The two tokens, which pools of every kind name alike. */
export function tokenAnswer(
  selector: string,
  { token0, token1 }: AmmInstrumentOptions,
): string | undefined {
  if (selector === '0dfe1681') return word(BigInt(token0.address))
  return selector === 'd21220a7' ? word(BigInt(token1.address)) : undefined
}

/** What v3 and Slipstream answer alike. */
export function v3Answer(
  { selector, argument }: PoolCall,
  pool: SimPool,
  spec: AmmInstrumentOptions,
): string | undefined {
  switch (selector) {
    case '1a686502':
      return word(pool.liquidity)
    case 'd0c93a7c':
      return word(spec.tickSpacing)
    case '5339c296':
      return word(bitmap(pool, spec.tickSpacing, signedAt(argument, 0)))
    default:
      return tokenAnswer(selector, spec)
  }
}

/** Uniswap v3. */
export const v3: SimKind = {
  ...OWN_CONTRACT,
  answer(call, any, _at, spec) {
    const pool = tickPool(any)
    switch (call.selector) {
      case '3850c7bd': // slot0: price, tick, three of its oracle, fee of the protocol, unlocked
        return [pool.price, pool.tick, 17, 100, 100, 0, 1].map(word).join('')
      case 'ddca3f43':
        return word(spec.fee)
      case 'f30dba93': {
        const [gross, net] = tickWords(pool, signedAt(call.argument, 0))
        return [gross, net, 0, 0, 0, 0, 0, gross > 0n ? 1 : 0].map(word).join('')
      }
      default:
        return v3Answer(call, pool, spec)
    }
  },
  prepare: () => [],
  fees: (pool) => pool.fees,
  write: writeOfV3,
}
