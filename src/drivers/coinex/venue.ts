import { type ChannelFacts, type StreamFacts, type VenueFacts, venueId } from '../../core/index.ts'
import { INTERVALS } from './candles.ts'

/** Everything that CoinEx was, as data. Evidence: docs/venues/coinex.md; last verified 2026-11-21. */

/** Levels a side of a book: the most there are. A push does not say its depth, so every book is asked for in this one. */
export const BOOK_DEPTH = 50

/** One socket for each market; linear and inverse contracts share theirs. */
const stream = (market: 'spot' | 'futures'): StreamFacts => ({
  id: market,
  market,
  // Not published. 221 markets in one request were accepted (observed 2026-09-22).
  maxTopics: 200,
  maxTopicsPerMessage: 100,
  maxMessageBytes: 4096,
  // Not published; refused as 23002 and 33002. Ours to be modest.
  outbound: { count: 10, perMs: 1000 },
  connects: { count: 2, perMs: 1000 },
  // Closed without a word after exactly 60.0 s in which the client sent nothing (observed 2026-09-22).
  keepAlive: { kind: 'message', everyMs: 20_000, deadAfterMs: 30_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
})

const channels = (product: string, isFutures: boolean): ChannelFacts[] => [
  {
    product,
    channel: 'book',
    via: 'stream',
    depths: { bbo: BOOK_DEPTH, 20: BOOK_DEPTH, 50: BOOK_DEPTH, full: BOOK_DEPTH },
  },
  { product, channel: 'bbo', via: 'stream' },
  { product, channel: 'trade', via: 'stream' },
  { product, channel: 'ticker', via: 'stream' },
  { product, channel: 'candle', via: 'poll', intervals: INTERVALS },
  { product, channel: 'indexPrice', via: 'stream' },
  ...(isFutures
    ? ([
        { product, channel: 'markPrice', via: 'stream' },
        { product, channel: 'openInterest', via: 'stream' },
        { product, channel: 'funding', via: 'stream' },
      ] as const)
    : []),
  { product, channel: 'status', via: 'poll' },
]

/** Facts of CoinEx. */
export const FACTS: VenueFacts = {
  venue: venueId('coinex'),
  name: 'CoinEx',
  // The day announced for spot; futures ceased on 2026-09-22. The listing says nothing of either.
  closedSince: '2026-09-29',
  products: [
    { id: 'spot', market: 'spot', title: 'Spot' },
    { id: 'linear', market: 'futures', title: 'Perpetuals settled in USDT or USDC' },
    { id: 'inverse', market: 'futures', title: 'Perpetuals settled in the base coin' },
  ],
  streams: [stream('spot'), stream('futures')],
  rest: [{ id: 'public', budget: { count: 400, perMs: 1000 } }],
  urls: {
    production: {
      default: {
        streams: {
          spot: 'wss://socket.coinex.com/v2/spot',
          futures: 'wss://socket.coinex.com/v2/futures',
        },
        rest: { public: 'https://api.coinex.com' },
      },
    },
  },
  channels: [...channels('spot', false), ...channels('linear', true), ...channels('inverse', true)],
}
