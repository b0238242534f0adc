import {
  type ChannelFacts,
  type StreamFacts,
  type VenueFacts,
  type VenueUrls,
  venueId,
} from '../../core/index.ts'
import { INTERVALS } from './candles.ts'

/** Everything that dYdX Chain's indexer is, as data. Evidence: docs/venues/dydx.md; last verified 2026-11-21. */

/** The one product: perpetuals. */
export const PRODUCT = 'perpetual'

/** The one socket endpoint. */
export const ENDPOINT = 'indexer'

/** Books, trades, bars, markets: all on one socket. */
const STREAM: StreamFacts = {
  id: ENDPOINT,
  market: 'futures',
  // 32 of each channel; as many of all together is as many connections where much is subscribed, and never too many of
  // one channel.
  maxTopics: 32,
  maxTopicsPerMessage: 1,
  maxMessageBytes: 4096,
  // Two subscribes a second of one id are allowed. A renewal is an unsubscribe and a subscribe: at this pace no order of
  // them can be too fast.
  outbound: { count: 1, perMs: 250 },
  // Not published.
  connects: { count: 2, perMs: 1000 },
  // The server pings every 30 s; block heights, subscribed on every connection, come every second or two.
  keepAlive: { kind: 'server', deadAfterMs: 15_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
  awaitsWelcome: true,
}

const channel = (kind: ChannelFacts['channel']): ChannelFacts => ({
  product: PRODUCT,
  channel: kind,
  via: 'stream',
})

const urls = (host: string): VenueUrls => ({
  streams: { [ENDPOINT]: `wss://${host}/v4/ws` },
  rest: { indexer: `https://${host}/v4`, candles: `https://${host}/v4` },
})

/** Facts of dYdX. */
export const FACTS: VenueFacts = {
  venue: venueId('dydx'),
  name: 'dYdX',
  products: [
    { id: PRODUCT, market: 'futures', title: 'Perpetuals of dYdX Chain, settled in USDC' },
  ],
  streams: [STREAM],
  // Bars have a budget of their own, ten times that of all other calls.
  rest: [
    { id: 'indexer', budget: { count: 100, perMs: 10_000 } },
    { id: 'candles', budget: { count: 1000, perMs: 10_000 } },
  ],
  urls: {
    production: { default: urls('indexer.dydx.trade') },
    testnet: { default: urls('indexer.v4testnet.dydx.exchange') },
  },
  channels: [
    // One feed for all depths: 100 levels a side when it begins, every change from then on.
    { ...channel('book'), depths: { bbo: 100, 20: 100, 50: 100, full: 100 } },
    channel('trade'),
    channel('ticker'),
    { ...channel('candle'), intervals: INTERVALS },
    channel('funding'),
    channel('markPrice'),
    channel('indexPrice'),
    channel('openInterest'),
    channel('liquidation'),
    channel('instrument'),
  ],
}
