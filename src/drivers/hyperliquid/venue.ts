import {
  type ChannelFacts,
  type StreamFacts,
  type VenueFacts,
  type VenueUrls,
  venueId,
} from '../../core/index.ts'
import { INTERVALS } from './candles.ts'

/** Everything that Hyperliquid is, as data. Evidence: docs/venues/hyperliquid.md; last verified 2026-11-21. */

const MINUTE_MS = 60_000

/** Levels a side of the whole books: pushed about every 5 s, and about every 0.5 s. */
export const BOOK_LEVELS = { slow: 20, fast: 5 } as const

/**
 * The venue's limits are those of an address: 10 connections, 30 new ones a minute, 1000 subscriptions, 2000 messages a
 * minute. Nine connections of 100 topics, each with its tenth of the messages, keep all four, and leave a tenth of
 * everything for a connection that replaces another before it closes.
 */
const STREAM: StreamFacts = {
  id: 'public',
  maxTopics: 100,
  maxConnections: 9,
  maxTopicsPerMessage: 1,
  // No limit is documented; a message has one subscription, of about 100 bytes.
  maxMessageBytes: 4096,
  outbound: { count: 200, perMs: MINUTE_MS },
  connects: { count: 30, perMs: MINUTE_MS },
  // The server closes when it had nothing to send for 60 s; the answer to a ping counts.
  keepAlive: { kind: 'message', everyMs: 20_000, deadAfterMs: 45_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
}

const common = (product: string): ChannelFacts[] => [
  {
    product,
    channel: 'book',
    via: 'stream',
    depths: {
      bbo: BOOK_LEVELS.fast,
      20: BOOK_LEVELS.slow,
      50: BOOK_LEVELS.slow,
      full: BOOK_LEVELS.slow,
    },
  },
  { product, channel: 'bbo', via: 'stream' },
  { product, channel: 'trade', via: 'stream' },
  { product, channel: 'ticker', via: 'stream' },
  { product, channel: 'candle', via: 'stream', intervals: INTERVALS },
]

const ofPerps = (product: string): ChannelFacts[] => [
  ...common(product),
  { product, channel: 'funding', via: 'stream' },
  { product, channel: 'markPrice', via: 'stream' },
  { product, channel: 'indexPrice', via: 'stream' },
  { product, channel: 'openInterest', via: 'stream' },
]

const urls = (host: string): VenueUrls => ({
  streams: { public: `wss://${host}/ws` },
  rest: { info: `https://${host}` },
})

/** Facts of Hyperliquid. */
export const FACTS: VenueFacts = {
  venue: venueId('hyperliquid'),
  name: 'Hyperliquid',
  products: [
    { id: 'perp', market: 'futures', title: "Perpetuals of the venue's own dex" },
    { id: 'hip3', market: 'futures', title: "Perpetuals of builders' dexes (HIP-3)" },
    { id: 'spot', market: 'spot', title: 'Spot' },
  ],
  streams: [STREAM],
  // Shared with signed actions.
  rest: [{ id: 'info', budget: { count: 1200, perMs: MINUTE_MS } }],
  urls: {
    production: { default: urls('api.hyperliquid.xyz') },
    testnet: { default: urls('api.hyperliquid-testnet.xyz') },
  },
  channels: [...ofPerps('perp'), ...ofPerps('hip3'), ...common('spot')],
}
