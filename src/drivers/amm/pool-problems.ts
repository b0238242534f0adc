import { MAX_SCALE } from '../../core/index.ts'
import type { ChainFacts } from './chains.ts'
import { ALGEBRA_VERSIONS } from './kinds/algebra.ts'
import { NATIVE } from './kinds/tokens.ts'
import { DEFAULT_PRICE_DIGITS, gridTicksOf, nameOf } from './pool.ts'
import type { AmmPoolOptions, AmmToken, AmmV4Pool } from './pool-options.ts'

const ADDRESS = /^0x[0-9a-fA-F]{40}$/

/** What a pool stands in. */
export interface PoolSurroundings {
  /** Facts of the chains that there are. */
  readonly chainFacts: ReadonlyMap<string, ChainFacts>
  /** Hooks that change no swap, in lower case. */
  readonly harmlessHooks: readonly string[]
}

/** What is wrong with the options of a pool. */
export function poolProblems(pool: AmmPoolOptions, around: PoolSurroundings): readonly string[] {
  const { chain, token0, token1, priceDigits: digits = DEFAULT_PRICE_DIGITS } = pool
  const gridTicks = gridTicksOf(pool)
  const problems = [
    ...addressProblems(pool),
    ...(token0.address.toLowerCase() < token1.address.toLowerCase()
      ? []
      : ['token0 is the one with the lower address']),
    ...(around.chainFacts.has(chain) ? [] : [`there is no chain "${chain}"`]),
    ...feeProblems(pool),
    ...('tickSpacing' in pool && !isCount(pool.tickSpacing, 32_767)
      ? [`tickSpacing ${pool.tickSpacing}`]
      : []),
    ...(isCount(gridTicks, 100_000) ? [] : [`gridTicks ${gridTicks}`]),
    ...(Number.isSafeInteger(digits) && digits >= 0 && digits <= MAX_SCALE
      ? []
      : [`priceDigits ${digits}, expected 0 to ${MAX_SCALE}`]),
    ...[token0, token1]
      .filter(({ decimals }) => !(Number.isSafeInteger(decimals) && decimals >= 0 && decimals < 31))
      .map(({ symbol, decimals }) => `${symbol} with ${decimals} decimals`),
    ...(pool.kind === 'v4' ? v4Problems(pool, around) : []),
    ...(pool.kind === 'algebra' && !ALGEBRA_VERSIONS.includes(pool.version)
      ? [`version ${String(pool.version)}, expected one of ${ALGEBRA_VERSIONS.join(', ')}`]
      : []),
  ]
  return problems.map((problem) => `pool ${nameOf(pool)}: ${problem}`)
}

function addressProblems(pool: AmmPoolOptions): readonly string[] {
  const isToken = ({ address }: AmmToken): boolean =>
    ADDRESS.test(address) && (pool.kind === 'v4' || address !== NATIVE)
  const own = pool.kind === 'v4' ? [] : [pool.address]
  const wrong = [
    ...own.filter((address) => !ADDRESS.test(address)),
    ...[pool.token0, pool.token1].filter((token) => !isToken(token)).map(({ address }) => address),
  ]
  return wrong.map((each) => `expected an address, was "${each}"`)
}

function feeProblems(pool: AmmPoolOptions): readonly string[] {
  const fee = 'fee' in pool ? pool.fee : undefined
  if (pool.kind === 'v4' && fee === 'dynamic') return []
  // Where it is read, or there is a default, it may be absent.
  if (fee === undefined && pool.kind !== undefined && pool.kind !== 'v3' && pool.kind !== 'v4')
    return []
  return Number.isSafeInteger(fee) && Number(fee) >= 0 && Number(fee) < 1_000_000
    ? []
    : [`fee ${fee}`]
}

function v4Problems(
  { chain, fee, hooks = NATIVE }: AmmV4Pool,
  { chainFacts, harmlessHooks }: PoolSurroundings,
): readonly string[] {
  const hook = hooks.toLowerCase()
  const isHooked = hook !== NATIVE
  return [
    ...(ADDRESS.test(hooks) ? [] : [`expected the address of a hook, was "${hooks}"`]),
    ...(isHooked && !harmlessHooks.includes(hook)
      ? [`its hook ${hooks} may change what a swap pays; name it in harmlessHooks if it does not`]
      : []),
    ...(fee === 'dynamic' && !isHooked
      ? ['a fee that changes is set by a hook, there is none']
      : []),
    ...(chainFacts.get(chain)?.uniswapV4 === undefined
      ? [`where is Uniswap v4 on "${chain}"? Name it in the facts of the chain`]
      : []),
  ]
}

function isCount(value: number, most: number): boolean {
  return Number.isSafeInteger(value) && value > 0 && value <= most
}
