/**
 * A simulated venue that speaks this venue's public protocol: spot, perpetual and dated contracts, on the unified push
 * sockets and on the classic ones behind their tokens.
 *
 * What its protocol lets a client detect: lost, reordered and doubled messages of `increment@10ms` and of classic `level2`
 * by their sequences; damaged structure by its syntax. There is no checksum: a digit damaged inside a price or a size
 * (`corrupt` with `how: 'digit'`) is found by comparing with another channel, a snapshot or the simulator's `truth`, and
 * by nothing else. Lost whole books, BBOs and tickers cannot be detected; each later message repairs them. A lost trade
 * shows as a hole in the ids.
 *
 * Contract books have two counts here: the unified sockets tell the market's (`truth` takes it), classic `level2` and its
 * REST snapshots one that counts single levels. On the venue they are one count.
 */
import { ConfigError } from '../../core/index.ts'
import { FaultInjector } from '../fault-injector.ts'
import { listInstrument, type SimInstrumentOptions } from '../sim-instrument.ts'
import { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueHost } from '../venue-host.ts'
import { ClassicSequences } from './classic-sequences.ts'
import { classicHost, publicPool, unifiedHost } from './hosts.ts'
import { KucoinState, type KucoinStatus } from './kucoin-state.ts'
import { DEFAULT_LIMITS, type KucoinLimits } from './limits.ts'
import {
  DEFAULT_INSTRUMENTS,
  type KucoinInstrumentOptions,
  type KucoinMarket,
  MARKET_OF,
} from './products.ts'

export type { KucoinStatus } from './kucoin-state.ts'
export { DEFAULT_LIMITS, type KucoinLimits } from './limits.ts'
export {
  DEFAULT_INSTRUMENTS,
  type KucoinInstrumentOptions,
  type KucoinMarket,
  type KucoinProduct,
} from './products.ts'

/** Options of {@link simulatedKucoin}. */
export interface SimulatedKucoinOptions extends SimulatorOptions {
  /** What is listed. @defaultValue `DEFAULT_INSTRUMENTS` */
  readonly instruments?: readonly KucoinInstrumentOptions[]
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<KucoinLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedKucoin extends SimulatedVenue {
  /** Lists an instrument while running; only the next listing tells of it. */
  list(instrument: KucoinInstrumentOptions): void
  /** Lets the load balancer drop every connection of a market, without a notice. */
  moveConnections(market: KucoinMarket): void
  /** Says by REST that a host is in maintenance, or takes cancels alone; trading itself goes on. */
  setStatus(market: KucoinMarket, status: KucoinStatus): void
}

const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'push-spot', origin: 'wss://x-push-spot.kucoin.com', path: '' },
  futures: { host: 'push-futures', origin: 'wss://x-push-futures.kucoin.com', path: '' },
  'spot-classic': { host: 'spot', origin: 'wss://ws-api-spot.kucoin.com', path: '' },
  'futures-classic': { host: 'futures', origin: 'wss://ws-api-futures.kucoin.com', path: '' },
}
const REST: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'spot', origin: 'https://api.kucoin.com', path: '' },
  futures: { host: 'futures', origin: 'https://api-futures.kucoin.com', path: '' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedKucoin(options: SimulatedKucoinOptions): SimulatedKucoin {
  const seed = options.seed ?? 1
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const market = new SimMarket(ports, {
    seed,
    instruments: (options.instruments ?? DEFAULT_INSTRUMENTS).map(checked),
    stepMs: options.stepMs ?? 10,
    warmUpMs: options.warmUpMs ?? 0,
  })
  const state = new KucoinState(market, ports)
  const limits: KucoinLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const shared = { sequences: new ClassicSequences(market), pool: publicPool(state, limits) }
  const dialects = {
    'push-spot': unifiedHost(state, limits, 'spot'),
    'push-futures': unifiedHost(state, limits, 'futures'),
    spot: classicHost(state, limits, 'spot', shared),
    futures: classicHost(state, limits, 'futures', shared),
  }
  return {
    venue: 'kucoin',
    hosts: Object.fromEntries(
      Object.entries(dialects).map(([name, dialect]) => [
        name,
        venueHost(name, dialect, options.ports, faults),
      ]),
    ),
    streams: STREAMS,
    rest: REST,
    market,
    faults,
    truth: (product, symbol, updateId) => market.truth(product, symbol, updateId),
    start() {
      faults.restart()
      market.start()
    },
    stop: () => market.stop(),
    list: (instrument) => void market.list(listInstrument(checked(instrument))),
    moveConnections: (of) => state.moveConnections(of),
    setStatus(of, status) {
      state.status[of] = status
    },
  }
}

function checked<Options extends SimInstrumentOptions>(instrument: Options): Options {
  if (instrument.product in MARKET_OF) return instrument
  const known = Object.keys(MARKET_OF).join(', ')
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing ${instrument.symbol}: product is one of ${known}, was ${instrument.product}`,
  )
}
