import type {
  AccountFacts,
  RateLimit,
  StreamFacts,
  TradingFacts,
  VenueUrls,
} from '../../../core/index.ts'
import { FACTS } from '../venue.ts'

/** What an account of Binance is, as data. Evidence: docs/venues/binance.md §Trading; last verified 2026-11-27. */

/** Spot's private stream: a subscription on its WebSocket API; there are no listen keys since 2026-02-20. */
export const SPOT_STREAM = 'spot-account'
/** USDⓈ-M's private stream: its address ends in a listen key. */
export const USDM_STREAM = 'usdm-account'

/** Spot's WebSocket API again, on a connection of its own that takes orders. */
const SPOT_ORDERS = 'spot-orders'
/** USDⓈ-M's WebSocket API, which takes orders. */
const USDM_ORDERS = 'usdm-orders'

const DAY_MS = 86_400_000

/** 300 connection attempts per 5 minutes and address; documented for spot, assumed for futures. */
const CONNECTS: RateLimit = { count: 300, perMs: 300_000 }

const spotStream: StreamFacts = {
  id: SPOT_STREAM,
  market: 'spot',
  // One subscription serves the whole account; a second one on the same socket is refused (-2035).
  maxTopics: 1,
  maxTopicsPerMessage: 1,
  maxMessageBytes: 16_384,
  // Requests cost weight of the address, and none has a limit of its own; pings and pongs are limited to 5 a second.
  outbound: { count: 4, perMs: 1000 },
  connects: CONNECTS,
  // The server pings every 20 s and closes without a pong after 60 s.
  keepAlive: { kind: 'server', deadAfterMs: 45_000 },
  lifetimeMs: DAY_MS,
  ackTimeoutMs: 10_000,
}

const usdmStream: StreamFacts = {
  ...spotStream,
  id: USDM_STREAM,
  market: 'futures',
  outbound: { count: 8, perMs: 1000 },
  // The server pings only every 3 minutes: we ask every 30 s.
  keepAlive: { kind: 'protocolPing', everyMs: 30_000, deadAfterMs: 75_000 },
}

/** A pace of ours: requests cost weight of the address, and orders have limits of their own. */
const ORDER_PACE: RateLimit = { count: 100, perMs: 1000 }
const spotOrders: StreamFacts = { ...spotStream, id: SPOT_ORDERS, outbound: ORDER_PACE }
const usdmOrders: StreamFacts = { ...usdmStream, id: USDM_ORDERS, outbound: ORDER_PACE }

const spot: TradingFacts = {
  product: 'spot',
  orderTypes: ['limit', 'market', 'stopLimit', 'stopMarket'],
  timeInForce: ['gtc', 'ioc', 'fok'],
  postOnly: true,
  reduceOnly: false,
  amend: 'quantityDown',
  takesDeadline: true,
  // Lists lag behind the matching engine by a second or two; the deadline itself is checked right before the engine.
  absenceMarginMs: 5_000,
  // Orders without fills are archived after 90 days.
  historyMs: 90 * DAY_MS,
  maxBatch: 1,
  orderSocket: SPOT_ORDERS,
  // Neither a timer nor a cancel on disconnect: orders stay when we fall silent.
  deadMansSwitch: false,
  feeRates: true,
  leverage: false,
  marginMode: false,
}

const usdm: TradingFacts = {
  product: 'usdm',
  orderTypes: ['limit', 'market', 'stopLimit', 'stopMarket'],
  timeInForce: ['gtc', 'ioc', 'fok', 'gtd'],
  postOnly: true,
  reduceOnly: true,
  amend: 'priceAndQuantity',
  takesDeadline: true,
  absenceMarginMs: 10_000,
  // Orders without fills vanish from all answers after 3 days.
  historyMs: 3 * DAY_MS,
  maxBatch: 5,
  orderSocket: USDM_ORDERS,
  // No bounds are documented. Whether it ends untriggered stop orders is not confirmed: assume that it does not.
  deadMansSwitch: { covers: 'instrument', minMs: 1_000, maxMs: DAY_MS },
  feeRates: true,
  leverage: true,
  marginMode: 'instrument',
}

/** Names of limits on orders. */
export type OrderBudget = 'spot-10s' | 'spot-1d' | 'usdm-10s' | 'usdm-1m'

/** Limits on new orders; cancels are free. The venue may set others for an account. */
const ORDER_BUDGETS: Readonly<Record<OrderBudget, RateLimit>> = {
  'spot-10s': { count: 100, perMs: 10_000, isClockAligned: true },
  'spot-1d': { count: 200_000, perMs: DAY_MS, isClockAligned: true },
  'usdm-10s': { count: 300, perMs: 10_000, isClockAligned: true },
  'usdm-1m': { count: 1_200, perMs: 60_000, isClockAligned: true },
}

const urls = (
  spotUrl: string,
  usdmUrl: string,
  usdmOrdersUrl: string,
  rest: VenueUrls | undefined,
) => ({
  default: {
    streams: {
      [SPOT_STREAM]: spotUrl,
      [USDM_STREAM]: usdmUrl,
      [SPOT_ORDERS]: spotUrl,
      [USDM_ORDERS]: usdmOrdersUrl,
    },
    rest: rest?.rest ?? {},
  },
})

/** Facts of an account. */
export const ACCOUNT_FACTS: AccountFacts = {
  ...FACTS,
  products: FACTS.products.filter(({ id }) => id !== 'coinm'),
  streams: [spotStream, usdmStream, spotOrders, usdmOrders],
  urls: {
    production: urls(
      'wss://ws-api.binance.com:443/ws-api/v3',
      'wss://fstream.binance.com/private/ws',
      'wss://ws-fapi.binance.com/ws-fapi/v1',
      FACTS.urls.production?.['default'],
    ),
    testnet: urls(
      'wss://ws-api.testnet.binance.vision/ws-api/v3',
      'wss://fstream.binancefuture.com/private/ws',
      'wss://testnet.binancefuture.com/ws-fapi/v1',
      FACTS.urls.testnet?.['default'],
    ),
    demo: urls(
      'wss://demo-ws-api.binance.com/ws-api/v3',
      'wss://demo-fstream.binance.com/private/ws',
      // It has none of its own.
      'wss://testnet.binancefuture.com/ws-fapi/v1',
      FACTS.urls.demo?.['default'],
    ),
  },
  channels: [],
  trading: [spot, usdm],
  orderBudgets: ORDER_BUDGETS,
  needsPassphrase: false,
}
