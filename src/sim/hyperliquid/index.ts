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
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueBase } from '../venue-base.ts'
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
  const instruments = options.instruments ?? DEFAULT_INSTRUMENTS
  const base = venueBase(options, { instruments, products: PRODUCTS })
  const { market } = base.members
  const state = new HyperliquidState(market, base.ports)
  for (const { symbol, isDelisted } of instruments) if (isDelisted === true) state.delist(symbol)
  const limits: HyperliquidLimits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    venue: 'hyperliquid',
    hosts: {
      ws: base.host('ws', streamHost(state, limits)),
      rest: base.host('rest', restHost(state, limits)),
    },
    streams: STREAMS,
    rest: REST,
    ...base.members,
    // A book is named by the time of its block, as on the wire.
    truth: (product, symbol, updateId) => state.truth(product, symbol, updateId),
    list(instrument) {
      base.list(instrument)
      if (instrument.isDelisted === true) state.delist(instrument.symbol)
    },
    delist: (coin) => state.delist(coin),
  }
}
