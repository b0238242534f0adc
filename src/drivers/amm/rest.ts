import type { RestProtocol } from '../../core/index.ts'
import { asObject } from '../kit/fields.ts'
import { restError } from './errors.ts'
import type { Hints } from './hints.ts'
import { listingCalls } from './instruments.ts'
import { quantityAt } from './logs.ts'
import type { ResolvedOptions } from './options.ts'
import { rpcCall } from './rpc.ts'

/** A node's public calls. docs/venues/amm.md §Calls. */
export function restOf(options: ResolvedOptions, hints: Hints): RestProtocol {
  return {
    instruments: (products) =>
      products.flatMap((chain) => {
        const pools = [...options.pools.values()].filter((pool) => pool.chain === chain)
        return listingCalls(chain, pools, hints)
      }),
    // The time of the newest block: whole seconds, and as old as the block.
    serverTime: (service) =>
      rpcCall(
        service,
        'eth_getBlockByNumber',
        ['latest', false],
        (block) => quantityAt(asObject(block, 'block'), 'timestamp') * 1_000_000,
      ),
    error: restError,
  }
}
