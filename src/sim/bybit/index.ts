/**
 * A simulated venue that speaks this venue's public protocol: spot, linear and inverse contracts.
 *
 * What its protocol lets a client detect: lost, doubled and reordered messages of every depth but the first by `u`, which
 * rises by one a message; damaged structure by its syntax. It has no checksum: a digit damaged inside a price or a size
 * (`corrupt` with `how: 'digit'`) is found by comparing with a snapshot or the simulator's `truth`, and by nothing else.
 * Lost messages of the best level and of tickers cannot be detected; each later message repairs the first, and of
 * tickers the fields that change again. Lost trades cannot be detected at all.
 */
import { ConfigError } from '../../core/index.ts'
import { FaultInjector } from '../fault-injector.ts'
import { listInstrument, type SimInstrumentOptions } from '../sim-instrument.ts'
import { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueHost } from '../venue-host.ts'
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
const REST: Readonly<Record<string, EndpointPlace>> = {
  v5: { host: 'rest', origin: 'https://api.bybit.com', path: '' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedBybit(options: SimulatedBybitOptions): SimulatedBybit {
  const seed = options.seed ?? 1
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const market = new SimMarket(ports, {
    seed,
    instruments: (options.instruments ?? DEFAULT_INSTRUMENTS).map(checked),
    stepMs: options.stepMs ?? 10,
    warmUpMs: options.warmUpMs ?? 0,
  })
  const state = new BybitState(market, ports)
  const limits: BybitLimits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    venue: 'bybit',
    hosts: {
      ws: venueHost('ws', streamHost(state, limits), options.ports, faults),
      rest: venueHost('rest', restHost(state, limits), options.ports, faults),
    },
    streams: STREAMS,
    rest: REST,
    market,
    faults,
    truth: (product, symbol, u) => state.truth(product, symbol, u),
    start() {
      faults.restart()
      market.start()
    },
    stop: () => market.stop(),
    list: (instrument) => void market.list(listInstrument(checked(instrument))),
    setStatus(product, symbol, status) {
      const live = market.find(product, symbol)
      if (live !== undefined) state.setStatus(live, status)
    },
    announceMaintenance: (maintenance) => state.announceMaintenance(maintenance),
    restartBooks: () => state.restartBooks(),
  }
}

function checked(instrument: SimInstrumentOptions): SimInstrumentOptions {
  if (PRODUCTS.some((product) => product === instrument.product)) return instrument
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing ${instrument.symbol}: product is one of ${PRODUCTS.join(', ')}, was ${instrument.product}`,
  )
}
