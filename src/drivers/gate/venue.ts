import {
  type CandleInterval,
  type ChannelFacts,
  type DepthChoice,
  type StreamFacts,
  type VenueFacts,
  type VenueUrls,
  venueId,
} from '../../core/index.ts'
import { INTERVALS } from './candles.ts'

/** Everything that Gate is, as data. Evidence: docs/venues/gate.md; last verified 2026-11-21. */

/**
 * Without it sizes of contracts are integers, fractions cut towards zero without a word. Spot does not look at it.
 */
const DECIMAL_SIZES: Readonly<Record<string, string>> = { 'X-Gate-Size-Decimal': '1' }

/** The product lines. */
export type GateProduct = 'spot' | 'usdt' | 'btc' | 'delivery'

/** Which books are subscribed where a product has both kinds. */
export type BookKind = 'v2' | 'v1'

const stream = (id: GateProduct): StreamFacts => ({
  id,
  market: id === 'spot' ? 'spot' : 'futures',
  // Neither topics nor messages are limited by number, but a reader that is too slow is disconnected.
  maxTopics: 150,
  maxTopicsPerMessage: 50,
  maxMessageBytes: 4096,
  outbound: { count: 20, perMs: 1000 },
  // 300 connections an address are said to be the most (unconfirmed).
  connects: { count: 10, perMs: 1000 },
  // The server pings and closes who does not pong; clients are asked to ping every 10 to 20 s as well. `….ping` is
  // answered by what serves the data, a protocol ping by whatever stands in front of it.
  keepAlive: { kind: 'message', everyMs: 12_000, deadAfterMs: 30_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
  ...(id === 'spot' ? {} : { headers: DECIMAL_SIZES }),
})

type Depths = Readonly<Record<DepthChoice, number | 'full'>>

/** 50 levels every 20 ms or 400 every 100 ms, snapshot on the stream. */
const V2_DEPTHS: Depths = { bbo: 50, 20: 50, 50: 50, full: 400 }
/** Contracts: the best 100 levels every 100 ms, joined to a REST snapshot. */
const V1_CONTRACT_DEPTHS: Depths = { bbo: 100, 20: 100, 50: 100, full: 100 }
/** Spot: all levels every 100 ms, joined to a REST snapshot. */
const V1_SPOT_DEPTHS: Depths = { bbo: 'full', 20: 'full', 50: 'full', full: 'full' }

/** The kind of book that a product is subscribed by: V2 is announced for spot and USDT perpetuals only. */
export function bookKindOf(product: string, preferred: BookKind): BookKind {
  return product === 'spot' || product === 'usdt' ? preferred : 'v1'
}

function depthsOf(product: GateProduct, kind: BookKind): Depths {
  if (bookKindOf(product, kind) === 'v2') return V2_DEPTHS
  return product === 'spot' ? V1_SPOT_DEPTHS : V1_CONTRACT_DEPTHS
}

const channels = (product: GateProduct, kind: BookKind): readonly ChannelFacts[] => {
  const intervals: readonly CandleInterval[] = INTERVALS
  const via = 'stream'
  const isPerpetual = product === 'usdt' || product === 'btc'
  return [
    { product, channel: 'book', via, depths: depthsOf(product, kind) },
    { product, channel: 'bbo', via },
    { product, channel: 'trade', via },
    { product, channel: 'ticker', via },
    { product, channel: 'candle', via, intervals },
    ...(product === 'spot'
      ? []
      : ([
          { product, channel: 'markPrice', via },
          { product, channel: 'indexPrice', via },
          { product, channel: 'openInterest', via },
        ] as const)),
    ...(isPerpetual
      ? ([
          { product, channel: 'funding', via },
          { product, channel: 'liquidation', via },
        ] as const)
      : []),
  ]
}

const urls = (spotSocket: string, futuresSocket: string, rest: string): VenueUrls => ({
  streams: {
    spot: spotSocket,
    usdt: `${futuresSocket}/usdt`,
    btc: `${futuresSocket}/btc`,
    delivery: `${futuresSocket}/delivery/usdt`,
  },
  rest: { public: rest },
  headers: DECIMAL_SIZES,
})

const PRODUCTS: readonly GateProduct[] = ['spot', 'usdt', 'btc', 'delivery']

/** Calls that an endpoint takes in 10 s from one address; one budget here for all of them. */
const REST_BUDGET = { count: 200, perMs: 10_000 } as const

const FACTS_OF = (kind: BookKind): VenueFacts => ({
  venue: venueId('gate'),
  name: 'Gate',
  products: [
    { id: 'spot', market: 'spot', title: 'Spot' },
    { id: 'usdt', market: 'futures', title: 'Perpetuals settled in USDT' },
    { id: 'btc', market: 'futures', title: 'The inverse perpetual settled in BTC' },
    { id: 'delivery', market: 'futures', title: 'Dated futures settled in USDT' },
  ],
  streams: PRODUCTS.map(stream),
  rest: [{ id: 'public', budget: REST_BUDGET }],
  urls: {
    production: {
      default: urls(
        'wss://api.gateio.ws/ws/v4/',
        'wss://fx-ws.gateio.ws/v4/ws',
        'https://api.gateio.ws/api/v4',
      ),
    },
    testnet: {
      default: urls(
        'wss://ws-testnet.gate.com/v4/ws/spot',
        'wss://ws-testnet.gate.com/v4/ws/futures',
        'https://api-testnet.gateapi.io/api/v4',
      ),
    },
  },
  channels: PRODUCTS.flatMap((product) => channels(product, kind)),
})

/** Facts of Gate, by the kind of book that is subscribed. */
export const FACTS: Readonly<Record<BookKind, VenueFacts>> = {
  v2: FACTS_OF('v2'),
  v1: FACTS_OF('v1'),
}
