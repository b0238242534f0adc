import {
  type CandleInterval,
  type ChannelFacts,
  type ProductFacts,
  type StreamFacts,
  type VenueFacts,
  type VenueId,
  venueId,
} from '../../core/index.ts'
import type { Generation } from './generation.ts'

/** Everything that Kraken is, as data. Evidence: docs/venues/kraken.md; last verified 2026-11-21. */

/** Kraken's id. */
export const VENUE: VenueId = venueId('kraken')

/** Depths that a `book` subscription may have. */
export const BOOK_DEPTHS = [10, 25, 100, 500, 1000] as const

/** Bar lengths of `ohlc`, by their number of minutes. */
export const OHLC_MINUTES: Readonly<Partial<Record<CandleInterval, number>>> = {
  '1m': 1,
  '5m': 5,
  '15m': 15,
  '30m': 30,
  '1h': 60,
  '4h': 240,
  '1d': 1440,
  '1w': 10_080,
  '15d': 21_600,
}

/**
 * What one connection may hold only once per symbol is kept apart by endpoint, all at the same URL: one depth of a
 * book, one trigger of a ticker. Two consumers of one book at two depths need two connections.
 */
export const LANES = { bbo: 'bbo', 100: 'book100', 1000: 'book1000' } as const

const v2Stream = (id: string, market: 'spot' | 'futures'): StreamFacts => ({
  id,
  market,
  // No limit is documented for L2 channels; `level3` allows 200 symbols a connection.
  maxTopics: 200,
  maxTopicsPerMessage: 100,
  maxMessageBytes: 16_384,
  // The limit is dynamic: `{"Error":"Exceeded msg rate"}`.
  outbound: { count: 5, perMs: 1000 },
  // About 150 attempts per 10 minutes and address, then a ban of 10 minutes (unconfirmed); four endpoints share it.
  connects: { count: 30, perMs: 600_000 },
  // Heartbeats come about every second when nothing else does.
  keepAlive: { kind: 'server', deadAfterMs: 10_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
})

const v2Streams = (head: string, market: 'spot' | 'futures'): readonly StreamFacts[] => [
  v2Stream(head, market),
  ...Object.values(LANES).map((lane) => v2Stream(`${head}-${lane}`, market)),
]

const legacyStream: StreamFacts = {
  ...v2Stream('futures', 'futures'),
  // 100 requests a second are allowed.
  outbound: { count: 20, perMs: 1000 },
  // A ping frame at least every 60 s is asked for; the `heartbeat` feed is subscribed beside it.
  keepAlive: { kind: 'protocolPing', everyMs: 30_000, deadAfterMs: 75_000 },
}

const URL = {
  spot: 'wss://ws.kraken.com/v2',
  futures: 'wss://futures.kraken.com/ws/v1',
  uws: 'wss://uws.kraken.com/v2/public',
} as const

/** Where an account's private stream and its REST services are. */
interface AccountPlace {
  readonly stream: string
  readonly rest: string
}

/** The REST services of spot are shut out together, as documented for about 15 minutes; no answer says so. */
export const SPOT_BANS = { banGroup: 'spot', banMs: 900_000 } as const

/** Where accounts are, by product; several services share a base. */
export const ACCOUNT_URLS: Readonly<Record<'spot' | 'futures', AccountPlace>> = {
  spot: { stream: 'wss://ws-auth.kraken.com/v2', rest: 'https://api.kraken.com' },
  futures: { stream: URL.futures, rest: 'https://futures.kraken.com' },
}

const v2Channels = (product: string): readonly ChannelFacts[] => [
  // Depth 10 has no headroom below the ten levels of the checksum: 25 is the least that is subscribed.
  { product, channel: 'book', via: 'stream', depths: { bbo: 25, 20: 25, 50: 100, full: 1000 } },
  { product, channel: 'bbo', via: 'stream' },
  { product, channel: 'trade', via: 'stream' },
  { product, channel: 'ticker', via: 'stream' },
  { product, channel: 'instrument', via: 'stream' },
]

const spotChannels: readonly ChannelFacts[] = [
  ...v2Channels('spot'),
  {
    product: 'spot',
    channel: 'candle',
    via: 'stream',
    intervals: Object.keys(OHLC_MINUTES) as CandleInterval[], // the keys of the table above
  },
]

const byTicker: readonly ChannelFacts[] = (
  ['funding', 'markPrice', 'indexPrice', 'openInterest'] as const
).map((channel) => ({ product: 'futures', channel, via: 'stream' }))

const legacyChannels: readonly ChannelFacts[] = [
  {
    product: 'futures',
    channel: 'book',
    via: 'stream',
    depths: { bbo: 'full', 20: 'full', 50: 'full', full: 'full' },
  },
  { product: 'futures', channel: 'trade', via: 'stream' },
  { product: 'futures', channel: 'ticker', via: 'stream' },
  { product: 'futures', channel: 'liquidation', via: 'stream' },
  ...byTicker,
]

const products: readonly ProductFacts[] = [
  { id: 'spot', market: 'spot', title: 'Spot' },
  {
    id: 'futures',
    market: 'futures',
    title: 'Derivatives: linear and inverse, perpetual and dated',
  },
]

/** Facts of Kraken while its futures speak one generation. */
export function factsOf(generation: Generation): VenueFacts {
  const isUws = generation === 'uws'
  const futures = isUws ? v2Streams('uws', 'futures') : [legacyStream]
  const spot = v2Streams('spot', 'spot')
  const streams: Record<string, string> = {}
  for (const { id } of spot) streams[id] = URL.spot
  for (const { id } of futures) streams[id] = isUws ? URL.uws : URL.futures
  return {
    venue: VENUE,
    name: 'Kraken',
    products,
    streams: [...spot, ...futures],
    rest: [
      // Public calls: roughly one a second and address (unconfirmed).
      { id: 'spot', budget: { count: 10, perMs: 10_000 }, ...SPOT_BANS },
      // 500 per 10 s for private calls; public ones are not priced and counted as 10 here.
      { id: 'futures', budget: { count: 500, perMs: 10_000 } },
    ],
    // There is no testnet: the futures demo was retired on 2026-07-14, `beta-ws` trades on the production engine.
    urls: {
      production: {
        default: {
          streams,
          rest: { spot: ACCOUNT_URLS.spot.rest, futures: ACCOUNT_URLS.futures.rest },
        },
      },
    },
    channels: [
      ...spotChannels,
      ...(isUws ? [...v2Channels('futures'), ...byTicker] : legacyChannels),
    ],
  }
}
