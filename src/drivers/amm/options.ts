import { ConfigError, MAX_SCALE } from '../../core/index.ts'
import { CHAINS, type ChainFacts } from './chains.ts'
import type { DepthShape } from './depth.ts'
import { DEFAULT_CHAINS } from './venue.ts'

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

/** A token of a pool. Verify it by its address: symbols are free to be copied. */
export interface AmmToken {
  /** Contract address. */
  readonly address: string
  /** Asset name; `WETH` and `WBTC` are called `ETH` and `BTC` unless told otherwise. */
  readonly symbol: string
  /** Decimals, as the contract says. */
  readonly decimals: number
}

/** One pool. What is said here is compared with the chain when instruments are listed. */
export interface AmmPoolOptions {
  /** Name of its chain, as in `chains`. */
  readonly chain: string
  /** Contract address. */
  readonly address: string
  /** The token with the lower address. */
  readonly token0: AmmToken
  /** The token with the higher address. */
  readonly token1: AmmToken
  /** Fee in parts of a million: 500 is 0.05 %. */
  readonly fee: number
  /** Spacing of its ticks. */
  readonly tickSpacing: number
  /** Which token is bought and sold; the other one is what prices are quoted in. */
  readonly base: 'token0' | 'token1'
  /** Name of the base asset in the pair, where several pools have the same tokens: `ETH-500`. @defaultValue its token's */
  readonly baseName?: string
  /** A level ends at every multiple of this many ticks (one is a hundredth of a percent). @defaultValue `tickSpacing` */
  readonly gridTicks?: number
  /** Digits after the point of a price; bids are rounded down to them, asks up. @defaultValue 8 */
  readonly priceDigits?: number
}

/** Options of the driver. */
export interface AmmOptions {
  /** Chains by name. @defaultValue `ethereum` at an address that only a simulator answers */
  readonly chains?: Readonly<Record<string, AmmChainOptions>>
  /** Pools. @defaultValue two pools of Ethereum */
  readonly pools?: readonly AmmPoolOptions[]
  /** Levels a side of a book. @defaultValue 50 */
  readonly levels?: number
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

/** A pool with everything that follows from its options. */
export interface Pool extends AmmPoolOptions {
  /** Address in lower case: the venue's symbol. */
  readonly id: string
  /** Facts of its chain. */
  readonly chainFacts: ChainFacts
  /** Name of the base asset. */
  readonly baseAsset: string
  /** Name of the quote asset. */
  readonly quoteAsset: string
  /** Decimals of the base token. */
  readonly sizeScale: number
  /** Digits of a price. */
  readonly priceScale: number
  /** How it is cut into levels. */
  readonly shape: DepthShape
  /** Words of the bitmap read to each side of the price's own. */
  readonly wordRadius: number
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

const WRAPPED: Readonly<Record<string, string>> = { WETH: 'ETH', WBTC: 'BTC' }
const ADDRESS = /^0x[0-9a-fA-F]{40}$/

const WETH = {
  address: '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2',
  symbol: 'WETH',
  decimals: 18,
} as const

const DEFAULT_POOLS: readonly AmmPoolOptions[] = [
  {
    chain: 'ethereum',
    address: '0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640',
    token0: {
      address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
      symbol: 'USDC',
      decimals: 6,
    },
    token1: WETH,
    fee: 500,
    tickSpacing: 10,
    base: 'token1',
    priceDigits: 4,
  },
  {
    chain: 'ethereum',
    address: '0xCBCdF9626bC03E24f779434178A73a0B4bad62eD',
    token0: {
      address: '0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599',
      symbol: 'WBTC',
      decimals: 8,
    },
    token1: WETH,
    fee: 3000,
    tickSpacing: 60,
    base: 'token0',
    priceDigits: 6,
  },
]

const DEFAULTS = {
  levels: 50,
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
  const problems = [
    ...Object.entries(merged.chains).flatMap(([name, chain]) => chainProblems(name, chain)),
    ...merged.pools.flatMap((pool) => poolProblems(pool, merged.chains)),
    ...(['levels', 'auditMs', 'callsPerSecond', 'maxLogBlocks'] as const)
      .filter((name) => !(Number.isSafeInteger(merged[name]) && merged[name] > 0))
      .map((name) => `${name}: expected a positive integer, was ${merged[name]}`),
  ]
  if (problems.length > 0) throw invalid(problems)
  const chainFacts = new Map(
    Object.entries(merged.chains).map(([name, { facts }]) => [name, chainFactsOf(name, facts)]),
  )
  const pools = merged.pools.map((pool) =>
    resolvePool(pool, merged.levels, merged.includesFee, chainFacts),
  )
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
    (['chainId', 'blockMs', 'multicall3', 'tickLens'] as const).every((key) => facts?.[key])
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

function poolProblems(
  pool: AmmPoolOptions,
  chains: Readonly<Record<string, AmmChainOptions>>,
): readonly string[] {
  const { address, chain, token0, token1, fee, tickSpacing, gridTicks = tickSpacing } = pool
  const name = `pool ${address}`
  const digits = pool.priceDigits ?? DEFAULT_PRICE_DIGITS
  const isCount = (value: number, most: number): boolean =>
    Number.isSafeInteger(value) && value > 0 && value <= most
  return [
    ...[address, token0.address, token1.address]
      .filter((each) => !ADDRESS.test(each))
      .map((each) => `${name}: expected an address, was "${each}"`),
    ...(token0.address.toLowerCase() < token1.address.toLowerCase()
      ? []
      : [`${name}: token0 is the one with the lower address`]),
    ...(chain in chains ? [] : [`${name}: there is no chain "${chain}"`]),
    ...(Number.isSafeInteger(fee) && fee >= 0 && fee < 1_000_000 ? [] : [`${name}: fee ${fee}`]),
    ...(isCount(tickSpacing, 16_384) ? [] : [`${name}: tickSpacing ${tickSpacing}`]),
    ...(isCount(gridTicks, 100_000) ? [] : [`${name}: gridTicks ${gridTicks}`]),
    ...(Number.isSafeInteger(digits) && digits >= 0 && digits <= MAX_SCALE
      ? []
      : [`${name}: priceDigits ${digits}, expected 0 to ${MAX_SCALE}`]),
    ...[token0, token1]
      .filter(({ decimals }) => !(Number.isSafeInteger(decimals) && decimals >= 0 && decimals < 31))
      .map(({ symbol, decimals }) => `${name}: ${symbol} with ${decimals} decimals`),
  ]
}

const DEFAULT_PRICE_DIGITS = 8

function chainFactsOf(name: string, facts: Partial<ChainFacts> = {}): ChainFacts {
  // Checked before: a chain that is not known gives all of its facts.
  return { ...CHAINS[name], ...facts } as ChainFacts
}

function resolvePool(
  pool: AmmPoolOptions,
  levels: number,
  includesFee: boolean,
  chainFacts: ReadonlyMap<string, ChainFacts>,
): Pool {
  const { token0, token1, tickSpacing, gridTicks = tickSpacing } = pool
  const isDirect = pool.base === 'token0'
  const [base, quote] = isDirect ? [token0, token1] : [token1, token0]
  const named = (symbol: string): string => WRAPPED[symbol] ?? symbol
  const priceScale = pool.priceDigits ?? DEFAULT_PRICE_DIGITS
  return {
    ...pool,
    id: pool.address.toLowerCase(),
    chainFacts: chainFacts.get(pool.chain) ?? chainFactsOf(pool.chain),
    baseAsset: pool.baseName ?? named(base.symbol),
    quoteAsset: named(quote.symbol),
    sizeScale: base.decimals,
    priceScale,
    shape: {
      isDirect,
      fee: includesFee ? pool.fee : 0,
      gridTicks,
      levels,
      priceScale,
      decimalsDelta: token0.decimals - token1.decimals,
    },
    // One more than the levels reach, so that the price may leave its word between two readings.
    wordRadius: Math.ceil((levels * gridTicks) / (256 * tickSpacing)) + 1,
  }
}

function invalid(problems: readonly string[]): ConfigError {
  return new ConfigError('INVALID_OPTIONS', `Describing pools: ${problems.join('; ')}`)
}
