import type { ChannelRequest, Instrument, Topic, VenueFacts } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import type { Hints } from './hints.ts'
import type { ResolvedOptions } from './options.ts'
import { pollBook } from './poll-book.ts'
import { pollTrades } from './poll-trades.ts'
import { POLL_FEED, STREAM_FEED } from './sequence.ts'

/** The topics that serve a request: logs of the pool on a socket, or calls in turns. */
export function topicsOf(
  facts: VenueFacts,
  options: ResolvedOptions,
  hints: Hints,
): (instrument: Instrument, request: ChannelRequest) => readonly Topic[] {
  return (instrument, request) => {
    const { product, symbol } = instrument
    const offered = channelFacts(facts, product, request)
    const pool = options.pools.get(symbol)
    const everyMs = options.pollMs(product)
    const common = { channel: request.channel, symbol }
    const isPolled = options.via === 'poll'
    // A place of its own: what befalls the sockets of the chain does not concern what is polled.
    const endpoint = isPolled ? `${product}-poll` : product
    if (request.channel === 'book') {
      const depth = depthOf(offered, request)
      const topic = { ...common, name: `pool:${symbol}`, endpoint, depth }
      if (!isPolled) return [{ ...topic, feed: STREAM_FEED }]
      if (pool === undefined) return []
      const reading = { everyMs, open: pollBook(pool, hints) }
      return [{ ...topic, feed: POLL_FEED, reading }]
    }
    const topic = { ...common, name: `swaps:${symbol}`, endpoint }
    if (!isPolled) return [topic]
    if (pool === undefined) return []
    return [{ ...topic, reading: { everyMs, open: pollTrades(pool, options.maxLogBlocks) } }]
  }
}
