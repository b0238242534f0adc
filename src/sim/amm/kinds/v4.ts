import { signedAt, word } from '../abi-words.ts'
import type { Happening } from '../happening.ts'
import { type AmmInstrumentOptions, CONTRACTS } from '../products.ts'
import type { AnyPool, BlockMoment, SimKind, WrittenLog } from '../sim-kind.ts'
import type { Fees } from '../sim-pool.ts'
import { bitmap, ROUTER, tickPool, tickWords } from './ticks.ts'

const SWAP = '0x40e9cecb9f5f1f1c5b9c97dec2917b7ee92e57ba5563708daca94dd84ad7112f'
const MODIFY = '0xf208f4912782fd25c7f114ca3723a2d5dd6f3bcc3ac8db5af63baa85f711d5ec'
const PROTOCOL_FEE = '0xe9c42593e71f84403b84352cd168d693e2c9fcd1fdbcc3feb21d92b43e6696f9'

/** The pool's own fee: set for good, or by a hook that tells nobody. */
type OwnFee = (spec: AmmInstrumentOptions, at: BlockMoment) => bigint

function v4Pool(ownFee: OwnFee): SimKind {
  const feesAt = (any: AnyPool, at: BlockMoment, spec: AmmInstrumentOptions): Fees => {
    const { down, up } = tickPool(any).protocolFees
    const own = ownFee(spec, at)
    // What is left after the protocol pays the pool's own.
    const both = (part: bigint): bigint => part + own - (part * own) / 1_000_000n
    return { down: both(down), up: both(up) }
  }
  return {
    emitter: () => CONTRACTS.poolManager,
    isAsked: ({ to, argument }, symbol) =>
      to === CONTRACTS.stateView && argument.startsWith(symbol.slice(2)),
    answer({ selector, argument }, any, at, spec) {
      const pool = tickPool(any)
      switch (selector) {
        case 'c815641c': {
          const { down, up } = pool.protocolFees
          return [pool.price, pool.tick, up * 4096n + down, ownFee(spec, at)].map(word).join('')
        }
        case 'fa6793d5':
          return word(pool.liquidity)
        case '1c7ccb4c':
          return word(bitmap(pool, spec.tickSpacing, signedAt(argument, 1)))
        case 'caedab54':
          return tickWords(pool, signedAt(argument, 1)).map(word).join('')
        default:
          return undefined
      }
    },
    prepare(any, at, spec) {
      tickPool(any).fees = feesAt(any, at, spec)
      return []
    },
    fees: feesAt,
    write,
  }
}

function write(happening: Happening, symbol: string): WrittenLog {
  const who = `0x${ROUTER}`
  switch (happening.kind) {
    case 'swap': {
      const { amount0, amount1, price, liquidity, tick, fee } = happening
      // From the side of who swaps.
      return {
        topics: [SWAP, symbol, who],
        words: [-amount0, -amount1, price, liquidity, tick, fee],
      }
    }
    case 'liquidity': {
      const { lower, upper, amount } = happening
      return { topics: [MODIFY, symbol, who], words: [lower, upper, amount, 0] }
    }
    case 'protocolFees':
      return {
        topics: [PROTOCOL_FEE, symbol],
        words: [happening.up * 4096n + happening.down],
      }
    case 'fees':
    case 'reserves':
      throw new Error(`v4 tells no ${happening.kind}`)
  }
}

/** Uniswap v4 with a fee for good. */
export const v4: SimKind = v4Pool(({ fee }) => BigInt(fee))
/** Uniswap v4 with a fee that a hook sets, every few seconds another. */
export const v4Dynamic: SimKind = v4Pool(({ fee }, { timeS }) =>
  BigInt(fee + (Math.floor(timeS / 5) % 30) * 10),
)
