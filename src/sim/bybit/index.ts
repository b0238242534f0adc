/**
 * A simulated venue that speaks this venue's protocol: spot, linear and inverse contracts, and unified accounts in
 * one-way mode with HMAC keys. Wallets of accounts are called `unified`.
 *
 * What its protocol lets a client detect: lost, doubled and reordered messages of every depth but the first by `u`, which
 * rises by one a message; damaged structure by its syntax. It has no checksum: a digit damaged inside a price or a size
 * (`corrupt` with `how: 'digit'`) is found by comparing with a snapshot or the simulator's `truth`, and by nothing else.
 * Lost messages of the best level and of tickers cannot be detected; each later message repairs the first, and of
 * tickers the fields that change again. Lost trades cannot be detected at all.
 */

import type { SimInstrumentOptions } from '../sim-instrument.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueBase } from '../venue-base.ts'
import { EndpointBudgets } from './account/endpoint-budgets.ts'
import { PrivateFeeds } from './account/private-feeds.ts'
import type { PrivateParts } from './account/private-parts.ts'
import { ACCOUNT_RULES } from './account/rules.ts'
import { type BybitMaintenance, BybitState } from './bybit-state.ts'
import { type BybitLimits, DEFAULT_LIMITS } from './limits.ts'
import { DEFAULT_INSTRUMENTS, PRODUCTS } from './products.ts'
import { restHost } from './rest-host.ts'
import { streamHost } from './stream-host.ts'

export type { BybitMaintenance } from './bybit-state.ts'
export { type BybitLimits, DEFAULT_LIMITS } from './limits.ts'
export { type BybitProduct, DEFAULT_INSTRUMENTS } from './products.ts'

/** Options of {@link simulatedBybit}. */
export interface SimulatedBybitOptions extends SimulatorOptions {
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<BybitLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedBybit extends SimulatedVenue {
  /** Lists an instrument while running; nobody is told, as on the venue. */
  list(instrument: SimInstrumentOptions): void
  /** Sets the status that the listing tells: `PreLaunch`, `Trading`, `Delivering`, `Closed`. Trading itself goes on. */
  setStatus(product: string, symbol: string, status: string): void
  /** Tells of a maintenance on `system.status`. */
  announceMaintenance(maintenance: BybitMaintenance): void
  /** Lets the book service start again: `u` begins at 1, and whoever listens gets the books anew. */
  restartBooks(): void
}

const SOCKETS = 'wss://stream.bybit.com'
const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'ws', origin: SOCKETS, path: '/v5/public/spot' },
  linear: { host: 'ws', origin: SOCKETS, path: '/v5/public/linear' },
  inverse: { host: 'ws', origin: SOCKETS, path: '/v5/public/inverse' },
  status: { host: 'ws', origin: SOCKETS, path: '/v5/public/misc/status' },
}
const ACCOUNT_STREAMS: Readonly<Record<string, EndpointPlace>> = {
  private: { host: 'ws', origin: SOCKETS, path: '/v5/private' },
  trade: { host: 'ws', origin: SOCKETS, path: '/v5/trade' },
}
const REST: Readonly<Record<string, EndpointPlace>> = {
  v5: { host: 'rest', origin: 'https://api.bybit.com', path: '' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedBybit(options: SimulatedBybitOptions): SimulatedBybit {
  const base = venueBase(options, {
    instruments: options.instruments ?? DEFAULT_INSTRUMENTS,
    products: PRODUCTS,
  })
  const { market } = base.members
  const state = new BybitState(market, base.ports)
  const limits: BybitLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const { accounts, desk } = base.openAccounts(ACCOUNT_RULES)
  const feeds = new PrivateFeeds(base.ports.timers)
  const budgets = new EndpointBudgets(base.ports.wallClock)
  const parts: PrivateParts = { state, limits, accounts, desk, feeds, budgets }
  return {
    venue: 'bybit',
    hosts: {
      ws: base.host('ws', streamHost(parts)),
      rest: base.host('rest', restHost(parts)),
    },
    streams: STREAMS,
    accountStreams: ACCOUNT_STREAMS,
    rest: REST,
    ...base.members,
    accounts,
    truth: (product, symbol, u) => state.truth(product, symbol, u),
    list: (instrument) => void base.list(instrument),
    setStatus(product, symbol, status) {
      const live = market.find(product, symbol)
      if (live !== undefined) state.setStatus(live, status)
    },
    announceMaintenance: (maintenance) => state.announceMaintenance(maintenance),
    restartBooks: () => state.restartBooks(),
  }
}
