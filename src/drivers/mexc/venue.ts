import { type ChannelFacts, type StreamFacts, type VenueFacts, venueId } from '../../core/index.ts'
import { INTERVALS } from './candles.ts'

/** Everything that MEXC is, as data. Evidence: docs/venues/mexc.md; last verified 2026-11-21. */

const DAY_MS = 86_400_000

/**
 * The client pings; on futures data does not count, and 60 s without a ping close. Treated as dead: three pongs missed.
 */
const KEEP_ALIVE = { kind: 'message', everyMs: 10_000, deadAfterMs: 30_000 } as const

/** None is published: what a careful client does. */
const CONNECTS = { count: 5, perMs: 1000 } as const

const spotStream: StreamFacts = {
  id: 'spot',
  market: 'spot',
  // What is asked for beyond 30 is acknowledged, and silent.
  maxTopics: 30,
  maxTopicsPerMessage: 30,
  // Longer messages are dropped (seen by one client).
  maxMessageBytes: 1023,
  // 100 a second; more disconnects, and bans the address of who repeats it.
  outbound: { count: 50, perMs: 1000 },
  connects: CONNECTS,
  keepAlive: KEEP_ALIVE,
  lifetimeMs: DAY_MS,
  ackTimeoutMs: 10_000,
}

const futuresStream: StreamFacts = {
  ...spotStream,
  id: 'futures',
  market: 'futures',
  // No limit is published; a well-used client caps itself at 30.
  maxTopics: 30,
  // One contract a message.
  maxTopicsPerMessage: 1,
  // 20 subscribes a second were accepted.
  outbound: { count: 10, perMs: 1000 },
  lifetimeMs: false,
}

/** Futures push no depth in `push.depth.full`: one topic an instrument, of the most levels, serves every small depth. */
const futuresChannels = (product: string): readonly ChannelFacts[] => [
  {
    product,
    channel: 'book',
    via: 'stream',
    depths: { bbo: 20, 20: 20, 50: 'full', full: 'full' },
  },
  { product, channel: 'trade', via: 'stream' },
  { product, channel: 'ticker', via: 'stream' },
  { product, channel: 'candle', via: 'stream', intervals: INTERVALS },
  { product, channel: 'funding', via: 'stream' },
  { product, channel: 'markPrice', via: 'stream' },
  { product, channel: 'indexPrice', via: 'stream' },
  { product, channel: 'openInterest', via: 'stream' },
  { product, channel: 'instrument', via: 'stream' },
]

/**
 * Points of the REST budget of futures, per 2 s. Each endpoint has its own limit, 20 or 10 calls; a call costs
 * `FUTURES_POINTS` divided by its endpoint's limit, so that no mix of calls can break any of them.
 */
export const FUTURES_POINTS = 20

/** Facts of MEXC. */
export const FACTS: VenueFacts = {
  venue: venueId('mexc'),
  name: 'MEXC',
  products: [
    { id: 'spot', market: 'spot', title: 'Spot' },
    { id: 'linear', market: 'futures', title: 'Perpetuals margined in their quote' },
    { id: 'inverse', market: 'futures', title: 'Perpetuals margined in their base' },
  ],
  streams: [spotStream, futuresStream],
  rest: [
    // 500 in 10 s for each endpoint; one budget for all of them.
    { id: 'spot', budget: { count: 500, perMs: 10_000 } },
    { id: 'futures', budget: { count: FUTURES_POINTS, perMs: 2000 } },
  ],
  urls: {
    production: {
      default: {
        streams: { spot: 'wss://wbs-api.mexc.com/ws', futures: 'wss://contract.mexc.com/edge' },
        // Futures moved here from contract.mexc.com on 2026-01-19.
        rest: { spot: 'https://api.mexc.com', futures: 'https://api.mexc.com' },
      },
    },
  },
  channels: [
    {
      product: 'spot',
      channel: 'book',
      via: 'stream',
      depths: { bbo: 5, 20: 20, 50: 'full', full: 'full' },
    },
    { product: 'spot', channel: 'bbo', via: 'stream' },
    { product: 'spot', channel: 'trade', via: 'stream' },
    // Whether the stream of tickers still exists is told in two ways; REST has it for sure.
    { product: 'spot', channel: 'ticker', via: 'poll' },
    { product: 'spot', channel: 'candle', via: 'stream', intervals: INTERVALS },
    ...futuresChannels('linear'),
    ...futuresChannels('inverse'),
  ],
}
