/**
 * A simulated venue that speaks this venue's public protocol: perpetuals by the indexer's v4 REST and socket.
 *
 * What its protocol lets a client detect: lost and reordered messages by the numbers that count all messages of a
 * connection, whatever their channel, where answers to subscribes come later than their number says; doubled ones too;
 * damaged structure by its syntax. Books have no ids, no times and no checksum: a digit damaged inside a price or a size
 * (`corrupt` with `how: 'digit'`) is found by comparing with a snapshot or the simulator's `truth`, and by nothing else.
 *
 * The real indexer tells each level in a message of its own, and forgets to tell of some: `tellsLevelByLevel` and
 * `forgetsCrossed`. Both are off unless asked for, so that each message is a state that the book was in.
 *
 * Not simulated: accounts beyond an empty answer, the node's own interfaces, and changes that are lost between a
 * snapshot and its subscription.
 */
import { ConfigError } from '../../core/index.ts'
import { FaultInjector } from '../fault-injector.ts'
import { listInstrument, type SimInstrumentOptions } from '../sim-instrument.ts'
import { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueHost } from '../venue-host.ts'
import { DydxState } from './dydx-state.ts'
import { DEFAULT_LIMITS, type DydxLimits } from './limits.ts'
import { DEFAULT_INSTRUMENTS, PRODUCT } from './products.ts'
import { restHost } from './rest-host.ts'
import { streamHost } from './stream-host.ts'

export { DEFAULT_LIMITS, type DydxLimits } from './limits.ts'
export { DEFAULT_INSTRUMENTS } from './products.ts'

/** Options of {@link simulatedDydx}. */
export interface SimulatedDydxOptions extends SimulatorOptions {
  /** What is listed. @defaultValue `DEFAULT_INSTRUMENTS` */
  readonly instruments?: readonly SimInstrumentOptions[]
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<DydxLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedDydx extends SimulatedVenue {
  /** Lists a market while running; clients hear it on `v4_markets`. */
  list(instrument: SimInstrumentOptions): void
  /** Says on `v4_markets` that a market's status changed; trading itself goes on. */
  announceStatus(ticker: string, status: string): void
  /** Closes every connection as a server does that restarts. */
  restart(): void
  /** Lets the server fail to fetch what subscribes are answered with, for a span from now. */
  failFetches(forMs: number): void
}

const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  indexer: { host: 'ws', origin: 'wss://indexer.dydx.trade', path: '/v4/ws' },
}
const REST_PLACE: EndpointPlace = {
  host: 'rest',
  origin: 'https://indexer.dydx.trade',
  path: '/v4',
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedDydx(options: SimulatedDydxOptions): SimulatedDydx {
  const seed = options.seed ?? 1
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const market = new SimMarket(ports, {
    seed,
    instruments: (options.instruments ?? DEFAULT_INSTRUMENTS).map(checked),
    stepMs: options.stepMs ?? 10,
    warmUpMs: options.warmUpMs ?? 0,
  })
  const state = new DydxState(market, ports, { ...DEFAULT_LIMITS, ...options.limits })
  return {
    venue: 'dydx',
    hosts: {
      ws: venueHost('ws', streamHost(state), options.ports, faults),
      rest: venueHost('rest', restHost(state), options.ports, faults),
    },
    streams: STREAMS,
    rest: { indexer: REST_PLACE, candles: REST_PLACE },
    market,
    faults,
    truth: (product, symbol, updateId) => market.truth(product, symbol, updateId),
    start() {
      faults.restart()
      market.start()
    },
    stop: () => market.stop(),
    list(instrument) {
      state.announceListing(market.list(listInstrument(checked(instrument))))
    },
    announceStatus(ticker, status) {
      const live = state.find(ticker)
      if (live !== undefined) state.announceStatus(live, status)
    },
    restart: () => state.restart(),
    failFetches: (forMs) => state.failFetches(forMs),
  }
}

function checked<Options extends SimInstrumentOptions>(instrument: Options): Options {
  if (instrument.product === PRODUCT) return instrument
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing ${instrument.symbol}: product is ${PRODUCT}, was ${instrument.product}`,
  )
}
