import {
  type ChannelFacts,
  type KeepAlive,
  type StreamFacts,
  type VenueFacts,
  type VenueUrls,
  venueId,
} from '../../core/index.ts'
import { INTERVALS } from './candles.ts'

/** Everything that KuCoin is, as data. Evidence: docs/venues/kucoin.md; last verified 2026-11-21. */

/** What the servers ask for now; each welcome or token answer says it again, for its own connection. */
const PING_INTERVAL_MS = 18_000
/** How long a pong may take; the unified welcome does not say it. */
const PONG_WITHIN_MS = 10_000

/**
 * The keep-alive that a connection asks for: a ping well within its interval (18 s → 15 s), and an end after the pong
 * that did not come.
 */
export function keepAliveOf(
  pingIntervalMs: number,
  pongWithinMs: number = PONG_WITHIN_MS,
): KeepAlive {
  // Pings closer than a second drop a unified socket.
  const everyMs = Math.max(2000, Math.floor((pingIntervalMs * 5) / 6))
  return { kind: 'message', everyMs, deadAfterMs: everyMs + pongWithinMs }
}

const KEEP_ALIVE = keepAliveOf(PING_INTERVAL_MS)
const MINUTE_MS = 60_000

/** Unified push sockets: no token, JSON in binary frames, a snapshot and its changes on one channel. */
const unified = (id: string, market: 'spot' | 'futures'): StreamFacts => ({
  id,
  market,
  maxTopics: 600,
  // Only `ticker` takes several symbols, and it is not subscribed to.
  maxTopicsPerMessage: 1,
  maxMessageBytes: 4096,
  outbound: { count: 300, perMs: 10_000 },
  connects: { count: 250, perMs: 5 * MINUTE_MS },
  keepAlive: KEEP_ALIVE,
  // No daily disconnect; the load balancer moves a connection once or twice a week, without a notice.
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
  awaitsWelcome: true,
})

/** Classic sockets: a token for every connection, text frames. */
const classic = (id: string, market: 'spot' | 'futures'): StreamFacts => ({
  id,
  market,
  // 400 on spot; on futures one page says unlimited, the page of error codes 300.
  maxTopics: 300,
  maxTopicsPerMessage: 100,
  maxMessageBytes: 4096,
  outbound: { count: 100, perMs: 10_000 },
  connects: { count: 30, perMs: MINUTE_MS },
  keepAlive: KEEP_ALIVE,
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
  awaitsWelcome: true,
})

const channels = (product: string, isFuture: boolean, hasFunding: boolean): ChannelFacts[] => [
  { product, channel: 'book', via: 'stream', depths: { bbo: 5, 20: 50, 50: 50, full: 500 } },
  { product, channel: 'bbo', via: 'stream' },
  { product, channel: 'trade', via: 'stream' },
  { product, channel: 'ticker', via: 'stream' },
  { product, channel: 'candle', via: 'stream', intervals: INTERVALS },
  ...(isFuture
    ? ([
        { product, channel: 'markPrice', via: 'stream' },
        { product, channel: 'indexPrice', via: 'stream' },
        { product, channel: 'openInterest', via: 'stream' },
      ] as const)
    : []),
  ...(hasFunding ? ([{ product, channel: 'funding', via: 'stream' }] as const) : []),
  { product, channel: 'status', via: 'poll' },
]

/** The classic addresses are only defaults: the answer to the token call says where to connect. */
const urls = (domain: string): VenueUrls => ({
  streams: {
    spot: `wss://x-push-spot.${domain}`,
    futures: `wss://x-push-futures.${domain}`,
    'spot-classic': `wss://ws-api-spot.${domain}`,
    'futures-classic': `wss://ws-api-futures.${domain}`,
  },
  rest: { spot: `https://api.${domain}`, futures: `https://api-futures.${domain}` },
})

/** Public calls may cost 2000 in 30 s for each IP, on both hosts together. */
const PUBLIC_POOL = { budget: { count: 2000, perMs: 30_000 }, budgetGroup: 'public' } as const

/** Facts of KuCoin. */
export const FACTS: VenueFacts = {
  venue: venueId('kucoin'),
  name: 'KuCoin',
  products: [
    { id: 'spot', market: 'spot', title: 'Spot' },
    { id: 'linear', market: 'futures', title: 'Perpetual contracts margined in USDT and USDC' },
    { id: 'inverse', market: 'futures', title: 'Perpetual contracts margined in the coin' },
    { id: 'delivery', market: 'futures', title: 'Dated contracts' },
  ],
  streams: [
    unified('spot', 'spot'),
    unified('futures', 'futures'),
    classic('spot-classic', 'spot'),
    classic('futures-classic', 'futures'),
  ],
  rest: [
    { id: 'spot', ...PUBLIC_POOL },
    { id: 'futures', ...PUBLIC_POOL },
  ],
  urls: { production: { default: urls('kucoin.com'), eu: urls('kucoin.eu') } },
  channels: [
    ...channels('spot', false, false),
    ...channels('linear', true, true),
    ...channels('inverse', true, true),
    ...channels('delivery', true, false),
  ],
}
