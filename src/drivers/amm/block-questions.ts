import type { OutFrame } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { aggregateData, readAggregate } from './abi.ts'
import type { BlockFilter } from './block-filter.ts'
import { type Head, type LogPart, readHead } from './chain-watch.ts'
import type { PoolEvent } from './events.ts'
import { frameId } from './frame-ids.ts'
import { logFilter } from './log-filter.ts'
import type { Pool } from './pool.ts'
import { rpcText } from './rpc.ts'

/**
 * What a block is asked for, by its hash: a node that does not know that block says so, and is not silent. Its logs where it
 * may have some, those of contracts and those of keys apart; and fees that no log tells.
 */
export function blockQuestions(
  head: JsonObject,
  pools: readonly Pool[],
  filter: BlockFilter,
): readonly OutFrame[] {
  const block = readHead(head)
  const maybe = pools.filter((pool) => filter.mayHold(block.bloom, pool))
  return [
    ...logsQuestion(
      block,
      'logs',
      maybe.filter(({ kind }) => !kind.isKeyed),
    ),
    ...logsQuestion(
      block,
      'keyed',
      maybe.filter(({ kind }) => kind.isKeyed),
    ),
    ...feesQuestion(
      block,
      pools.filter(({ asksFee }) => asksFee),
    ),
  ]
}

function logsQuestion(
  { number, hash }: Head,
  part: LogPart,
  pools: readonly Pool[],
): readonly OutFrame[] {
  if (pools.length === 0) return []
  const changes = [...new Set(pools.flatMap(({ kind }) => kind.changes))]
  const question = { blockHash: hash, ...logFilter(pools, changes) }
  return [{ data: rpcText(frameId(number, part, hash), 'eth_getLogs', [question]), topics: [] }]
}

/** A block is named by its hash as EIP-1898 does. The chain stands in the id: the answer is of all its pools that are asked. */
function feesQuestion({ number, hash }: Head, pools: readonly Pool[]): readonly OutFrame[] {
  const [first] = pools
  if (first === undefined) return []
  const to = first.chainFacts.multicall3
  const call = { to, data: aggregateData(pools.flatMap(({ kind }) => kind.feeReads)) }
  const id = frameId(number, 'fees', `${first.chain}:${hash}`)
  return [{ data: rpcText(id, 'eth_call', [call, { blockHash: hash }]), topics: [] }]
}

/** Reads the answer about the fees of a chain's pools, by pool; those that did not answer are absent. */
export function readFees(
  hex: string,
  chain: string,
  pools: Iterable<Pool>,
): ReadonlyMap<string, PoolEvent> {
  const asked = [...pools].filter((pool) => pool.chain === chain && pool.asksFee)
  const counts = asked.map(({ kind }) => kind.feeReads.length)
  const results = [
    ...readAggregate(
      hex,
      counts.reduce((sum, count) => sum + count, 0),
    ),
  ]
  const fees = new Map<string, PoolEvent>()
  asked.forEach(({ id, kind }, i) => {
    const event = kind.readFees(results.splice(0, counts[i]))
    if (event !== undefined) fees.set(id, event)
  })
  return fees
}
