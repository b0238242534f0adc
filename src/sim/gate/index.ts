/**
 * A simulated venue that speaks this venue's public protocol: spot, perpetuals settled in USDT and BTC, dated futures.
 *
 * What its protocol lets a client detect: lost and reordered messages of `obu` and `order_book_update` by `U` and `u`;
 * doubled ones too; damaged structure by its syntax; a snapshot that is too old by its id. It has no checksum: a digit
 * damaged inside a price or a size (`corrupt` with `how: 'digit'`) is found by comparing with `book_ticker`, a snapshot or
 * the simulator's `truth`, and by nothing else. Lost `book_ticker`, `order_book` and `tickers` messages cannot be
 * detected; each later message repairs them. A lost trade shows as a hole in the ids.
 */
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueBase } from '../venue-base.ts'
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
  const base = venueBase(options, {
    instruments: options.instruments ?? DEFAULT_INSTRUMENTS,
    products: Object.keys(PRODUCTS),
  })
  const { market } = base.members
  const state = new GateState(market, base.ports)
  const limits: GateLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const spot = streamHost(state, ['spot'], limits)
  const futures = streamHost(state, ['usdt', 'btc', 'delivery'], limits)
  return {
    venue: 'gate',
    hosts: {
      'spot-ws': base.host('spot-ws', spot),
      'futures-ws': base.host('futures-ws', futures),
      rest: base.host('rest', restHost(state, limits)),
    },
    streams: STREAMS,
    rest: REST,
    ...base.members,
    truth: (product, symbol, updateId) => market.truth(product, symbol, updateId),
    list(instrument) {
      base.list(instrument)
    },
    setStatus(product, symbol, status) {
      const live = state.find(product, symbol)
      if (live !== undefined) state.setStatus(live, status)
    },
  }
}
