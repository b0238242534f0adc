import type { Pool } from './pool.ts'

/** What `eth_subscribe` and `eth_getLogs` let through. */
export interface LogFilter {
  /** Contracts. */
  readonly address: readonly string[]
  /** First topics; and second ones, where contracts tell of many pools. */
  readonly topics: readonly (readonly string[])[]
}

/** The logs of some pools, all of which are told of by their own contracts, or all by key. */
export function logFilter(pools: readonly Pool[], topics: readonly string[]): LogFilter {
  const address = [...new Set(pools.map(({ kind }) => kind.emitter))]
  const keys = pools.filter(({ kind }) => kind.isKeyed).map(({ id }) => id)
  return { address, topics: keys.length > 0 ? [topics, keys] : [topics] }
}
