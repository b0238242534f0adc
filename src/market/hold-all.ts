import type { ChannelRequest, MarketEventType } from '../core/index.ts'
import { channelOf, type MarketFilter, pairsOf } from './channel-requests.ts'
import type { Lease } from './lease-desk.ts'

/**
 * Holds the channels that kinds of event come by, for every pair of a filter: all of them, or none.
 *
 * Throws what `hold` throws, with nothing held then.
 */
export function holdAll(
  hold: (pair: string, request: ChannelRequest) => Lease,
  kinds: readonly MarketEventType[],
  filter: MarketFilter,
): Lease[] {
  const leases: Lease[] = []
  try {
    for (const pair of pairsOf(filter) ?? []) {
      for (const kind of kinds) {
        const request = channelOf(kind, filter)
        if (request !== undefined) leases.push(hold(pair, request))
      }
    }
  } catch (error) {
    for (const lease of leases) void lease.close()
    throw error
  }
  return leases
}
