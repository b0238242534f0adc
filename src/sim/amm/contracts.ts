import { addressAt, aggregated, innerCalls, signedAt, word } from './abi-words.ts'
import type { Block } from './chain.ts'
import { type AmmInstrumentOptions, CONTRACTS } from './products.ts'
import type { SimPool } from './sim-pool.ts'

/** What a call of a contract gives at a block, without `0x`; `undefined` where it reverts or there is none. */
export function callContract(
  to: string,
  data: string,
  block: Block,
  specs: readonly AmmInstrumentOptions[],
): string | undefined {
  const [selector, argument] = [data.slice(0, 8), data.slice(8)]
  const address = to.toLowerCase()
  if (address === CONTRACTS.multicall3) return multicall(selector, argument, block, specs)
  if (address === CONTRACTS.tickLens && selector === '351fb478') {
    const pool = block.pools.get(addressAt(argument, 0))
    const spec = specs.find(({ symbol }) => symbol === addressAt(argument, 0))
    return pool && spec && populated(pool, spec.tickSpacing, signedAt(argument, 1))
  }
  const spec = specs.find(({ symbol }) => symbol === address)
  const pool = block.pools.get(address)
  if (spec !== undefined && pool !== undefined) return poolCall(selector, argument, pool, spec)
  const token = specs
    .flatMap(({ token0, token1 }) => [token0, token1])
    .find((each) => each.address === address)
  return token !== undefined && selector === '313ce567' ? word(token.decimals) : undefined
}

function multicall(
  selector: string,
  argument: string,
  block: Block,
  specs: readonly AmmInstrumentOptions[],
): string | undefined {
  switch (selector) {
    case '42cbb15c':
      return word(block.number)
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

function poolCall(
  selector: string,
  argument: string,
  pool: SimPool,
  spec: AmmInstrumentOptions,
): string | undefined {
  switch (selector) {
    case '3850c7bd': // slot0: price, tick, three of its oracle, fee of the protocol, unlocked
      return [pool.price, pool.tick, 17, 100, 100, 0, 1].map(word).join('')
    case '1a686502':
      return word(pool.liquidity)
    case '0dfe1681':
      return word(BigInt(spec.token0.address))
    case 'd21220a7':
      return word(BigInt(spec.token1.address))
    case 'ddca3f43':
      return word(spec.fee)
    case 'd0c93a7c':
      return word(spec.tickSpacing)
    case '5339c296':
      return word(bitmap(pool, spec.tickSpacing, signedAt(argument, 0)))
    case 'f30dba93': {
      const tick = signedAt(argument, 0)
      const [gross, net] = [pool.grosses.get(tick) ?? 0n, pool.nets.get(tick) ?? 0n]
      return [gross, net, 0, 0, 0, 0, 0, gross > 0n ? 1 : 0].map(word).join('')
    }
    default:
      return undefined
  }
}

function ticksOf(pool: SimPool, spacing: number, index: number): readonly number[] {
  return pool.ticks().filter((tick) => Math.floor(tick / spacing / 256) === index)
}

function bitmap(pool: SimPool, spacing: number, index: number): bigint {
  return ticksOf(pool, spacing, index).reduce(
    (bits, tick) => bits | (1n << BigInt(tick / spacing - index * 256)),
    0n,
  )
}

/** `(tick, liquidityNet, liquidityGross)[]`, highest tick first as the contract happens to fill it. */
function populated(pool: SimPool, spacing: number, index: number): string {
  const rows = ticksOf(pool, spacing, index).map((tick) =>
    [tick, pool.nets.get(tick) ?? 0n, pool.grosses.get(tick) ?? 0n].map(word).join(''),
  )
  return [word(32), word(rows.length), ...rows].join('')
}
