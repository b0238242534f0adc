import {
  type ChannelFacts,
  type StreamFacts,
  type VenueFacts,
  type VenueUrls,
  venueId,
} from '../../core/index.ts'
import { INTERVALS } from './candles.ts'

/** Everything that OKX is, as data. Evidence: docs/venues/okx.md; last verified 2026-11-21. */

const HOUR_MS = 3_600_000

/** All paths of a host have the same limits; spot and derivatives share them. */
export const stream = (id: string): StreamFacts => ({
  id,
  // Allowed are 64 KB of arguments, about 900 topics; fewer than 30 books a connection are recommended. A third of
  // what is usual (book, trades, BBO) are books.
  maxTopics: 100,
  maxTopicsPerMessage: 100,
  // 64 KB today; older gateways closed at 4096 bytes.
  maxMessageBytes: 4096,
  // Counts subscribe, unsubscribe and login; our pings (180 an hour) do not, but are paced with them.
  outbound: { count: 480, perMs: HOUR_MS },
  connects: { count: 3, perMs: 1000 },
  // The text `ping`, answered by `pong`. The server closes (4004) after 30 s in which it had nothing to push.
  keepAlive: { kind: 'message', everyMs: 20_000, deadAfterMs: 30_000 },
  // No daily disconnect: before upgrades notice 64008, 60 s ahead.
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
})

const channels = (product: string, isFuture: boolean, hasFunding: boolean): ChannelFacts[] => [
  // `books50-l2-tbt` and `books-l2-tbt` need a login of VIP4 and more, so 20 and 50 are served by `books` too.
  {
    product,
    channel: 'book',
    via: 'stream',
    depths: { bbo: 5, 20: 400, 50: 400, full: 400 },
  },
  { product, channel: 'bbo', via: 'stream' },
  { product, channel: 'trade', via: 'stream' },
  { product, channel: 'ticker', via: 'stream' },
  { product, channel: 'candle', via: 'stream', intervals: INTERVALS },
  ...(isFuture
    ? ([
        { product, channel: 'markPrice', via: 'stream' },
        { product, channel: 'indexPrice', via: 'stream' },
        { product, channel: 'openInterest', via: 'stream' },
        { product, channel: 'liquidation', via: 'stream' },
      ] as const)
    : []),
  ...(hasFunding ? ([{ product, channel: 'funding', via: 'stream' }] as const) : []),
  { product, channel: 'instrument', via: 'stream' },
  { product, channel: 'status', via: 'stream' },
]

const urls = (socketHost: string, restHost: string): VenueUrls => ({
  streams: {
    public: `wss://${socketHost}:8443/ws/v5/public`,
    business: `wss://${socketHost}:8443/ws/v5/business`,
  },
  rest: { public: `https://${restHost}` },
})

/** The same hosts as production; this header makes it demo. */
const demo = (socketHost: string, restHost: string): VenueUrls => ({
  ...urls(socketHost, restHost),
  headers: { 'x-simulated-trading': '1' },
})

/**
 * Points of the one REST budget, per 2 s. OKX limits each endpoint by itself; a call costs `REST_POINTS` divided by its
 * endpoint's own limit, so that no mix of calls can break any of them.
 */
export const REST_POINTS = 200

/** Facts of OKX. */
export const FACTS: VenueFacts = {
  venue: venueId('okx'),
  name: 'OKX',
  products: [
    { id: 'spot', market: 'spot', title: 'Spot' },
    { id: 'swap', market: 'futures', title: 'Perpetual swaps' },
    { id: 'futures', market: 'futures', title: 'Dated futures' },
    { id: 'xperp', market: 'futures', title: 'X-Perps: futures with a far expiry and funding' },
  ],
  streams: [stream('public'), stream('business')],
  rest: [{ id: 'public', budget: { count: REST_POINTS, perMs: 2000 } }],
  urls: {
    production: {
      default: urls('ws.okx.com', 'openapi.okx.com'),
      eea: urls('wseea.okx.com', 'eea.okx.com'),
      us: urls('wsus.okx.com', 'us.okx.com'),
      tr: urls('ws.okx.com', 'tr.okx.com'),
    },
    demo: {
      default: demo('wspap.okx.com', 'openapi.okx.com'),
      eea: demo('wseeapap.okx.com', 'eea.okx.com'),
      us: demo('wsuspap.okx.com', 'us.okx.com'),
    },
  },
  channels: [
    ...channels('spot', false, false),
    ...channels('swap', true, true),
    ...channels('futures', true, false),
    ...channels('xperp', true, true),
  ],
}
