/**
 * A simulated venue that speaks this venue's public protocol on spot, USDⓈ-M and COIN-M, and its private one on spot
 * (REST, orders and user data over the WebSocket API) and USDⓈ-M (REST, orders over the WebSocket API, listen keys, stop
 * orders in their own service).
 *
 * What its protocol lets a client detect: lost, doubled and reordered depth frames by their ids (`U`/`u` on spot, `pu` on
 * futures); a gap in trades by their ids; damaged structure by its syntax; a snapshot that is too old by its id. It has no
 * checksum: a digit damaged inside a price or a size (`corrupt` with `how: 'digit'`) is found by comparing with
 * `bookTicker`, a snapshot or the simulator's `truth`, and by nothing else. Lost `bookTicker`, partial-depth and ticker
 * frames cannot be detected; each later frame repairs them.
 */
import type { Host } from '../../runtime/virtual/host.ts'
import type { SimInstrumentOptions } from '../sim-instrument.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { type VenueBase, venueBase } from '../venue-base.ts'
import { WindowBudget } from '../window-budget.ts'
import { ListenKeys } from './account/listen-keys.ts'
import { PrivateRest } from './account/private-rest.ts'
import { ACCOUNT_RULES } from './account/rules.ts'
import { UsdmStreams } from './account/usdm-stream.ts'
import { wsApiHost } from './account/ws-api.ts'
import { BinanceState } from './binance-state.ts'
import { type BinanceLimits, DEFAULT_LIMITS } from './limits.ts'
import { type BinanceProduct, DEFAULT_INSTRUMENTS, PRODUCTS } from './products.ts'
import { restHost } from './rest-host.ts'
import { connectionRules, streamHost } from './stream-host.ts'

export { type BinanceLimits, DEFAULT_LIMITS } from './limits.ts'
export { type BinanceProduct, DEFAULT_INSTRUMENTS } from './products.ts'

/** Options of {@link simulatedBinance}. */
export interface SimulatedBinanceOptions extends SimulatorOptions {
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<BinanceLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedBinance extends SimulatedVenue {
  /** Lists an instrument while running; futures clients hear it on `!contractInfo`. */
  list(instrument: SimInstrumentOptions): void
  /** Says on `!contractInfo` that a contract's status changed; trading itself goes on. */
  announceStatus(product: BinanceProduct, symbol: string, status: string): void
  /** Tells every spot stream that the server will close; it does not close by itself. */
  announceShutdown(): void
}

const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'spot-stream', origin: 'wss://stream.binance.com:9443', path: '/stream' },
  'usdm-public': {
    host: 'usdm-stream',
    origin: 'wss://fstream.binance.com',
    path: '/public/stream',
  },
  'usdm-market': {
    host: 'usdm-stream',
    origin: 'wss://fstream.binance.com',
    path: '/market/stream',
  },
  coinm: { host: 'coinm-stream', origin: 'wss://dstream.binance.com', path: '/stream' },
}
const ACCOUNT_STREAMS: Readonly<Record<string, EndpointPlace>> = {
  'spot-account': { host: 'spot-ws-api', origin: 'wss://ws-api.binance.com', path: '/ws-api/v3' },
  'spot-orders': { host: 'spot-ws-api', origin: 'wss://ws-api.binance.com', path: '/ws-api/v3' },
  'usdm-orders': { host: 'usdm-ws-api', origin: 'wss://ws-fapi.binance.com', path: '/ws-fapi/v1' },
  'usdm-account': {
    host: 'usdm-stream',
    origin: 'wss://fstream.binance.com',
    path: '/private/ws',
  },
}
/** Paths of the WebSocket APIs. */
const WS_APIS = [
  ['spot', '/ws-api/v3'],
  ['usdm', '/ws-fapi/v1'],
] as const
const REST: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'spot-rest', origin: 'https://api.binance.com', path: '' },
  usdm: { host: 'usdm-rest', origin: 'https://fapi.binance.com', path: '' },
  coinm: { host: 'coinm-rest', origin: 'https://dapi.binance.com', path: '' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedBinance(options: SimulatedBinanceOptions): SimulatedBinance {
  const base = venueBase(options, {
    instruments: options.instruments ?? DEFAULT_INSTRUMENTS,
    products: Object.keys(PRODUCTS),
  })
  const { market } = base.members
  // Before anything else hears the market: what an account hears comes before what everybody does.
  const trading = base.openAccounts(ACCOUNT_RULES)
  const state = new BinanceState(market, base.ports)
  const limits: BinanceLimits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    venue: 'binance',
    hosts: makeHosts(state, limits, base, trading),
    accounts: trading.accounts,
    streams: STREAMS,
    rest: REST,
    accountStreams: ACCOUNT_STREAMS,
    ...base.members,
    truth: (product, symbol, updateId) => market.truth(product, symbol, updateId),
    list(instrument) {
      state.announceStatus(base.list(instrument), 'TRADING')
    },
    announceStatus(product, symbol, status) {
      const live = market.find(product, symbol)
      if (live !== undefined) state.announceStatus(live, status)
    },
    announceShutdown: () => state.announceShutdown(),
  }
}

function makeHosts(
  state: BinanceState,
  limits: BinanceLimits,
  base: VenueBase,
  { accounts, desk }: ReturnType<VenueBase['openAccounts']>,
): Record<string, Host> {
  const budgetOf = (product: BinanceProduct): WindowBudget =>
    new WindowBudget(state.clock, PRODUCTS[product].weightPerMinute, 60_000)
  const futuresBudget = budgetOf('usdm')
  const budgets = { spot: budgetOf('spot'), usdm: futuresBudget, coinm: futuresBudget }
  const listenKeys = new ListenKeys(state.ports, (key) => userData.expire(key))
  const userData = new UsdmStreams(state, listenKeys)
  const delayMs = limits.restDelayMs
  const privateRest = new PrivateRest({ state, accounts, desk, listenKeys, delayMs })
  const hosts: Record<string, Host> = {}
  for (const [product, path] of WS_APIS) {
    const rules = { ...connectionRules(product, limits), inbound: false as const }
    const api = wsApiHost({ state, accounts, rest: privateRest, product, path, rules })
    hosts[`${product}-ws-api`] = base.host(`${product}-ws-api`, api)
  }
  for (const { product } of Object.values(PRODUCTS)) {
    const rest = restHost(state, product, limits, budgets[product], privateRest)
    const stream = streamHost(state, product, limits, userData)
    hosts[`${product}-rest`] = base.host(`${product}-rest`, rest)
    hosts[`${product}-stream`] = base.host(`${product}-stream`, stream)
  }
  return hosts
}
