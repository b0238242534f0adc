import {
  type AccountFacts,
  type RateLimit,
  type StreamFacts,
  type TradingFacts,
  type VenueUrls,
  venueId,
} from '../../../core/index.ts'
import { productionOf } from '../hosts.ts'
import { FACTS } from '../venue.ts'

/** Everything that an account at Bybit is, as data. Evidence: docs/venues/bybit.md §Trading; last verified 2026-11-21. */

/** The product lines that are traded: categories of the unified account. */
export type TradedProduct = 'spot' | 'linear'

/** The socket of orders, fills, positions and balances of all products. */
export const PRIVATE = 'private'
/** The socket that takes orders of all products; the demo installation has none. */
export const TRADE = 'trade'
/** The one REST service. */
export const SERVICE = 'v5'
/** A request without a deadline of its own is of force this long, in ms; the venue's default. */
export const RECV_WINDOW_MS = 5000
/** What linear contracts are settled in; lists of a whole product line are asked for by it. */
export const SETTLE_COINS: readonly string[] = ['USDT', 'USDC']

const DAY_MS = 86_400_000

const privateStream: StreamFacts = {
  id: PRIVATE,
  // There are four topics.
  maxTopics: 20,
  maxTopicsPerMessage: 10,
  maxMessageBytes: 21_000,
  outbound: { count: 10, perMs: 1000 },
  connects: { count: 500, perMs: 300_000 },
  keepAlive: { kind: 'message', everyMs: 20_000, deadAfterMs: 30_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
  // Topics are refused before the login is answered.
  awaitsWelcome: true,
}

const tradeStream: StreamFacts = {
  ...privateStream,
  id: TRADE,
  // 3,000 requests a second and address (10403); a tenth is left to others there. Orders have limits of their own.
  outbound: { count: 2700, perMs: 1000 },
}

const trading = (product: TradedProduct, maxBatch: number): TradingFacts => ({
  product,
  wallet: 'unified',
  orderTypes: ['limit', 'market', 'stopLimit', 'stopMarket'],
  timeInForce: ['gtc', 'ioc', 'fok'],
  postOnly: true,
  reduceOnly: product === 'linear',
  amend: 'priceAndQuantity',
  // `recvWindow`: a request that comes later is refused with 10002.
  takesDeadline: true,
  // Requests that were taken queue at the gateway when it is busy, and lists lag behind the stream.
  absenceMarginMs: 10_000,
  // Cancelled and rejected orders without fills are listed for 24 hours.
  historyMs: DAY_MS,
  maxBatch,
  orderSocket: TRADE,
  // It is enabled for institutions on request; an ordinary account has none.
  deadMansSwitch: false,
  // Not on demo accounts (10001).
  feeRates: true,
  leverage: product === 'linear',
  marginMode: product === 'linear' && 'account',
})

const second = (count: number): RateLimit => ({ count, perMs: 1000 })

const urls = (socketHost: string, restHost: string): VenueUrls => ({
  streams: {
    [PRIVATE]: `wss://${socketHost}/v5/private`,
    [TRADE]: `wss://${socketHost}/v5/trade`,
  },
  rest: { [SERVICE]: `https://${restHost}` },
})

/** Facts of an account. */
export const ACCOUNT_FACTS: AccountFacts = {
  venue: venueId('bybit'),
  name: 'Bybit',
  products: [
    { id: 'spot', market: 'spot', title: 'Spot' },
    { id: 'linear', market: 'futures', title: 'USDT and USDC perpetuals and dated futures' },
  ],
  streams: [privateStream, tradeStream],
  // The limit of the address, which market data spend from too; endpoints' own limits of an account are `orderBudgets`.
  rest: FACTS.rest,
  urls: {
    production: productionOf(urls),
    testnet: { default: urls('stream-testnet.bybit.com', 'api-testnet.bybit.com') },
    demo: {
      default: {
        ...urls('', 'api-demo.bybit.com'),
        streams: { [PRIVATE]: 'wss://stream-demo.bybit.com/v5/private' },
      },
    },
  },
  channels: [],
  trading: [trading('spot', 10), trading('linear', 20)],
  // An endpoint and product has a window of its own, of a second that slides; each order of a batch counts.
  orderBudgets: {
    'spot.place': second(20),
    'spot.amend': second(10),
    'spot.cancel': second(20),
    'spot.placeBatch': second(20),
    'spot.amendBatch': second(20),
    'spot.cancelBatch': second(20),
    'linear.place': second(10),
    'linear.amend': second(10),
    'linear.cancel': second(10),
    'linear.placeBatch': second(10),
    'linear.amendBatch': second(10),
    'linear.cancelBatch': second(10),
  },
  needsPassphrase: false,
}
