/**
 * A simulated venue that speaks this venue's public protocol: spot, USDT-margined swaps and futures, coin-margined swaps
 * and futures. Every frame of a socket is one gzip member in a binary frame.
 *
 * What its protocol lets a client detect: lost and reordered changes of spot books by the chain of `prevSeqNum` and
 * `seqNum`, of futures books by versions that rise by one; doubled ones too; damage of any byte by the gzip checksum.
 * Lost whole books (`mbp.refresh`, `depth.step`), BBOs and tickers cannot be detected; each later message repairs them.
 * A lost trade of spot shows as a hole in its ids.
 */
import { ConfigError } from '../../core/index.ts'
import { FaultInjector } from '../fault-injector.ts'
import { listInstrument, type SimInstrumentOptions } from '../sim-instrument.ts'
import { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueHost } from '../venue-host.ts'
import { HtxState, type StatusPart } from './htx-state.ts'
import { DEFAULT_LIMITS, type HtxLimits } from './limits.ts'
import { DEFAULT_INSTRUMENTS, type HtxInstrumentOptions, PRODUCTS } from './products.ts'
import { futuresRestHost, spotRestHost } from './rest-hosts.ts'
import { streamHost } from './stream-hosts.ts'
import { FUTURES_SOCKETS, SPOT_SOCKETS } from './topics.ts'

export type { StatusPart } from './htx-state.ts'
export { DEFAULT_LIMITS, type HtxLimits } from './limits.ts'
export { DEFAULT_INSTRUMENTS, type HtxInstrumentOptions, type HtxProduct } from './products.ts'

/** Options of {@link simulatedHtx}. */
export interface SimulatedHtxOptions extends SimulatorOptions {
  /** What is listed. @defaultValue `DEFAULT_INSTRUMENTS` */
  readonly instruments?: readonly HtxInstrumentOptions[]
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<HtxLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedHtx extends SimulatedVenue {
  /** Lists a contract while running; clients hear it on `contract_info`. */
  list(instrument: HtxInstrumentOptions): void
  /** Says on `contract_info` that a contract's state changed (5 is settling, 3 suspended); trading itself goes on. */
  announceContract(code: string, status: number): void
  /** Tells that a part of the futures venue stops until a time (epoch ms), or with `undefined` that it is back. */
  announceStatus(part: StatusPart, recoveryMs: number | undefined): void
  /** Sets spot's state as a whole: 1 normal, 2 halted, 3 orders may only be cancelled. */
  setMarketStatus(status: number): void
  /** Says goodbye on every notification socket, and closes them a second later. */
  announceGoodbye(): void
}

const SPOT = 'wss://api.huobi.pro'
const FUTURES = 'wss://api.hbdm.com'

const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'spot-ws', origin: SPOT, path: '/ws' },
  'spot-feed': { host: 'spot-ws', origin: SPOT, path: '/feed' },
  linear: { host: 'futures-ws', origin: FUTURES, path: '/linear-swap-ws' },
  'linear-notification': {
    host: 'futures-ws',
    origin: FUTURES,
    path: '/linear-swap-notification',
  },
  'coin-swap': { host: 'futures-ws', origin: FUTURES, path: '/swap-ws' },
  'coin-swap-notification': { host: 'futures-ws', origin: FUTURES, path: '/swap-notification' },
  'coin-futures': { host: 'futures-ws', origin: FUTURES, path: '/ws' },
  index: { host: 'futures-ws', origin: FUTURES, path: '/ws_index' },
  center: { host: 'futures-ws', origin: FUTURES, path: '/center-notification' },
}
const REST: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'spot-rest', origin: 'https://api.huobi.pro', path: '' },
  futures: { host: 'futures-rest', origin: 'https://api.hbdm.com', path: '' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedHtx(options: SimulatedHtxOptions): SimulatedHtx {
  const seed = options.seed ?? 1
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const market = new SimMarket(ports, {
    seed,
    instruments: (options.instruments ?? DEFAULT_INSTRUMENTS).map(checked),
    stepMs: options.stepMs ?? 10,
    warmUpMs: options.warmUpMs ?? 0,
  })
  const state = new HtxState(market, ports)
  const limits: HtxLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const dialects = {
    'spot-ws': streamHost(state, limits, SPOT_SOCKETS),
    'futures-ws': streamHost(state, limits, FUTURES_SOCKETS),
    'spot-rest': spotRestHost(state, limits),
    'futures-rest': futuresRestHost(state, limits),
  }
  return {
    venue: 'htx',
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
    truth: (product, symbol, wireId) => truthOf(state, product, symbol, wireId),
    start() {
      faults.restart()
      market.start()
    },
    stop: () => market.stop(),
    list(instrument) {
      state.announceContract(market.list(listInstrument(checked(instrument))), 1)
    },
    announceContract(code, status) {
      const live = state.find(code)
      if (live !== undefined) state.announceContract(live, status)
    },
    announceStatus: (part, recoveryMs) => state.announceStatus(part, recoveryMs),
    setMarketStatus(status) {
      state.marketStatus = status
    },
    announceGoodbye: () => state.announceGoodbye(),
  }
}

/** Books of futures are told under versions; the truth has the id of the book that was told. */
function truthOf(
  state: HtxState,
  product: string,
  symbol: string,
  wireId: number | undefined,
): ReturnType<SimMarket['truth']> {
  if (wireId === undefined) return state.market.truth(product, symbol)
  const updateId = state.updateIdOf(wireId)
  return updateId === undefined ? undefined : state.market.truth(product, symbol, updateId)
}

function checked<Options extends SimInstrumentOptions>(instrument: Options): Options {
  if (PRODUCTS.some((product) => product === instrument.product)) return instrument
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing ${instrument.symbol}: product is one of ${PRODUCTS.join(', ')}, was ${instrument.product}`,
  )
}
