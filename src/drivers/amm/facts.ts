import {
  type ChannelFacts,
  type StreamFacts,
  type VenueFacts,
  type VenueUrls,
} from '../../core/index.ts'
import type { ResolvedOptions } from './options.ts'
import { VENUE } from './venue.ts'

/** A socket that said nothing for so long is dead: blocks alone come more often. */
const DEAD_AFTER_MS = 45_000
const SHORTEST_PING_MS = 500

/** Facts of the chains and providers that the options name: a chain is a product, a stream endpoint and a service. */
export function factsOf(options: ResolvedOptions): VenueFacts {
  const chains = Object.keys(options.chains)
  return {
    venue: VENUE,
    name: 'AMM pools',
    products: chains.map((id) => ({ id, market: 'spot', title: `Pools on ${id}` })),
    streams: chains.map((chain) => stream(chain, options)),
    rest: chains.map((id) => ({ id, budget: { count: options.callsPerSecond, perMs: 1_000 } })),
    urls: { production: regions(options) },
    channels: chains.flatMap((product) => channels(product, options)),
  }
}

function stream(chain: string, options: ResolvedOptions): StreamFacts {
  const pools = [...options.pools.values()].filter((pool) => pool.chain === chain).length
  const everyMs = Math.max(SHORTEST_PING_MS, Math.floor(options.auditMs / Math.max(1, pools)))
  return {
    id: chain,
    // Providers allow a thousand subscriptions and more; what limits is the work of one socket.
    maxTopics: 200,
    maxTopicsPerMessage: 1,
    maxMessageBytes: 65_536,
    outbound: { count: 25, perMs: 1_000 },
    connects: { count: 3, perMs: 1_000 },
    // Each ping reads one pool in turn: the answer proves the socket and audits the state.
    keepAlive: { kind: 'message', everyMs, deadAfterMs: Math.max(DEAD_AFTER_MS, 3 * everyMs) },
    // Providers cut sockets without a word, some once a day.
    lifetimeMs: false,
    ackTimeoutMs: 10_000,
  }
}

/** Region `default` has the first provider of each chain, `fallback<n>` the next ones, or the last there is. */
function regions({ chains }: ResolvedOptions): Record<string, VenueUrls> {
  const lists = Object.entries(chains)
  const most = Math.max(1, ...lists.map(([, { providers }]) => providers.length))
  return Object.fromEntries(
    Array.from({ length: most }, (_, i) => {
      const url = (kind: 'http' | 'ws'): Record<string, string> =>
        Object.fromEntries(
          lists.map(([chain, { providers }]) => [
            chain,
            (providers[i] ?? providers.at(-1))?.[kind] ?? '',
          ]),
        )
      return [i === 0 ? 'default' : `fallback${i}`, { streams: url('ws'), rest: url('http') }]
    }),
  )
}

const channels = (product: string, { levels, via }: ResolvedOptions): readonly ChannelFacts[] => [
  {
    product,
    channel: 'book',
    via,
    depths: { bbo: levels, 20: levels, 50: levels, full: levels },
  },
  { product, channel: 'trade', via },
]
