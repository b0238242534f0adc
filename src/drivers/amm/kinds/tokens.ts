import { callData, type Words } from '../abi.ts'
import type { PoolFact } from '../pool-kind.ts'
import type { AmmToken } from '../pool-options.ts'

/** Stands for the currency of the chain itself. */
export const NATIVE = '0x0000000000000000000000000000000000000000'

/** The two tokens of a pool, as its contract names them. */
export function tokensOf(address: string, token0: AmmToken, token1: AmmToken): readonly PoolFact[] {
  const found = (words: Words): string => words.address(0)
  return [
    {
      what: 'token0',
      read: { to: address, data: callData('token0') },
      found,
      told: token0.address.toLowerCase(),
    },
    {
      what: 'token1',
      read: { to: address, data: callData('token1') },
      found,
      told: token1.address.toLowerCase(),
    },
  ]
}

/** The decimals of two tokens, as their own contracts tell; the currency of a chain has none to ask. */
export function decimalsOf(token0: AmmToken, token1: AmmToken): readonly PoolFact[] {
  return [token0, token1].flatMap(({ address, decimals }, i) =>
    address === NATIVE
      ? []
      : [
          {
            what: `decimals of token${i}`,
            read: { to: address, data: callData('decimals') },
            found: (words: Words) => words.unsigned(0),
            told: BigInt(decimals),
          },
        ],
  )
}
