/**
 * A simulated venue that speaks this venue's public protocol: spot (protobuf) and perpetual futures (JSON).
 *
 * What its protocol lets a client detect: lost and reordered changes of a book by their chain of versions, doubled ones
 * too; damaged structure by its lengths (spot) or syntax (futures). There is no checksum: a digit damaged inside a price
 * or a size is found by comparing with a BBO, a snapshot or the simulator's `truth`, and by nothing else. Lost BBOs,
 * whole books and tickers cannot be detected; each later message repairs them. Nor can lost trades: ids are not
 * consecutive.
 */
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueBase } from '../venue-base.ts'
import { DEFAULT_LIMITS, type MexcLimits } from './limits.ts'
import { type ListingState, MexcState } from './mexc-state.ts'
import { DEFAULT_INSTRUMENTS, type MexcInstrumentOptions, PRODUCTS } from './products.ts'
import { restHost } from './rest-host.ts'
import { futuresStreamHost, spotStreamHost } from './stream-hosts.ts'

export { DEFAULT_LIMITS, type MexcLimits } from './limits.ts'
export type { ListingState } from './mexc-state.ts'
export { DEFAULT_INSTRUMENTS, type MexcInstrumentOptions, type MexcProduct } from './products.ts'

/** Options of {@link simulatedMexc}. */
export interface SimulatedMexcOptions extends SimulatorOptions {
  /** What is listed. @defaultValue `DEFAULT_INSTRUMENTS` */
  readonly instruments?: readonly MexcInstrumentOptions[]
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<MexcLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedMexc extends SimulatedVenue {
  /** Lists an instrument while running; futures clients hear it on `contract`. */
  list(instrument: MexcInstrumentOptions): void
  /** Says in the listing, and on `contract`, that an instrument's state changed; trading itself goes on. */
  announce(product: string, symbol: string, listing: Partial<ListingState>): void
}

const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'spot-ws', origin: 'wss://wbs-api.mexc.com', path: '/ws' },
  futures: { host: 'futures-ws', origin: 'wss://contract.mexc.com', path: '/edge' },
}
const REST_PLACE: EndpointPlace = { host: 'rest', origin: 'https://api.mexc.com', path: '' }

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedMexc(options: SimulatedMexcOptions): SimulatedMexc {
  const base = venueBase(options, {
    instruments: options.instruments ?? DEFAULT_INSTRUMENTS,
    products: PRODUCTS,
  })
  const { market } = base.members
  const state = new MexcState(market, base.ports)
  const limits: MexcLimits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    venue: 'mexc',
    hosts: {
      'spot-ws': base.host('spot-ws', spotStreamHost(state, limits)),
      'futures-ws': base.host('futures-ws', futuresStreamHost(state, limits)),
      rest: base.host('rest', restHost(state, limits)),
    },
    streams: STREAMS,
    rest: { spot: REST_PLACE, futures: REST_PLACE },
    ...base.members,
    truth: (product, symbol, updateId) => market.truth(product, symbol, updateId),
    list(instrument) {
      state.announce(base.list(instrument), {})
    },
    announce(product, symbol, listing) {
      const live = market.find(product, symbol)
      if (live !== undefined) state.announce(live, listing)
    },
  }
}
