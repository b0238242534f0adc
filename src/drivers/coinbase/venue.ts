import {
  type ChannelFacts,
  type StreamFacts,
  type VenueFacts,
  type VenueId,
  venueId,
} from '../../core/index.ts'
import { INTERVALS } from './candles.ts'

/** Everything that Coinbase is, as data. Evidence: docs/venues/coinbase.md; last verified 2026-11-21. */

/** Coinbase's id. */
export const VENUE: VenueId = venueId('coinbase')

/** The stream endpoint and REST service of Advanced Trade. */
export const ADVANCED = 'advanced'
/** The stream endpoint, the REST service and the product of Coinbase Exchange. */
export const EXCHANGE = 'exchange'

/** The book feed of Advanced Trade, whose messages call it `l2_data`. */
export const LEVEL2 = 'level2'
/** The book feed of Coinbase Exchange that needs no key: 50 ms of changes a message. */
export const LEVEL2_BATCH = 'level2_batch'

const MIB = 1024 * 1024

const advancedStream: StreamFacts = {
  id: ADVANCED,
  // Spot and futures share the socket; no limit is documented. A full book is megabytes at the start.
  maxTopics: 100,
  maxTopicsPerMessage: 100,
  maxMessageBytes: 16_384,
  // A snapshot of BTC-USD is beyond the 8 MiB that other clients once allowed; 100 MiB is what is advised.
  maxFrameBytes: 128 * MIB,
  // 8 a second are allowed to an address: two connections may start at once.
  outbound: { count: 4, perMs: 1000 },
  connects: { count: 8, perMs: 1000 },
  // The channel `heartbeats` speaks once a second; it is subscribed to first of all.
  keepAlive: { kind: 'server', deadAfterMs: 10_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
}

const exchangeStream: StreamFacts = {
  ...advancedStream,
  id: EXCHANGE,
  market: 'spot',
  // 10 requests a second.
  outbound: { count: 5, perMs: 1000 },
}

const BOOK = { bbo: 'full', 20: 'full', 50: 'full', full: 'full' } as const

const advancedChannels = (product: string): readonly ChannelFacts[] => [
  { product, channel: 'book', via: 'stream', depths: BOOK },
  { product, channel: 'bbo', via: 'stream' },
  { product, channel: 'trade', via: 'stream' },
  { product, channel: 'ticker', via: 'stream' },
  { product, channel: 'candle', via: 'stream', intervals: INTERVALS },
  { product, channel: 'instrument', via: 'stream' },
]

/** Facts of a contract come by REST alone; marks and liquidations not at all. */
const contractChannels = (product: string): readonly ChannelFacts[] => [
  ...advancedChannels(product),
  { product, channel: 'funding', via: 'poll' },
  { product, channel: 'indexPrice', via: 'poll' },
  { product, channel: 'openInterest', via: 'poll' },
]

/** Facts of both feeds. */
export const FACTS: VenueFacts = {
  venue: VENUE,
  name: 'Coinbase',
  products: [
    { id: 'spot', market: 'spot', title: 'Advanced Trade spot' },
    { id: 'futures', market: 'futures', title: 'US futures, perpetual-style and dated' },
    { id: 'intx', market: 'futures', title: 'International perpetuals' },
    {
      id: EXCHANGE,
      market: 'spot',
      title: 'Coinbase Exchange: the same spot books by its own feed',
    },
  ],
  streams: [advancedStream, exchangeStream],
  rest: [
    // 10 public calls a second to an address, at either service.
    { id: ADVANCED, budget: { count: 10, perMs: 1000 } },
    { id: EXCHANGE, budget: { count: 10, perMs: 1000 } },
  ],
  urls: {
    production: {
      default: {
        streams: {
          [ADVANCED]: 'wss://advanced-trade-ws.coinbase.com',
          [EXCHANGE]: 'wss://ws-feed.exchange.coinbase.com',
        },
        rest: {
          [ADVANCED]: 'https://api.coinbase.com',
          [EXCHANGE]: 'https://api.exchange.coinbase.com',
        },
      },
    },
    // Advanced Trade's sandbox is a mock with fixed answers; that of the Exchange is a market.
    testnet: {
      default: {
        streams: { [EXCHANGE]: 'wss://ws-feed-public.sandbox.exchange.coinbase.com' },
        rest: { [EXCHANGE]: 'https://api-public.sandbox.exchange.coinbase.com' },
      },
    },
  },
  channels: [
    ...advancedChannels('spot'),
    ...contractChannels('futures'),
    ...contractChannels('intx'),
    { product: EXCHANGE, channel: 'book', via: 'stream', depths: BOOK },
    { product: EXCHANGE, channel: 'bbo', via: 'stream' },
    { product: EXCHANGE, channel: 'trade', via: 'stream' },
    { product: EXCHANGE, channel: 'ticker', via: 'stream' },
  ],
}

/** Which of the two feeds is listened to. */
export type CoinbaseFeed = 'advanced' | 'exchange'

/** Facts with the products of one feed: the markets of the Exchange are those of spot under the same names. */
export function factsOf(feed: CoinbaseFeed): VenueFacts {
  const isOf = (product: string): boolean => (product === EXCHANGE) === (feed === EXCHANGE)
  return {
    ...FACTS,
    products: FACTS.products.filter(({ id }) => isOf(id)),
    channels: FACTS.channels.filter(({ product }) => isOf(product)),
  }
}
