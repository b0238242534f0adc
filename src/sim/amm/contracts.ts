import { aggregated, innerCalls, word } from './abi-words.ts'
import type { Block } from './chain.ts'
import { kindOf } from './kinds/index.ts'
import { type AmmInstrumentOptions, CONTRACTS } from './products.ts'

/** What a call of a contract gives at a block, without `0x`; `undefined` where it reverts or there is none. */
export function callContract(
  to: string,
  data: string,
  block: Block,
  specs: readonly AmmInstrumentOptions[],
): string | undefined {
  const call = { to: to.toLowerCase(), selector: data.slice(0, 8), argument: data.slice(8) }
  if (call.to === CONTRACTS.multicall3) return multicall(call, block, specs)
  const isArbitrum = specs.some(({ product }) => product === 'arbitrum')
  if (isArbitrum && call.to === CONTRACTS.arbSys)
    return call.selector === 'a3b1b31d' ? word(block.number) : undefined
  if (call.to === CONTRACTS.stateView && call.selector === 'dc4c90d3')
    return word(BigInt(CONTRACTS.poolManager))
  const spec = specs.find((each) => kindOf(each).isAsked(call, each.symbol))
  const pool = spec && block.pools.get(spec.symbol)
  if (spec !== undefined && pool !== undefined) return kindOf(spec).answer(call, pool, block, spec)
  const token = specs
    .flatMap(({ token0, token1 }) => [token0, token1])
    .find((each) => each.address === call.to)
  return token !== undefined && call.selector === '313ce567' ? word(token.decimals) : undefined
}

function multicall(
  { selector, argument }: { readonly selector: string; readonly argument: string },
  block: Block,
  specs: readonly AmmInstrumentOptions[],
): string | undefined {
  switch (selector) {
    case '42cbb15c':
      // On Arbitrum contracts hear of the blocks of the chain below.
      return word(specs.some(({ product }) => product === 'arbitrum') ? 1_000_000 : block.number)
    case '0f28c97d':
      return word(block.timeS)
    case '82ad56cb':
      return aggregated(
        innerCalls(argument).map(({ to, data }) => callContract(to, data, block, specs)),
      )
    default:
      return undefined
  }
}
