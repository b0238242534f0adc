import {
  type ChannelFacts,
  type ChannelKind,
  type Market,
  type StreamFacts,
  type VenueFacts,
  type VenueUrls,
  venueId,
} from '../../core/index.ts'
import { INTERVALS } from './candles.ts'

/** Everything that HTX is, as data. Evidence: docs/venues/htx.md; last verified 2026-11-21. */

/** What the sockets of both hosts have in common. */
const COMMON = {
  // No maximum is published; the venue asks for few topics a connection.
  maxTopics: 60,
  // Spot takes lists, futures do not; every client sends one.
  maxTopicsPerMessage: 1,
  maxMessageBytes: 4096,
  // Not published: kept low.
  connects: { count: 5, perMs: 1000 },
  // A ping in JSON every 5 s, in one of three dialects; each is a control frame that says its answer.
  keepAlive: { kind: 'server', deadAfterMs: 15_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
} as const

/** Spot: one `req` per 100 ms and connection; nothing is said of `sub`. */
const spotStream = (id: string): StreamFacts => ({
  id,
  market: 'spot',
  ...COMMON,
  outbound: { count: 10, perMs: 1000 },
})

/** Futures: 40 `sub` a second and connection. */
const futuresStream = (id: string): StreamFacts => ({
  id,
  market: 'futures',
  ...COMMON,
  outbound: { count: 40, perMs: 1000 },
})

const ALL: readonly ChannelKind[] = ['bbo', 'trade', 'ticker']
const OF_FUTURES: readonly ChannelKind[] = [...ALL, 'indexPrice', 'liquidation', 'instrument']
const OF_SWAPS: readonly ChannelKind[] = [...OF_FUTURES, 'funding', 'markPrice']

const FUTURES_DEPTHS = { bbo: 20, 20: 20, 50: 150, full: 150 } as const
/** 5 and 20 levels are whole books; 150 and 400 are changes, their snapshot is asked for on the socket. */
const SPOT_DEPTHS = { bbo: 5, 20: 20, 50: 150, full: 400 } as const

const channels = (
  product: string,
  streamed: readonly ChannelKind[],
  market: Market = 'futures',
): ChannelFacts[] => [
  {
    product,
    channel: 'book',
    via: 'stream',
    depths: market === 'spot' ? SPOT_DEPTHS : FUTURES_DEPTHS,
  },
  { product, channel: 'candle', via: 'stream', intervals: INTERVALS },
  ...streamed.map((channel): ChannelFacts => ({ product, channel, via: 'stream' })),
  ...(market === 'spot'
    ? ([{ product, channel: 'status', via: 'poll' }] as const)
    : ([
        { product, channel: 'openInterest', via: 'poll' },
        { product, channel: 'status', via: 'stream' },
      ] as const)),
]

const urls = (spotHost: string, futuresHost: string): VenueUrls => ({
  streams: {
    spot: `wss://${spotHost}/ws`,
    'spot-feed': `wss://${spotHost}/feed`,
    linear: `wss://${futuresHost}/linear-swap-ws`,
    'linear-notification': `wss://${futuresHost}/linear-swap-notification`,
    'coin-swap': `wss://${futuresHost}/swap-ws`,
    'coin-swap-notification': `wss://${futuresHost}/swap-notification`,
    'coin-futures': `wss://${futuresHost}/ws`,
    index: `wss://${futuresHost}/ws_index`,
    center: `wss://${futuresHost}/center-notification`,
  },
  rest: { spot: `https://${spotHost}`, futures: `https://${futuresHost}` },
})

/** Facts of HTX. */
export const FACTS: VenueFacts = {
  venue: venueId('htx'),
  name: 'HTX',
  products: [
    { id: 'spot', market: 'spot', title: 'Spot' },
    { id: 'linear-swap', market: 'futures', title: 'USDT-margined perpetual swaps' },
    { id: 'linear-futures', market: 'futures', title: 'USDT-margined dated futures' },
    { id: 'coin-swap', market: 'futures', title: 'Coin-margined perpetual swaps' },
    { id: 'coin-futures', market: 'futures', title: 'Coin-margined dated futures' },
  ],
  streams: [
    spotStream('spot'),
    spotStream('spot-feed'),
    futuresStream('linear'),
    futuresStream('linear-notification'),
    futuresStream('coin-swap'),
    futuresStream('coin-swap-notification'),
    futuresStream('coin-futures'),
    futuresStream('index'),
    futuresStream('center'),
  ],
  rest: [
    // About 10 a second, endpoint and address.
    { id: 'spot', budget: { count: 10, perMs: 1000 } },
    // Reference data: 240 in 3 s and address. Market data has 800 a second, which is not used up here.
    { id: 'futures', budget: { count: 240, perMs: 3000 } },
  ],
  urls: {
    production: {
      default: urls('api.huobi.pro', 'api.hbdm.com'),
      aws: urls('api-aws.huobi.pro', 'api.hbdm.vn'),
    },
  },
  channels: [
    ...channels('spot', ALL, 'spot'),
    ...channels('linear-swap', OF_SWAPS),
    ...channels('linear-futures', OF_FUTURES),
    ...channels('coin-swap', OF_SWAPS),
    ...channels('coin-futures', ALL),
  ],
}
