import type { BlockFilter } from './block-filter.ts'
import type { KnownBlock, LogPart } from './chain-watch.ts'
import type { Pool } from './pool.ts'
import type { PoolModel } from './pool-kind.ts'

/**
 * Whether a block could be closed: what proves it is awaited (`pending`), or contradicts what is known (`lost`); closed, it
 * moved the pool or it did not.
 */
export type Closing = 'pending' | 'lost' | 'moved' | 'unmoved'

/** Brings a pool from the end of one block to the end of the next, where that one is proven. */
export function closeBlock(
  pool: Pool,
  model: PoolModel,
  block: KnownBlock,
  filter: BlockFilter,
): Closing {
  const fees = block.fees?.get(pool.id)
  if (pool.asksFee && fees === undefined) return 'pending'
  let isMoved = false
  if (filter.mayHold(block.bloom, pool)) {
    const logs = block.logs.get(partOf(pool))
    if (logs === undefined) return 'pending'
    for (const { pool: id, emitter, event } of logs) {
      if (id !== pool.id || emitter !== pool.kind.emitter) continue
      if (!model.apply(event)) return 'lost'
      isMoved = true
    }
  }
  if (fees !== undefined) {
    const { up, down } = model.fees
    model.apply(fees)
    isMoved ||= model.fees.up !== up || model.fees.down !== down
  }
  return isMoved ? 'moved' : 'unmoved'
}

/** Which answer has the logs of a pool. */
export function partOf({ kind }: Pool): LogPart {
  return kind.isKeyed ? 'keyed' : 'logs'
}
