import type { ExchangeDriver } from '../../core/index.ts'
import { BlockFilter } from './block-filter.ts'
import { AmmDecoder } from './decode.ts'
import { factsOf } from './facts.ts'
import type { Hints } from './hints.ts'
import { instrumentOf } from './instruments.ts'
import { type AmmOptions, resolveOptions } from './options.ts'
import { restOf } from './rest.ts'
import { continuity } from './sequence.ts'
import { sessionOf } from './session.ts'
import { topicsOf } from './topics.ts'

export type { ChainFacts, V4Contracts } from './chains.ts'
export type { AmmChainOptions, AmmOptions, AmmProvider } from './options.ts'
export type {
  AmmAlgebraPool,
  AmmContractOptions,
  AmmPairOptions,
  AmmPoolOptions,
  AmmSlipstreamPool,
  AmmToken,
  AmmV2Pool,
  AmmV3Pool,
  AmmV4Pool,
} from './pool-options.ts'

/**
 * The driver of pools (Uniswap v2, v3 and v4, PancakeSwap v3, Slipstream, Algebra) behind JSON-RPC nodes: books of synthetic
 * levels, and trades. You name the chains with their providers, and the pools.
 *
 * It describes and translates. Hand it to `MarketData.open`. One driver remembers where prices were seen last, to ask for
 * the right part of a pool; nothing else.
 *
 * @throws ConfigError `INVALID_OPTIONS` listing every problem at once.
 * @see docs/venues/amm.md
 */
export function amm(options: AmmOptions = {}): ExchangeDriver {
  const resolved = resolveOptions(options)
  const facts = factsOf(resolved)
  const hints: Hints = new Map()
  const filter = new BlockFilter(resolved.pools.values())
  return {
    facts,
    session: sessionOf(resolved, hints, filter),
    rest: restOf(resolved, hints),
    topics: topicsOf(facts, resolved, hints),
    inferInstrument(market, symbol) {
      const pool = resolved.pools.get(symbol.toLowerCase())
      return market === 'spot' && pool !== undefined
        ? instrumentOf(pool, 'unknown', true)
        : undefined
    },
    createDecoder: (table) => new AmmDecoder(table, { pools: resolved.pools, hints, filter }),
    continuity,
    knownMessages: async () => (await import('./known-messages.ts')).knownMessages(),
  }
}
