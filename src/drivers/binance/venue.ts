import {
  type CandleInterval,
  type ChannelFacts,
  type StreamFacts,
  type VenueFacts,
  venueId,
} from '../../core/index.ts'

/** Everything that Binance is, as data. Evidence: docs/venues/binance.md; last verified 2026-11-21. */

const DAY_MS = 86_400_000

/** Bar lengths of all products; spot also has `1s`. */
const INTERVALS: readonly CandleInterval[] = [
  '1m',
  '3m',
  '5m',
  '15m',
  '30m',
  '1h',
  '2h',
  '4h',
  '6h',
  '8h',
  '12h',
  '1d',
  '3d',
  '1w',
  '1M',
]

/** 300 connection attempts per 5 minutes and address; documented for spot, assumed for futures. */
const CONNECTS = { count: 300, perMs: 300_000 } as const

const spotStream: StreamFacts = {
  id: 'spot',
  market: 'spot',
  maxTopics: 1024,
  // No limit is documented, but a very long frame closes the connection; 200 is safe in practice.
  maxTopicsPerMessage: 200,
  maxMessageBytes: 16_384,
  // 5 a second are allowed, pings and pongs included; a breach disconnects, repeated ones ban the address.
  outbound: { count: 4, perMs: 1000 },
  connects: CONNECTS,
  // The server pings every 20 s and closes without a pong after 60 s.
  keepAlive: { kind: 'server', deadAfterMs: 45_000 },
  lifetimeMs: DAY_MS,
  ackTimeoutMs: 10_000,
}

const futuresStream = (id: string): StreamFacts => ({
  ...spotStream,
  id,
  market: 'futures',
  outbound: { count: 8, perMs: 1000 },
  // The server pings only every 3 minutes: we ask every 30 s (counts toward the 10 messages a second).
  keepAlive: { kind: 'protocolPing', everyMs: 30_000, deadAfterMs: 75_000 },
})

const channels = (product: string, isFutures: boolean): readonly ChannelFacts[] => [
  { product, channel: 'book', via: 'stream', depths: { bbo: 5, 20: 20, 50: 'full', full: 'full' } },
  { product, channel: 'bbo', via: 'stream' },
  { product, channel: 'trade', via: 'stream' },
  { product, channel: 'ticker', via: 'stream' },
  {
    product,
    channel: 'candle',
    via: 'stream',
    intervals: isFutures ? INTERVALS : ['1s', ...INTERVALS],
  },
  ...(isFutures
    ? ([
        { product, channel: 'funding', via: 'stream' },
        { product, channel: 'markPrice', via: 'stream' },
        { product, channel: 'indexPrice', via: 'stream' },
        { product, channel: 'liquidation', via: 'stream' },
        { product, channel: 'instrument', via: 'stream' },
        { product, channel: 'openInterest', via: 'poll' },
      ] as const)
    : []),
]

/** Facts of Binance. */
export const FACTS: VenueFacts = {
  venue: venueId('binance'),
  name: 'Binance',
  products: [
    { id: 'spot', market: 'spot', title: 'Spot' },
    { id: 'usdm', market: 'futures', title: 'USDⓈ-M futures' },
    { id: 'coinm', market: 'futures', title: 'COIN-M futures' },
  ],
  // USDⓈ-M is split by path since 2026-04-23; a stream on the wrong path is acknowledged, then silent.
  streams: [
    spotStream,
    futuresStream('usdm-public'),
    futuresStream('usdm-market'),
    futuresStream('coinm'),
  ],
  rest: [
    {
      id: 'spot',
      budget: { count: 6000, perMs: 60_000, isClockAligned: true },
      usedWeightHeader: 'x-mbx-used-weight-1m',
    },
    // One weight for both product lines since 2026-06-30.
    ...['usdm', 'coinm'].map((id) => ({
      id,
      budget: { count: 2400, perMs: 60_000, isClockAligned: true },
      budgetGroup: 'futures',
      usedWeightHeader: 'x-mbx-used-weight-1m',
    })),
  ],
  urls: {
    production: {
      default: {
        streams: {
          spot: 'wss://stream.binance.com:9443/stream',
          'usdm-public': 'wss://fstream.binance.com/public/stream',
          'usdm-market': 'wss://fstream.binance.com/market/stream',
          coinm: 'wss://dstream.binance.com/stream',
        },
        rest: {
          spot: 'https://api.binance.com',
          usdm: 'https://fapi.binance.com',
          coinm: 'https://dapi.binance.com',
        },
      },
      // Spot market data only, no key, other hosts.
      'data-only': {
        streams: { spot: 'wss://data-stream.binance.vision/stream' },
        rest: { spot: 'https://data-api.binance.vision' },
      },
    },
    testnet: {
      default: {
        streams: {
          spot: 'wss://stream.testnet.binance.vision/stream',
          'usdm-public': 'wss://fstream.binancefuture.com/public/stream',
          'usdm-market': 'wss://fstream.binancefuture.com/market/stream',
          coinm: 'wss://dstream.binancefuture.com/stream',
        },
        rest: {
          spot: 'https://testnet.binance.vision',
          usdm: 'https://testnet.binancefuture.com',
          coinm: 'https://testnet.binancefuture.com',
        },
      },
    },
    demo: {
      default: {
        streams: {
          spot: 'wss://demo-stream.binance.com/stream',
          'usdm-public': 'wss://demo-fstream.binance.com/public/stream',
          'usdm-market': 'wss://demo-fstream.binance.com/market/stream',
          coinm: 'wss://demo-dstream.binance.com/stream',
        },
        rest: {
          spot: 'https://demo-api.binance.com',
          usdm: 'https://demo-fapi.binance.com',
          coinm: 'https://demo-dapi.binance.com',
        },
      },
    },
  },
  channels: [...channels('spot', false), ...channels('usdm', true), ...channels('coinm', true)],
}
