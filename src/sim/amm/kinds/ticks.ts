import { word } from '../abi-words.ts'
import type { Happening } from '../happening.ts'
import type { AnyPool, WrittenLog } from '../sim-kind.ts'
import { SimPool } from '../sim-pool.ts'

/** `(gross, net)` of a tick. */
export function tickWords(pool: SimPool, tick: number): readonly [gross: bigint, net: bigint] {
  return [pool.grosses.get(tick) ?? 0n, pool.nets.get(tick) ?? 0n]
}

/** A word of the bitmap, a bit for each `spacing` ticks. */
export function bitmap(pool: SimPool, spacing: number, index: number): bigint {
  return pool
    .ticks()
    .filter((tick) => Math.floor(tick / spacing / 256) === index)
    .reduce((bits, tick) => bits | (1n << BigInt(tick / spacing - index * 256)), 0n)
}

/** The pool as one between ticks. */
export function tickPool(pool: AnyPool): SimPool {
  if (pool instanceof SimPool) return pool
  throw new Error('a pair has no ticks')
}

const SWAP = '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67'
const MINT = '0x7a53080ba414158be7ec69b987b5fb7d07dee101fe85488f0853ae16239d0bde'
const BURN = '0x0c396cd989a39f4459b5fa1aed6a9a8dcdbc45908acfd67e028cd568da98982c'
/** Who trades. */
export const ROUTER: string = word(BigInt('0xe592427a0aece92de3edee1f18e0157c05861564'))

/** Logs of swaps and liquidity as v3 and its forks write them. */
export function writeOfV3(happening: Happening): WrittenLog {
  if (happening.kind === 'swap') {
    const { amount0, amount1, price, liquidity, tick } = happening
    return {
      topics: [SWAP, `0x${ROUTER}`, `0x${ROUTER}`],
      words: [amount0, amount1, price, liquidity, tick],
    }
  }
  if (happening.kind !== 'liquidity') throw new Error(`v3 tells no ${happening.kind}`)
  const { lower, upper, amount } = happening
  const range = [`0x${ROUTER}`, `0x${word(lower)}`, `0x${word(upper)}`]
  return amount < 0n
    ? { topics: [BURN, ...range], words: [-amount, 0, 0] }
    : { topics: [MINT, ...range], words: [BigInt(`0x${ROUTER}`), amount, 0, 0] }
}
