/**
 * A simulated venue that speaks this venue's public protocol: spot, perpetuals settled in USDT and BTC, dated futures.
 *
 * What its protocol lets a client detect: lost and reordered messages of `obu` and `order_book_update` by `U` and `u`;
 * doubled ones too; damaged structure by its syntax; a snapshot that is too old by its id. It has no checksum: a digit
 * damaged inside a price or a size (`corrupt` with `how: 'digit'`) is found by comparing with `book_ticker`, a snapshot or
 * the simulator's `truth`, and by nothing else. Lost `book_ticker`, `order_book` and `tickers` messages cannot be
 * detected; each later message repairs them. A lost trade shows as a hole in the ids.
 */
import { ConfigError } from '../../core/index.ts'
import { FaultInjector } from '../fault-injector.ts'
import { listInstrument, type SimInstrumentOptions } from '../sim-instrument.ts'
import { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueHost } from '../venue-host.ts'
import { GateState } from './gate-state.ts'
import { DEFAULT_LIMITS, type GateLimits } from './limits.ts'
import {
  DEFAULT_INSTRUMENTS,
  type GateInstrumentOptions,
  type GateProduct,
  PRODUCTS,
} from './products.ts'
import { restHost } from './rest-host.ts'
import { streamHost } from './stream-host.ts'

export { DEFAULT_LIMITS, type GateLimits } from './limits.ts'
export { DEFAULT_INSTRUMENTS, type GateInstrumentOptions, type GateProduct } from './products.ts'

/** Options of {@link simulatedGate}. */
export interface SimulatedGateOptions extends SimulatorOptions {
  /** What is listed. @defaultValue `DEFAULT_INSTRUMENTS` */
  readonly instruments?: readonly GateInstrumentOptions[]
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<GateLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedGate extends SimulatedVenue {
  /** Lists an instrument while running; clients find it in the next listing they ask for. */
  list(instrument: GateInstrumentOptions): void
  /** Lets the listing say another status (`trade_status` of a pair, `status` of a contract); trading itself goes on. */
  setStatus(product: GateProduct, symbol: string, status: string): void
}

const FUTURES_SOCKET = 'wss://fx-ws.gateio.ws'
const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'spot-ws', origin: 'wss://api.gateio.ws', path: PRODUCTS.spot.socketPath },
  usdt: { host: 'futures-ws', origin: FUTURES_SOCKET, path: PRODUCTS.usdt.socketPath },
  btc: { host: 'futures-ws', origin: FUTURES_SOCKET, path: PRODUCTS.btc.socketPath },
  delivery: { host: 'futures-ws', origin: FUTURES_SOCKET, path: PRODUCTS.delivery.socketPath },
}
const REST: Readonly<Record<string, EndpointPlace>> = {
  public: { host: 'rest', origin: 'https://api.gateio.ws', path: '/api/v4' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedGate(options: SimulatedGateOptions): SimulatedGate {
  const seed = options.seed ?? 1
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const market = new SimMarket(ports, {
    seed,
    instruments: (options.instruments ?? DEFAULT_INSTRUMENTS).map(checked),
    stepMs: options.stepMs ?? 10,
    warmUpMs: options.warmUpMs ?? 0,
  })
  const state = new GateState(market, ports)
  const limits: GateLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const spot = streamHost(state, ['spot'], limits)
  const futures = streamHost(state, ['usdt', 'btc', 'delivery'], limits)
  return {
    venue: 'gate',
    hosts: {
      'spot-ws': venueHost('spot-ws', spot, options.ports, faults),
      'futures-ws': venueHost('futures-ws', futures, options.ports, faults),
      rest: venueHost('rest', restHost(state, limits), options.ports, faults),
    },
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
    list(instrument) {
      market.list(listInstrument(checked(instrument)))
    },
    setStatus(product, symbol, status) {
      const live = state.find(product, symbol)
      if (live !== undefined) state.setStatus(live, status)
    },
  }
}

function checked<Options extends SimInstrumentOptions>(instrument: Options): Options {
  if (instrument.product in PRODUCTS) return instrument
  const known = Object.keys(PRODUCTS).join(', ')
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing ${instrument.symbol}: product is one of ${known}, was ${instrument.product}`,
  )
}
