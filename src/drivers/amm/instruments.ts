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
import { aggregateData, type ContractRead, callData, readAggregate, type Words } from './abi.ts'
import type { Hints } from './hints.ts'
import type { Pool } from './options.ts'
import { contractCall } from './rpc.ts'
import { VENUE } from './venue.ts'

/** Pools that one call reads, ten reads each. */
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
    const reads = part.flatMap(readsOf)
    const to = part[0]?.chainFacts.multicall3 ?? ''
    calls.push(
      contractCall(chain, to, aggregateData(reads), 'latest', (hex) => {
        const results = readAggregate(hex, reads.length)
        return part.map((pool, at) =>
          listed(pool, results.slice(at * READS, (at + 1) * READS), hints),
        )
      }),
    )
  }
  return calls
}

const READS = 8

function readsOf({ address, token0, token1 }: Pool): readonly ContractRead[] {
  const of = (to: string, name: Parameters<typeof callData>[0]): ContractRead => ({
    to,
    data: callData(name),
  })
  return [
    of(address, 'slot0'),
    of(address, 'liquidity'),
    of(address, 'token0'),
    of(address, 'token1'),
    of(address, 'fee'),
    of(address, 'tickSpacing'),
    of(token0.address, 'decimals'),
    of(token1.address, 'decimals'),
  ]
}

function listed(pool: Pool, results: readonly (Words | undefined)[], hints: Hints): Instrument {
  const [slot0, liquidity, token0, token1, fee, tickSpacing, decimals0, decimals1] = results
  const { id } = pool
  demandSame(id, 'token0', token0?.address(0), pool.token0.address.toLowerCase())
  demandSame(id, 'token1', token1?.address(0), pool.token1.address.toLowerCase())
  demandSame(id, 'fee', fee?.unsigned(0), BigInt(pool.fee))
  demandSame(id, 'tickSpacing', tickSpacing?.signed(0), BigInt(pool.tickSpacing))
  demandSame(id, 'decimals of token0', decimals0?.unsigned(0), BigInt(pool.token0.decimals))
  demandSame(id, 'decimals of token1', decimals1?.unsigned(0), BigInt(pool.token1.decimals))
  if (slot0 === undefined) return instrumentOf(pool, 'unknown', false)
  const isInitialised = slot0.unsigned(0, 160) > 0n
  if (isInitialised) hints.set(id, Number(slot0.signed(1, 24)))
  const isTrading = isInitialised && (liquidity?.unsigned(0, 128) ?? 0n) > 0n
  return instrumentOf(pool, isTrading ? 'trading' : 'halted', false)
}

/** What a fork of the contracts does not tell cannot be compared; what it tells must be what the user believes. */
function demandSame(
  pool: string,
  what: string,
  found: string | bigint | undefined,
  told: string | bigint,
): void {
  if (found === undefined || found === told) return
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing pool ${pool}: ${what} is ${found} on the chain, the options say ${told}`,
  )
}
