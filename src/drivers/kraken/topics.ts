import {
  type ChannelRequest,
  ConfigError,
  type Instrument,
  type Topic,
  type VenueFacts,
} from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { feedOfDepth, streamName } from './streams.ts'
import { LANES, OHLC_MINUTES } from './venue.ts'

/** The topics that serve a request on WebSocket v2 (`spot`) or the Unified WebSocket (`uws`). docs/venues/kraken.md §Channels. */
export function v2Topics(
  facts: VenueFacts,
  endpoint: 'spot' | 'uws',
  { product, symbol }: Instrument,
  request: ChannelRequest,
): readonly Topic[] {
  const offered = channelFacts(facts, product, request)
  const topic = (channel: string, setting?: string): Topic => ({
    name: streamName({ channel, ...(setting === undefined ? {} : { setting }), symbol }),
    endpoint,
    channel: request.channel,
    symbol,
  })
  switch (request.channel) {
    case 'book': {
      // Every depth of these products is a number.
      const depth = Number(depthOf(offered, request))
      const lane = depth === 100 || depth === 1000 ? `${endpoint}-${LANES[depth]}` : endpoint
      return [{ ...topic('book', String(depth)), endpoint: lane, feed: feedOfDepth(depth), depth }]
    }
    case 'bbo':
      return [{ ...topic('ticker', 'bbo'), endpoint: `${endpoint}-${LANES.bbo}` }]
    case 'trade':
      return [topic('trade')]
    case 'ticker':
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
      return [topic('ticker')]
    case 'candle':
      return [topic('ohlc', String(OHLC_MINUTES[request.interval]))]
    case 'instrument':
      return [{ name: 'instrument', endpoint, channel: 'instrument' }]
    case 'liquidation':
    case 'status':
      // `venueStatus` events come by themselves on every connection.
      throw notOffered(request.channel)
  }
}

/** The topics that serve a request on Derivatives WebSocket v1. */
export function legacyTopics(
  facts: VenueFacts,
  { product, symbol }: Instrument,
  request: ChannelRequest,
): readonly Topic[] {
  const offered = channelFacts(facts, product, request)
  const topic = (feed: string): Topic => ({
    name: `${feed}:${symbol}`,
    endpoint: 'futures',
    channel: request.channel,
    symbol,
  })
  switch (request.channel) {
    case 'book':
      return [{ ...topic('book'), feed: 'book', depth: depthOf(offered, request) }]
    case 'trade':
    case 'liquidation':
      return [topic('trade')]
    case 'ticker':
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
      return [topic('ticker')]
    case 'bbo':
    case 'candle':
    case 'instrument':
    case 'status':
      throw notOffered(request.channel)
  }
}

function notOffered(channel: string): ConfigError {
  return new ConfigError('UNKNOWN_CHANNEL', `Subscribing at Kraken: there is no ${channel} channel`)
}
