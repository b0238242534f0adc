/**
 * A simulated venue that speaks this venue's public protocols: Advanced Trade (spot, US futures, international perpetuals) and
 * the public feed of its Exchange, over one matching engine.
 *
 * What its protocols let a client detect: on Advanced Trade lost, doubled and reordered messages of a connection by
 * `sequence_num`, which counts all of them; damaged structure by its syntax. There is no checksum: a digit damaged inside a
 * price or a size is found by comparing with `truth`, and by nothing else. On the Exchange's feed a lost match shows in the
 * trades' ids and in `last_trade_id` of the heartbeats; a lost change of a book does not show at all, as delivery is
 * promised there.
 */
import { ConfigError } from '../../core/index.ts'
import { FaultInjector } from '../fault-injector.ts'
import { listInstrument } from '../sim-instrument.ts'
import { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueHost } from '../venue-host.ts'
import { CoinbaseState } from './coinbase-state.ts'
import { type CoinbaseLimits, DEFAULT_LIMITS } from './limits.ts'
import { type CoinbaseInstrumentOptions, DEFAULT_INSTRUMENTS, PRODUCTS } from './products.ts'
import { advancedRestHost, exchangeRestHost } from './rest-hosts.ts'
import { advancedStreamHost, exchangeStreamHost } from './stream-hosts.ts'

export { type CoinbaseLimits, DEFAULT_LIMITS } from './limits.ts'
export {
  type CoinbaseInstrumentOptions,
  type CoinbaseProduct,
  DEFAULT_INSTRUMENTS,
} from './products.ts'

/** Options of {@link simulatedCoinbase}. */
export interface SimulatedCoinbaseOptions extends SimulatorOptions {
  /** What is listed. @defaultValue `DEFAULT_INSTRUMENTS` */
  readonly instruments?: readonly CoinbaseInstrumentOptions[]
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<CoinbaseLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedCoinbase extends SimulatedVenue {
  /** Lists an instrument while running. */
  list(instrument: CoinbaseInstrumentOptions): void
  /** Says on `status` that a product has another status; trading itself goes on. */
  announceStatus(productId: string, status: string): void
}

const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  advanced: { host: 'ws', origin: 'wss://advanced-trade-ws.coinbase.com', path: '' },
  exchange: { host: 'exchange-ws', origin: 'wss://ws-feed.exchange.coinbase.com', path: '' },
}
const REST: Readonly<Record<string, EndpointPlace>> = {
  advanced: { host: 'rest', origin: 'https://api.coinbase.com', path: '' },
  exchange: { host: 'exchange-rest', origin: 'https://api.exchange.coinbase.com', path: '' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedCoinbase(options: SimulatedCoinbaseOptions): SimulatedCoinbase {
  const seed = options.seed ?? 1
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const market = new SimMarket(ports, {
    seed,
    instruments: (options.instruments ?? DEFAULT_INSTRUMENTS).map(checked),
    stepMs: options.stepMs ?? 10,
    warmUpMs: options.warmUpMs ?? 0,
  })
  const state = new CoinbaseState(market, ports)
  const limits: CoinbaseLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const host = (name: string, dialect: Parameters<typeof venueHost>[1]) =>
    venueHost(name, dialect, options.ports, faults)
  return {
    venue: 'coinbase',
    hosts: {
      ws: host('ws', advancedStreamHost(state, limits)),
      'exchange-ws': host('exchange-ws', exchangeStreamHost(state, limits)),
      rest: host('rest', advancedRestHost(state, limits)),
      'exchange-rest': host('exchange-rest', exchangeRestHost(state, limits)),
    },
    streams: STREAMS,
    rest: REST,
    market,
    faults,
    truth: (product, symbol, updateId) => truthOf(state, product, symbol, updateId),
    start() {
      faults.restart()
      market.start()
    },
    stop: () => market.stop(),
    list(instrument) {
      const live = market.list(listInstrument(checked(instrument)))
      state.announce(live, state.statusOf(live))
    },
    announceStatus(productId, status) {
      const live = state.find(productId)
      if (live !== undefined) state.announce(live, status)
    },
  }
}

/** A book has one truth under all its names; the Exchange's products are those of spot. */
function truthOf(
  state: CoinbaseState,
  product: string,
  symbol: string,
  updateId: number | undefined,
): ReturnType<SimMarket['truth']> {
  const line = product === 'exchange' ? 'spot' : product
  const live = state.market.find(line, symbol) ?? state.find(symbol)
  if (live === undefined) return undefined
  return state.market.truth(live.spec.product, live.spec.symbol, updateId)
}

function checked<Options extends CoinbaseInstrumentOptions>(instrument: Options): Options {
  if (PRODUCTS.some((product) => product === instrument.product)) return instrument
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing ${instrument.symbol}: product is one of ${PRODUCTS.join(', ')}, was ${instrument.product}`,
  )
}
