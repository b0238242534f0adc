import {
  type ChannelFacts,
  type Market,
  type StreamFacts,
  type VenueFacts,
  type VenueUrls,
  venueId,
} from '../../core/index.ts'
import { INTERVALS } from './candles.ts'
import { productionOf } from './hosts.ts'

/** Everything that Bybit is, as data. Evidence: docs/venues/bybit.md; last verified 2026-11-21. */

/** Every product line has a socket of its own; `status` is the platform's. */
const stream = (id: string, market?: Market): StreamFacts => ({
  id,
  ...(market === undefined ? {} : { market }),
  // Allowed are 21,000 characters of arguments a connection. The longest topics have about 38 with their quotes.
  maxTopics: 500,
  // Spot takes 10, futures any number. One bad topic fails its whole message, so messages stay small on all of them.
  maxTopicsPerMessage: 10,
  maxMessageBytes: 21_000,
  // No limit is published; clients of the venue keep 50 to 100 ms between two messages.
  outbound: { count: 10, perMs: 1000 },
  connects: { count: 500, perMs: 300_000 },
  // A JSON ping every 20 s, as documented; without it and without data the venue cuts after 10 minutes.
  keepAlive: { kind: 'message', everyMs: 20_000, deadAfterMs: 30_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
})

/** Mark, index, funding and open interest are fields of the ticker; they have no channels of their own. */
const channels = (product: string, isFuture: boolean): ChannelFacts[] => [
  {
    product,
    channel: 'book',
    via: 'stream',
    // All levels come as changes to join to a REST snapshot. On futures the date was still open in July 2026.
    depths: { bbo: 50, 20: 50, 50: 50, full: isFuture ? 1000 : 'full' },
  },
  { product, channel: 'bbo', via: 'stream' },
  { product, channel: 'trade', via: 'stream' },
  { product, channel: 'ticker', via: 'stream' },
  { product, channel: 'candle', via: 'stream', intervals: INTERVALS },
  ...(isFuture
    ? ([
        { product, channel: 'funding', via: 'stream' },
        { product, channel: 'markPrice', via: 'stream' },
        { product, channel: 'indexPrice', via: 'stream' },
        { product, channel: 'openInterest', via: 'stream' },
        { product, channel: 'liquidation', via: 'stream' },
      ] as const)
    : []),
  { product, channel: 'status', via: 'stream' },
]

const urls = (socketHost: string, restHost: string): VenueUrls => ({
  streams: {
    spot: `wss://${socketHost}/v5/public/spot`,
    linear: `wss://${socketHost}/v5/public/linear`,
    inverse: `wss://${socketHost}/v5/public/inverse`,
    status: `wss://${socketHost}/v5/public/misc/status`,
  },
  rest: { v5: `https://${restHost}` },
})

/** Facts of Bybit. */
export const FACTS: VenueFacts = {
  venue: venueId('bybit'),
  name: 'Bybit',
  products: [
    { id: 'spot', market: 'spot', title: 'Spot' },
    { id: 'linear', market: 'futures', title: 'USDT and USDC perpetuals and dated futures' },
    { id: 'inverse', market: 'futures', title: 'Inverse perpetuals and dated futures' },
  ],
  streams: [
    stream('spot', 'spot'),
    stream('linear', 'futures'),
    stream('inverse', 'futures'),
    stream('status'),
  ],
  // 600 requests in 5 s over all hosts; a breach stops an address for ten minutes, so a sixth is left to others there.
  rest: [{ id: 'v5', budget: { count: 500, perMs: 5000 } }],
  urls: {
    production: productionOf(urls),
    testnet: { default: urls('stream-testnet.bybit.com', 'api-testnet.bybit.com') },
    // Prices of production with virtual money: public data come from production's sockets.
    demo: { default: urls('stream.bybit.com', 'api-demo.bybit.com') },
  },
  channels: [...channels('spot', false), ...channels('linear', true), ...channels('inverse', true)],
}
