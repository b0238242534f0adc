/**
 * Simulated JSON-RPC nodes: chains with pools of several kinds, their state in integers, blocks and reorganisations.
 *
 * What the protocol lets a client detect: lost heads by the hashes that chain them; lost logs by the bloom filter of their
 * block's head, and by asking for the logs of that block; doubled logs by their place in the chain;
 * reorganisations by `removed` logs and by the parents of heads; damaged structure by its syntax.
 */

import { ConfigError } from '../../core/index.ts'
import { SeededRandom } from '../../runtime/virtual/seeded-random.ts'
import type { SimInstrumentOptions } from '../sim-instrument.ts'
import type { BookTruth, SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueBase } from '../venue-base.ts'
import { type Block, Chain } from './chain.ts'
import { PoolFlow } from './flow.ts'
import { kindOf } from './kinds/index.ts'
import { type AmmLimits, DEFAULT_LIMITS } from './limits.ts'
import { RpcNode } from './node.ts'
import { nodeHost } from './node-host.ts'
import { type AmmInstrumentOptions, DEFAULT_INSTRUMENTS } from './products.ts'
import type { AnyPool } from './sim-kind.ts'
import { truthOf } from './truth.ts'

export type { Block, ChainListener, ChainLog } from './chain.ts'
export { Chain } from './chain.ts'
export type { Happening, Transaction } from './happening.ts'
export { type AmmLimits, DEFAULT_LIMITS } from './limits.ts'
export {
  type AmmInstrumentOptions,
  type AmmSimToken,
  DEFAULT_INSTRUMENTS,
  type PoolKindName,
} from './products.ts'
export type { AnyPool } from './sim-kind.ts'
export { SimPair } from './sim-pair.ts'
export type { Fees, PoolRules, Swapped } from './sim-pool.ts'
export { SimPool } from './sim-pool.ts'

/** Options of {@link simulatedAmm}. */
export interface SimulatedAmmOptions extends SimulatorOptions {
  /** Pools; what is absent comes from the pool of `DEFAULT_INSTRUMENTS` with this symbol. @defaultValue all of them */
  readonly instruments?: readonly (SimInstrumentOptions | AmmInstrumentOptions)[]
  /** Rules to loosen or tighten. */
  readonly limits?: Partial<AmmLimits>
  /** Time between two blocks, in ms. @defaultValue 1,000 */
  readonly blockMs?: number
  /** Chance that a block is followed by a reorganisation. @defaultValue 0 */
  readonly reorgChance?: number
  /** Levels a side of the truth. @defaultValue 50 */
  readonly levels?: number
}

/** The simulated venue with what only it can do. */
export interface SimulatedAmm extends SimulatedVenue {
  /** A chain by its name. */
  chain(product: string): Chain | undefined
}

const PER_BLOCK = 65_536

/**
 * Makes simulated nodes, one for each chain that pools are on. Nothing moves before the market does.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument that is no pool.
 */
export function simulatedAmm(options: SimulatedAmmOptions): SimulatedAmm {
  const { seed = 1, blockMs = 1_000, reorgChance = 0, levels = 50 } = options
  const specs = (options.instruments ?? DEFAULT_INSTRUMENTS).map(poolOf)
  const { ports, members, host } = venueBase(options, { instruments: specs })
  const random = new SeededRandom(`${seed}/chains`)
  const chains = new Map<string, Chain>()
  const nodes = new Map<string, RpcNode>()
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  for (const product of new Set(specs.map((spec) => spec.product))) {
    const own = specs.filter((spec) => spec.product === product)
    const chain = new Chain(ports.wallClock, random.fork(product), own)
    chains.set(product, chain)
    nodes.set(product, new RpcNode(chain, own, limits))
  }
  drive(members.market, chains, specs, {
    blockMs,
    reorgChance,
    random: random.fork('blocks'),
    ports,
  })
  const place = (product: string, scheme: string): EndpointPlace => ({
    host: product,
    origin: `${scheme}://${product}.example.com`,
    path: '',
  })
  const places = (scheme: string): Record<string, EndpointPlace> =>
    Object.fromEntries([...chains.keys()].map((product) => [product, place(product, scheme)]))
  return {
    venue: 'amm',
    hosts: Object.fromEntries(
      [...nodes].map(([product, node]) => [
        product,
        host(product, nodeHost(node, ports.wallClock, limits)),
      ]),
    ),
    streams: places('wss'),
    rest: places('https'),
    ...members,
    truth(product, symbol, updateId) {
      const spec = specs.find((each) => each.product === product && each.symbol === symbol)
      const chain = chains.get(product)
      return spec && chain && truthAt(chain, spec, levels, updateId)
    },
    chain: (product) => chains.get(product),
  }
}

interface Drive {
  readonly blockMs: number
  readonly reorgChance: number
  readonly random: SeededRandom
  readonly ports: SimPorts
}

/** Blocks come while the market moves: what it does is what they are filled with. */
function drive(
  market: SimMarket,
  chains: ReadonlyMap<string, Chain>,
  specs: readonly AmmInstrumentOptions[],
  { blockMs, reorgChance, random, ports }: Drive,
): void {
  const flows = new Map(
    [...chains].map(([name, chain]) => [name, new PoolFlow(chain, random.fork(name))]),
  )
  let nextUs = ports.wallClock.nowUs() + blockMs * 1_000
  market.listen((event) => {
    const { product, symbol } = event.instrument.spec
    const spec = specs.find((each) => each.product === product && each.symbol === symbol)
    if (spec !== undefined) flows.get(product)?.on(event, spec)
    const nowUs = ports.wallClock.nowUs()
    if (nowUs < nextUs) return
    nextUs = nowUs + blockMs * 1_000
    for (const chain of chains.values()) {
      chain.mine()
      if (random.chance(reorgChance)) chain.reorg(1 + random.below(3))
    }
  })
}

/** An id is the number of a block and a place in it: after a log, or its end. */
function truthAt(
  chain: Chain,
  spec: AmmInstrumentOptions,
  levels: number,
  updateId: number = chain.head.number * PER_BLOCK + PER_BLOCK - 1,
): BookTruth | undefined {
  const block = chain.at(Math.floor(updateId / PER_BLOCK))
  const pool = block && poolAt(block, spec.symbol, updateId % PER_BLOCK)
  if (block === undefined || pool === undefined) return undefined
  const fees = kindOf(spec).fees(pool, block, spec)
  return { symbol: spec.symbol, updateId, ...truthOf(pool, spec, levels, fees) }
}

function poolAt(block: Block, symbol: string, place: number): AnyPool | undefined {
  if (place === PER_BLOCK - 1) return block.pools.get(symbol)
  return block.logs.find(({ pool, logIndex }) => pool === symbol && logIndex + 1 === place)?.after
}

function poolOf(instrument: SimInstrumentOptions | AmmInstrumentOptions): AmmInstrumentOptions {
  const known = DEFAULT_INSTRUMENTS.find(({ symbol }) => symbol === instrument.symbol)
  const pool: SimInstrumentOptions & Partial<AmmInstrumentOptions> = { ...known, ...instrument }
  const { token0, token1, baseToken, fee, tickSpacing, gridTicks, priceDigits, liquidity } = pool
  if (
    token0 === undefined ||
    token1 === undefined ||
    baseToken === undefined ||
    fee === undefined ||
    tickSpacing === undefined ||
    gridTicks === undefined ||
    priceDigits === undefined ||
    liquidity === undefined
  ) {
    throw new ConfigError(
      'INVALID_OPTIONS',
      `Listing ${instrument.symbol}: expected the tokens, fee, spacing, grid and liquidity of a pool`,
    )
  }
  const rules = { token0, token1, baseToken, fee, tickSpacing, gridTicks, priceDigits, liquidity }
  return { ...pool, ...rules }
}
