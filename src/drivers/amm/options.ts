import { ConfigError } from '../../core/index.ts'
import { CHAINS, type ChainFacts } from './chains.ts'
import { type Pool, resolvePool } from './pool.ts'
import type { AmmPoolOptions } from './pool-options.ts'
import { poolProblems } from './pool-problems.ts'
import { DEFAULT_CHAINS, DEFAULT_POOLS } from './venue.ts'

/** One JSON-RPC provider of a chain. Keys stand in its addresses; they are neither logged nor recorded. */
export interface AmmProvider {
  /** HTTP endpoint, `https:`. */
  readonly http: string
  /** WebSocket endpoint, `wss:`. */
  readonly ws: string
}

/** How a chain is reached. */
export interface AmmChainOptions {
  /** Providers in order of preference: the first is region `default`, the others are `fallback1`, `fallback2`, … */
  readonly providers: readonly AmmProvider[]
  /** Facts of a chain that is not known by its name, or other contracts on one that is. */
  readonly facts?: Partial<ChainFacts>
}

/** Options of the driver. */
export interface AmmOptions {
  /** Chains by name. @defaultValue `ethereum` at an address that only a simulator answers */
  readonly chains?: Readonly<Record<string, AmmChainOptions>>
  /** Pools. @defaultValue two pools of Ethereum */
  readonly pools?: readonly AmmPoolOptions[]
  /** Levels a side of a book. @defaultValue 50 */
  readonly levels?: number
  /** Hooks of Uniswap v4 that you know to change no swap and no fee unsaid; pools with others are refused. @defaultValue none */
  readonly harmlessHooks?: readonly string[]
  /** Whether prices of levels contain the pool's fee, as a taker pays it. @defaultValue true */
  readonly includesFee?: boolean
  /** How books and trades come: by logs over a socket, or by repeated calls. @defaultValue `'stream'` */
  readonly via?: 'stream' | 'poll'
  /** Time between two polls in ms. @defaultValue the chain's time between blocks */
  readonly pollMs?: number
  /** How often the state on a socket is read again and compared, in ms. @defaultValue 10,000 */
  readonly auditMs?: number
  /** Calls that one provider answers in a second. @defaultValue 10 */
  readonly callsPerSecond?: number
  /** Most blocks of one question for logs. @defaultValue 500 */
  readonly maxLogBlocks?: number
}

/** Options with every default filled in, and checked. */
export interface ResolvedOptions extends Required<Omit<AmmOptions, 'pools' | 'pollMs'>> {
  /** Pools by id. */
  readonly pools: ReadonlyMap<string, Pool>
  /** Facts of each chain. */
  readonly chainFacts: ReadonlyMap<string, ChainFacts>
  /** Time between two polls of a chain in ms. */
  readonly pollMs: (chain: string) => number
}

const NO_HOOKS: readonly string[] = []

const DEFAULTS = {
  levels: 50,
  harmlessHooks: NO_HOOKS,
  includesFee: true,
  via: 'stream',
  auditMs: 10_000,
  callsPerSecond: 10,
  maxLogBlocks: 500,
} as const

/**
 * Checks the options and fills in the defaults.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
 */
export function resolveOptions(options: AmmOptions): ResolvedOptions {
  const chains: Readonly<Record<string, AmmChainOptions>> = DEFAULT_CHAINS
  const merged = { ...DEFAULTS, chains, pools: DEFAULT_POOLS, ...options }
  const chainFacts = new Map(
    Object.entries(merged.chains).map(([name, { facts }]) => [name, chainFactsOf(name, facts)]),
  )
  const harmlessHooks = merged.harmlessHooks.map((each) => each.toLowerCase())
  const problems = [
    ...Object.entries(merged.chains).flatMap(([name, chain]) => chainProblems(name, chain)),
    ...merged.pools.flatMap((pool) => poolProblems(pool, { chainFacts, harmlessHooks })),
    ...(['levels', 'auditMs', 'callsPerSecond', 'maxLogBlocks'] as const)
      .filter((name) => !(Number.isSafeInteger(merged[name]) && merged[name] > 0))
      .map((name) => `${name}: expected a positive integer, was ${merged[name]}`),
  ]
  if (problems.length > 0) throw invalid(problems)
  const pools = merged.pools.map((pool) => {
    const facts = chainFacts.get(pool.chain) ?? chainFactsOf(pool.chain)
    return resolvePool(pool, merged.levels, merged.includesFee, facts)
  })
  const names = pools.map(({ baseAsset, quoteAsset }) => `${baseAsset}/${quoteAsset}`)
  const ids = pools.map(({ id }) => id)
  const again = ids.filter((id, at) => ids.indexOf(id) !== at)
  if (again.length > 0) throw invalid(again.map((id) => `pool ${id} stands twice`))
  const doubled = names.filter((name, at) => names.indexOf(name) !== at)
  if (doubled.length > 0)
    throw invalid(doubled.map((name) => `several pools are ${name}: name them by baseName`))
  return {
    ...merged,
    pools: new Map(pools.map((pool) => [pool.id, pool])),
    chainFacts,
    pollMs: (chain) => options.pollMs ?? chainFacts.get(chain)?.blockMs ?? 2_000,
  }
}

function chainProblems(name: string, { providers, facts }: AmmChainOptions): readonly string[] {
  const isWhole =
    CHAINS[name] !== undefined ||
    (['chainId', 'blockMs', 'multicall3'] as const).every((key) => facts?.[key])
  return [
    ...(/^[a-z][a-z0-9-]*$/.test(name) ? [] : [`chains.${name}: expected a name in lower case`]),
    ...(isWhole ? [] : [`chains.${name}: it is not known; give all of its facts`]),
    ...(providers.length > 0 ? [] : [`chains.${name}: expected a provider, there is none`]),
    ...providers.flatMap(({ http, ws }, at) => [
      ...urlProblem(`chains.${name}.providers[${at}].http`, http, ['https:', 'http:']),
      ...urlProblem(`chains.${name}.providers[${at}].ws`, ws, ['wss:', 'ws:']),
    ]),
  ]
}

/** The address itself is not told: it may have a key in it. */
function urlProblem(where: string, url: string, protocols: readonly string[]): readonly string[] {
  const isGood =
    URL.canParse(url) && protocols.includes(new URL(url).protocol) && !url.endsWith('/')
  return isGood ? [] : [`${where}: expected a ${protocols[0]} address without a slash at its end`]
}

function chainFactsOf(name: string, facts: Partial<ChainFacts> = {}): ChainFacts {
  // Checked before: a chain that is not known gives all of its facts.
  return { ...CHAINS[name], ...facts } as ChainFacts
}

function invalid(problems: readonly string[]): ConfigError {
  return new ConfigError('INVALID_OPTIONS', `Describing pools: ${problems.join('; ')}`)
}
