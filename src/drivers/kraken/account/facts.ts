import type { AccountFacts, OrderLimit, StreamFacts, TradingFacts } from '../../../core/index.ts'
import type { Generation } from '../generation.ts'
import { ACCOUNT_URLS, factsOf, SPOT_BANS } from '../venue.ts'

/** What trading at Kraken is, as data. Evidence: docs/venues/kraken.md §Trading; checked 2026-11-21. */

/** The private stream of spot. */
export const SPOT_STREAM = 'spot-private'

/** The same address again, on a connection of its own that takes orders of spot. */
export const SPOT_ORDERS = 'spot-orders'

/** The private stream of derivatives. */
export const FUTURES_STREAM = 'futures-private'

/** Most orders of one `AddOrderBatch`; it takes 2 at least, all of one pair. */
const SPOT_BATCH = 15

/** Most orders of one `CancelOrderBatch`. */
const SPOT_CANCELS = 50

/** Most orders of one `batchorder`. */
const FUTURES_BATCH = 10

const spotStream: StreamFacts = {
  id: SPOT_STREAM,
  market: 'spot',
  maxTopics: 10,
  maxTopicsPerMessage: 1,
  maxMessageBytes: 16_384,
  outbound: { count: 5, perMs: 1000 },
  connects: { count: 30, perMs: 600_000 },
  // Heartbeats come about every second when nothing else does.
  keepAlive: { kind: 'server', deadAfterMs: 10_000 },
  lifetimeMs: false,
  ackTimeoutMs: 10_000,
}

/** Orders are not on the counter of subscribes but on the engine's, which REST shares. */
const spotOrderStream: StreamFacts = {
  ...spotStream,
  id: SPOT_ORDERS,
  outbound: { count: 100, perMs: 1000 },
}

const futuresStream: StreamFacts = {
  ...spotStream,
  id: FUTURES_STREAM,
  market: 'futures',
  outbound: { count: 20, perMs: 1000 },
  keepAlive: { kind: 'protocolPing', everyMs: 30_000, deadAfterMs: 75_000 },
  // Every subscription shows the challenge that the venue sets first.
  awaitsWelcome: true,
}

/**
 * The engine's counter in the lowest tier, which every pair has for itself: 60 at most, 1 less every second. What an order costs
 * depends on how long it has been as it is; each order of a batch counts. Cancels are taken beyond it.
 */
const SPOT_ENGINE: OrderLimit = {
  count: 60,
  perMs: 60_000,
  isDecaying: true,
  takesUrgentBeyond: true,
  per: 'instrument',
  costs: {
    place: [[Number.POSITIVE_INFINITY, 1]],
    amend: [
      [5_000, 4],
      [10_000, 3],
      [15_000, 2],
      [Number.POSITIVE_INFINITY, 1],
    ],
    cancel: [
      [5_000, 8],
      [10_000, 6],
      [15_000, 5],
      [45_000, 4],
      [90_000, 2],
      [300_000, 1],
    ],
  },
}

/** The limits of a key of derivatives. */
const FUTURES_REST: AccountFacts['rest'] = [
  { id: 'futures', budget: { count: 500, perMs: 10_000 }, countedBy: 'account' },
  { id: 'futures-history', budget: { count: 100, perMs: 600_000 }, countedBy: 'account' },
]

/** Shared by both products: what their histories and switches are like. */
const common = {
  postOnly: true,
  amend: 'priceAndQuantity',
  takesDeadline: true,
  // An order just placed may be missing from lists for a moment.
  absenceMarginMs: 10_000,
  // Nothing is said of an end; what is asked for is never older.
  historyMs: 30 * 86_400_000,
  deadMansSwitch: { covers: 'account', minMs: 1000, maxMs: 86_399_000 },
} as const

const spotTrading: TradingFacts = {
  ...common,
  product: 'spot',
  orderTypes: ['limit', 'market', 'stopLimit', 'stopMarket'],
  timeInForce: ['gtc', 'ioc', 'fok', 'gtd'],
  // Only on margin, which is not traded here.
  reduceOnly: false,
  feeRates: true,
  leverage: false,
  marginMode: false,
  maxBatch: SPOT_BATCH,
  maxCancels: SPOT_CANCELS,
  // `AddOrderBatch` and `CancelOrderBatch` are all there is.
  singly: ['amend'],
  orderSocket: SPOT_ORDERS,
}

const futuresTrading: TradingFacts = {
  ...common,
  product: 'futures',
  orderTypes: ['limit', 'market', 'stopLimit', 'stopMarket'],
  timeInForce: ['gtc', 'ioc', 'fok'],
  reduceOnly: true,
  // Told to keys of spot alone since 2026-06-22.
  feeRates: false,
  leverage: true,
  marginMode: 'instrument',
  maxBatch: FUTURES_BATCH,
  // Only what ended within seconds is told by name; the rest is looked for in a history of 100 tokens per ten minutes.
  findsByName: false,
  // The socket of derivatives tells, and takes no orders.
  orderSocket: false,
}

/**
 * Facts of an account. Spot and derivatives have keys of their own, so an account has orders in one of the two; the
 * Unified WebSocket, on which derivatives go on with keys of spot, is not spoken: there is spot alone from then on.
 */
export function accountFacts(generation: Generation): AccountFacts {
  const { venue, name, products } = factsOf(generation)
  const hasFutures = generation === 'legacy'
  const { spot, futures } = ACCOUNT_URLS
  return {
    venue,
    name,
    products: hasFutures ? products : products.filter(({ id }) => id === 'spot'),
    streams: [spotStream, spotOrderStream, ...(hasFutures ? [futuresStream] : [])],
    rest: [
      // Public: the clock.
      { id: 'spot', budget: { count: 10, perMs: 10_000 }, ...SPOT_BANS },
      // The counter of a key of the lowest tier: 15 at most, 1 less every 3 s. A fifth is left for the dead man's switch.
      {
        id: 'spot-private',
        budget: { count: 15, perMs: 45_000, isDecaying: true, urgentShare: 0.2 },
        countedBy: 'account',
        ...SPOT_BANS,
      },
      // Orders are not on that counter but on the engine's; of their calls the venue says nothing, and this floods nobody.
      {
        id: 'spot-trading',
        budget: { count: 100, perMs: 10_000 },
        countedBy: 'account',
        ...SPOT_BANS,
      },
      ...(hasFutures ? FUTURES_REST : []),
    ],
    urls: {
      production: {
        default: {
          streams: {
            [SPOT_STREAM]: spot.stream,
            [SPOT_ORDERS]: spot.stream,
            ...(hasFutures ? { [FUTURES_STREAM]: futures.stream } : {}),
          },
          rest: {
            spot: spot.rest,
            'spot-private': spot.rest,
            'spot-trading': spot.rest,
            ...(hasFutures ? { futures: futures.rest, 'futures-history': futures.rest } : {}),
          },
        },
      },
    },
    channels: [],
    trading: hasFutures ? [spotTrading, futuresTrading] : [spotTrading],
    orderBudgets: { 'spot-engine': SPOT_ENGINE },
    needsPassphrase: false,
  }
}
