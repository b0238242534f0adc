import {
  asset,
  ConfigError,
  decimalText,
  type Instrument,
  type InstrumentStatus,
  pair,
  type RestCall,
  venueSymbol,
} from '../../core/index.ts'
import { aggregateData, type ContractRead, readAggregate, type Words } from './abi.ts'
import type { Hints } from './hints.ts'
import type { Pool } from './pool.ts'
import { ABSENT, type PoolFact } from './pool-kind.ts'
import { contractCall } from './rpc.ts'
import { VENUE } from './venue.ts'

/** Pools that one call reads, about ten reads each. */
const POOLS_PER_CALL = 30

/** The instrument that a pool is. */
export function instrumentOf(
  pool: Pool,
  status: InstrumentStatus,
  isInferred: boolean,
): Instrument {
  const { baseAsset, quoteAsset, priceScale, sizeScale } = pool
  return {
    venue: VENUE,
    market: 'spot',
    kind: 'spot',
    pair: pair(`${baseAsset}/${quoteAsset}`),
    symbol: venueSymbol(pool.id),
    base: asset(baseAsset),
    quote: asset(quoteAsset),
    product: pool.chain,
    status,
    tickSize: step(priceScale),
    lotSize: step(sizeScale),
    priceScale,
    sizeScale,
    isInferred,
  }
}

const step = (scale: number): ReturnType<typeof decimalText> => decimalText(`1e-${scale}`)

/** The calls that look up the pools of a chain: whether they trade, and whether they are what the options say. */
export function listingCalls(
  chain: string,
  pools: readonly Pool[],
  hints: Hints,
): readonly RestCall<readonly Instrument[]>[] {
  const calls: RestCall<readonly Instrument[]>[] = []
  for (let i = 0; i < pools.length; i += POOLS_PER_CALL) {
    const part = pools.slice(i, i + POOLS_PER_CALL)
    const reads = part.map(readsOf)
    const to = part[0]?.chainFacts.multicall3 ?? ''
    calls.push(
      contractCall(chain, to, aggregateData(reads.flat()), 'latest', (hex) => {
        const results = [...readAggregate(hex, reads.flat().length)]
        return part.map((pool, at) => listed(pool, results.splice(0, reads[at]?.length), hints))
      }),
    )
  }
  return calls
}

function readsOf({ kind, facts }: Pool): readonly ContractRead[] {
  return [...kind.glances, ...facts.map(({ read }) => read)]
}

function listed(pool: Pool, results: readonly (Words | undefined)[], hints: Hints): Instrument {
  const { id, kind, facts } = pool
  const glances = results.slice(0, kind.glances.length)
  // A contract that answers nothing at all is not there, yet: nothing of it can be compared.
  const isThere = glances.some((words) => words !== undefined)
  facts.forEach((fact, i) => {
    demandSame(id, fact, results[kind.glances.length + i], isThere)
  })
  const glance = kind.glance(glances)
  if (glance === undefined) return instrumentOf(pool, 'unknown', false)
  hints.set(id, glance.tick)
  return instrumentOf(pool, glance.isTrading ? 'trading' : 'halted', false)
}

/** What a fork of the contracts does not tell cannot be compared; what it tells must be what the user believes. */
function demandSame(
  pool: string,
  { what, found, told, isNeeded = false }: PoolFact,
  words: Words | undefined,
  isThere: boolean,
): void {
  if (words === undefined && !(isNeeded && isThere)) return
  const value = words === undefined ? ABSENT : found(words)
  if (value === told) return
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing pool ${pool}: ${what} is ${value} on the chain, the options say ${told}`,
  )
}
