import type { AccountFacts, StreamFacts, TradingFacts, VenueUrls } from '../../../core/index.ts'
import { FACTS, stream } from '../venue.ts'

/** What an account at OKX is, as data. Evidence: docs/venues/okx.md §Trading; last verified 2026-11-21. */

/**
 * Points of a REST service's budget, per 2 s. OKX limits each endpoint by itself; a call costs `POINTS` divided by its
 * endpoint's own limit, so that no mix of calls can break any of them.
 */
export const POINTS = 600

/** Most orders of one request. */
export const MAX_BATCH = 20
/** How far back the venue lists orders that were cancelled before anything was filled, in µs. */
export const UNFILLED_HISTORY_US = 7_200_000_000
/** How far back `trade/fills` reaches: three days, in µs. */
export const FILLS_US = 259_200_000_000
/** How far back `trade/fills-history` reaches: three months, of which 89 days are counted on, in µs. */
export const OLD_FILLS_US = 7_689_600_000_000

/** Stops live at `business`, all else at `private`; both want a login before they take a subscribe. */
const privateStream = (id: string): StreamFacts => ({ ...stream(id), awaitsWelcome: true })

/** Orders go over a connection of their own to the address of `private`, so that neither waits for the other. */
export const ORDERS = 'orders'

const orderStream: StreamFacts = {
  ...privateStream(ORDERS),
  // What is counted by the hour are logins and subscribes; orders have limits of their own, which REST shares.
  outbound: { count: 1000, perMs: 1000 },
}

/** Placing, amending and cancelling have limits of their own, and a stop order to one of them is none to the others. */
const SERVICES = ['private', 'place', 'amend', 'cancel'] as const

/** A name of {@link AccountFacts.rest}. */
export type Service = (typeof SERVICES)[number] | 'public' | 'deadMansSwitch'

const urls = (known: VenueUrls): VenueUrls => {
  const { public: open = '', business = '' } = known.streams
  const { public: base = '' } = known.rest
  const rest = Object.fromEntries(REST.map(({ id }) => [id, base]))
  const address = open.replace(/public$/, 'private')
  return { ...known, streams: { private: address, business, [ORDERS]: address }, rest }
}

const REST: AccountFacts['rest'] = [
  ...FACTS.rest,
  // Signed calls are counted by user.
  ...SERVICES.map((id) => ({
    id,
    budget: { count: POINTS, perMs: 2000 },
    countedBy: 'account' as const,
  })),
  { id: 'deadMansSwitch', budget: { count: 1, perMs: 1000 }, countedBy: 'account' },
]

const trading = (product: string, isSpot: boolean): TradingFacts => ({
  product,
  // The trading account has all of them.
  wallet: 'trading',
  orderTypes: ['limit', 'market', 'stopLimit', 'stopMarket'],
  timeInForce: ['gtc', 'ioc', 'fok'],
  postOnly: true,
  reduceOnly: !isSpot,
  amend: 'priceAndQuantity',
  // `expTime`, checked when an order is processed (50036, 50037).
  takesDeadline: true,
  // Stops and cancels take no `expTime`: there a request is of force until its timestamp is 30 s old (50102). 10 s more for
  // lists that lag.
  absenceMarginMs: 40_000,
  historyMs: UNFILLED_HISTORY_US / 1000,
  maxBatch: MAX_BATCH,
  orderSocket: ORDERS,
  deadMansSwitch: { covers: 'account', minMs: 10_000, maxMs: 120_000 },
  feeRates: true,
  leverage: !isSpot,
  marginMode: isSpot ? false : 'order',
})

/** Facts of an account. */
export const ACCOUNT_FACTS: AccountFacts = {
  ...FACTS,
  streams: [privateStream('private'), privateStream('business'), orderStream],
  rest: REST,
  urls: Object.fromEntries(
    Object.entries(FACTS.urls).map(([environment, regions]) => [
      environment,
      Object.fromEntries(Object.entries(regions).map(([region, known]) => [region, urls(known)])),
    ]),
  ),
  channels: [],
  trading: FACTS.products.map(({ id, market }) => trading(id, market === 'spot')),
  // Of a sub-account, over all instruments; each order of a batch counts (50061).
  orderBudgets: { newAndAmended: { count: 1000, perMs: 2000 } },
  needsPassphrase: true,
}
