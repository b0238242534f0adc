import type { ChannelRequest, Instrument, Topic } from '../../core/index.ts'
import { channelFacts, depthOf } from '../kit/channels.ts'
import { resolutionOf } from './candles.ts'
import { ENDPOINT, FACTS } from './venue.ts'

/** The feed of every book. */
export const BOOK_FEED = 'v4_orderbook'
/** The channel of all markets, which has no id. */
export const MARKETS = 'v4_markets'
/** The channel that says that the connection lives. */
export const BLOCK_HEIGHT = 'v4_block_height'

/** The topics that serve a request on dYdX. docs/venues/dydx.md §Channels. */
export function topics(instrument: Instrument, request: ChannelRequest): readonly Topic[] {
  const { product, symbol } = instrument
  const facts = channelFacts(FACTS, product, request)
  const own = (channel: string, id: string = symbol): Topic => ({
    name: topicName(channel, id),
    endpoint: ENDPOINT,
    channel: request.channel,
    symbol,
  })
  switch (request.channel) {
    case 'book':
      return [{ ...own(BOOK_FEED), feed: BOOK_FEED, depth: depthOf(facts, request) }]
    case 'trade':
    case 'liquidation':
      // A forced order is a trade whose type says so.
      return [own('v4_trades')]
    case 'candle':
      return [own('v4_candles', `${symbol}/${resolutionOf(request.interval)}`)]
    case 'ticker':
    case 'funding':
    case 'markPrice':
    case 'indexPrice':
    case 'openInterest':
    case 'instrument':
    // The facts offer neither of these two: they were refused above.
    case 'bbo':
    case 'status':
      // Day statistics, funding, oracle price, open interest and status of all markets come together.
      return [{ name: MARKETS, endpoint: ENDPOINT, channel: request.channel }]
  }
}

/** Our name of a subscription: `v4_orderbook:BTC-USD`, `v4_candles:BTC-USD/1MIN`, `v4_markets`. */
export function topicName(channel: string, id: string | undefined): string {
  return channel === MARKETS || id === undefined ? channel : `${channel}:${id}`
}

/** The venue's words for a subscription, from our name of it. */
export function topicWords({ name }: Pick<Topic, 'name'>): Readonly<Record<string, string>> {
  const colon = name.indexOf(':')
  return colon < 0
    ? { channel: name }
    : { channel: name.slice(0, colon), id: name.slice(colon + 1) }
}
