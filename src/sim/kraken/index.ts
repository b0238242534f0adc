/**
 * A simulated venue that speaks this venue's protocol: spot (WebSocket v2) and derivatives (WebSocket v1), and accounts by
 * REST and by the private streams of both. Wallets of accounts are called `spot` and `futures`; orders by WebSocket, margin
 * and staking are not simulated. A key opens both products, where the venue has keys for each.
 *
 * What its protocol lets a client detect on spot: anything lost, doubled with effect, reordered or damaged that shows in
 * the ten best levels, by the checksum of every book message; what is below them is found when it gets there. There is no
 * sequence number, so a lost message below them, and a lost trade but for its id, are found by nothing else. On
 * derivatives: lost, doubled and reordered book messages by `seq`; a digit damaged inside a price or a size is found by
 * comparing with the simulator's `truth`, and by nothing else. Lost tickers cannot be detected; each later one repairs them.
 */
import type { SimInstrumentOptions } from '../sim-instrument.ts'
import type { SimMarket } from '../sim-market.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueBase } from '../venue-base.ts'
import { Counters } from './account/counters.ts'
import { Doorkeeper } from './account/doorkeeper.ts'
import type { PrivateParts } from './account/private-parts.ts'
import { ACCOUNT_RULES } from './account/rules.ts'
import { Tokens } from './account/tokens.ts'
import { KrakenState } from './kraken-state.ts'
import { DEFAULT_LIMITS, type KrakenLimits } from './limits.ts'
import { DEFAULT_INSTRUMENTS, PRODUCTS } from './products.ts'
import { futuresRestHost, spotRestHost } from './rest-hosts.ts'
import { futuresStreamHost, spotPrivateHost, spotStreamHost } from './stream-hosts.ts'

export { DEFAULT_LIMITS, type KrakenLimits } from './limits.ts'
export { DEFAULT_INSTRUMENTS, type KrakenProduct } from './products.ts'

/** Options of {@link simulatedKraken}. */
export interface SimulatedKrakenOptions extends SimulatorOptions {
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<KrakenLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedKraken extends SimulatedVenue {
  /** Lists an instrument while running; spot clients hear it on `instrument`. */
  list(instrument: SimInstrumentOptions): void
  /** Says on `instrument` that a pair's status changed (`online`, `cancel_only`, …); trading itself goes on. */
  announceStatus(symbol: string, status: string): void
  /** Tells every spot connection of the system's status (`online`, `maintenance`, …); trading itself goes on. */
  announceSystem(system: string): void
}

const V2: EndpointPlace = { host: 'spot-ws', origin: 'wss://ws.kraken.com', path: '/v2' }
const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  spot: V2,
  'spot-bbo': V2,
  'spot-book100': V2,
  'spot-book1000': V2,
  futures: { host: 'futures', origin: 'wss://futures.kraken.com', path: '/ws/v1' },
}
const ACCOUNT_STREAMS: Readonly<Record<string, EndpointPlace>> = {
  'spot-private': { host: 'spot-ws-auth', origin: 'wss://ws-auth.kraken.com', path: '/v2' },
  'spot-orders': { host: 'spot-ws-auth', origin: 'wss://ws-auth.kraken.com', path: '/v2' },
  'futures-private': { host: 'futures', origin: 'wss://futures.kraken.com', path: '/ws/v1' },
}
const REST: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'spot-rest', origin: 'https://api.kraken.com', path: '' },
  futures: { host: 'futures', origin: 'https://futures.kraken.com', path: '' },
}
const ACCOUNT_REST: Readonly<Record<string, EndpointPlace>> = {
  ...REST,
  'spot-private': { host: 'spot-rest', origin: 'https://api.kraken.com', path: '' },
  'spot-trading': { host: 'spot-rest', origin: 'https://api.kraken.com', path: '' },
  'futures-history': { host: 'futures', origin: 'https://futures.kraken.com', path: '' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedKraken(options: SimulatedKrakenOptions): SimulatedKraken {
  const base = venueBase(options, {
    instruments: options.instruments ?? DEFAULT_INSTRUMENTS,
    products: PRODUCTS,
  })
  const { market } = base.members
  const { accounts, desk } = base.openAccounts(ACCOUNT_RULES)
  const state = new KrakenState(market, base.ports)
  const limits: KrakenLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const parts: PrivateParts = {
    state,
    limits,
    accounts,
    desk,
    doorkeeper: new Doorkeeper(accounts),
    tokens: new Tokens(state.clock, limits.tokenMs),
    counters: new Counters(state, limits),
  }
  const futuresSockets = futuresStreamHost(parts)
  return {
    venue: 'kraken',
    hosts: {
      'spot-ws': base.host('spot-ws', spotStreamHost(state, limits)),
      'spot-ws-auth': base.host('spot-ws-auth', spotPrivateHost(parts)),
      'spot-rest': base.host('spot-rest', spotRestHost(parts)),
      // One origin serves both sockets and REST.
      futures: base.host('futures', {
        ...futuresRestHost(parts),
        accept: (target, headers, peer) => futuresSockets.accept(target, headers, peer),
      }),
    },
    streams: STREAMS,
    accountStreams: ACCOUNT_STREAMS,
    rest: REST,
    accountRest: ACCOUNT_REST,
    ...base.members,
    accounts,
    truth: (product, symbol, updateId) => truthOf(state, product, symbol, updateId),
    list(instrument) {
      state.announceStatus(base.list(instrument), 'online')
    },
    announceStatus(symbol, status) {
      const live = market.find('spot', symbol)
      if (live !== undefined) state.announceStatus(live, status)
    },
    announceSystem: (system) => state.announceSystem(system),
  }
}

/** On futures an id is the `seq` of the book feed; spot has no ids, and a named one is the market's own. */
function truthOf(
  state: KrakenState,
  product: string,
  symbol: string,
  updateId: number | undefined,
): ReturnType<SimMarket['truth']> {
  if (product !== 'futures') return state.market.truth(product, symbol, updateId)
  const live = state.market.find(product, symbol)
  return live === undefined ? undefined : state.book(live).truth(updateId)
}
