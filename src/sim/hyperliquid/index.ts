/**
 * A simulated venue that speaks this venue's public protocol: perpetuals of its own dex and of builders' dexes, and spot.
 *
 * What its protocol lets a client detect: older and doubled books by the time of their block, which is the only number they
 * have; damaged structure by its syntax. There is no sequence and no checksum: a lost book shows by nothing but the next
 * one, and a digit damaged inside a price or a size (`corrupt` with `how: 'digit'`) is found by comparing with `bbo`, a
 * later book or the simulator's `truth`, and by nothing else. A lost trade cannot be detected: ids have no order.
 *
 * Not simulated: `fastAssetCtxs`, the undocumented book changes by position (`l2`), outcomes, blocks, accounts.
 */
import { ConfigError } from '../../core/index.ts'
import { FaultInjector } from '../fault-injector.ts'
import { listInstrument } from '../sim-instrument.ts'
import { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueHost } from '../venue-host.ts'
import { HyperliquidState } from './hyperliquid-state.ts'
import { DEFAULT_LIMITS, type HyperliquidLimits } from './limits.ts'
import { DEFAULT_INSTRUMENTS, type HyperliquidInstrumentOptions, PRODUCTS } from './products.ts'
import { restHost } from './rest-host.ts'
import { streamHost } from './stream-host.ts'

export { DEFAULT_LIMITS, type HyperliquidLimits } from './limits.ts'
export {
  DEFAULT_INSTRUMENTS,
  type HyperliquidInstrumentOptions,
  type HyperliquidProduct,
} from './products.ts'

/** Options of {@link simulatedHyperliquid}. */
export interface SimulatedHyperliquidOptions extends SimulatorOptions {
  /** What is listed. @defaultValue `DEFAULT_INSTRUMENTS` */
  readonly instruments?: readonly HyperliquidInstrumentOptions[]
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<HyperliquidLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedHyperliquid extends SimulatedVenue {
  /** Lists an instrument while running; nothing tells clients but the listing itself. */
  list(instrument: HyperliquidInstrumentOptions): void
  /** Takes a coin out of trading: it stays listed and can be subscribed to, its books are empty. */
  delist(coin: string): void
}

const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  public: { host: 'ws', origin: 'wss://api.hyperliquid.xyz', path: '/ws' },
}
const REST: Readonly<Record<string, EndpointPlace>> = {
  info: { host: 'rest', origin: 'https://api.hyperliquid.xyz', path: '' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedHyperliquid(options: SimulatedHyperliquidOptions): SimulatedHyperliquid {
  const seed = options.seed ?? 1
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const listed = (options.instruments ?? DEFAULT_INSTRUMENTS).map(checked)
  const market = new SimMarket(ports, {
    seed,
    instruments: listed,
    stepMs: options.stepMs ?? 10,
    warmUpMs: options.warmUpMs ?? 0,
  })
  const state = new HyperliquidState(market, ports)
  for (const { symbol, isDelisted } of listed) if (isDelisted === true) state.delist(symbol)
  const limits: HyperliquidLimits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    venue: 'hyperliquid',
    hosts: {
      ws: venueHost('ws', streamHost(state, limits), options.ports, faults),
      rest: venueHost('rest', restHost(state, limits), options.ports, faults),
    },
    streams: STREAMS,
    rest: REST,
    market,
    faults,
    // A book is named by the time of its block, as on the wire.
    truth: (product, symbol, updateId) => state.truth(product, symbol, updateId),
    start() {
      faults.restart()
      market.start()
    },
    stop: () => market.stop(),
    list(instrument) {
      market.list(listInstrument(checked(instrument)))
      if (instrument.isDelisted === true) state.delist(instrument.symbol)
    },
    delist: (coin) => state.delist(coin),
  }
}

function checked<Options extends HyperliquidInstrumentOptions>(instrument: Options): Options {
  if (PRODUCTS.some((product) => product === instrument.product)) return instrument
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing ${instrument.symbol}: product is one of ${PRODUCTS.join(', ')}, was ${instrument.product}`,
  )
}
