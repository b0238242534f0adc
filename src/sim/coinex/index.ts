/**
 * A simulated venue that speaks this venue's public protocol, as it was while it traded: spot, linear and inverse
 * perpetuals. Every frame leaves packed with gzip; faults strike the text inside.
 *
 * What its protocol lets a client detect: lost, reordered and damaged messages of `depth` by the checksum that covers the
 * whole book, at the next message at the latest; damaged structure by its syntax. There are no ids: a lost message after
 * which nothing changes shows in the whole book of each minute. Lost `bbo`, `state` and `index` messages cannot be
 * detected; each later message repairs them. A lost trade shows as a hole in the deal ids, which here have no others.
 */
import { gzipHost } from '../gzip-host.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueBase } from '../venue-base.ts'
import { type CoinexMaintenance, CoinexState } from './coinex-state.ts'
import { type CoinexLimits, DEFAULT_LIMITS } from './limits.ts'
import { DEFAULT_INSTRUMENTS, PRODUCTS } from './products.ts'
import { restHost } from './rest-host.ts'
import { streamHost } from './stream-host.ts'

export type { CoinexMaintenance } from './coinex-state.ts'
export { type CoinexLimits, DEFAULT_LIMITS } from './limits.ts'
export { type CoinexProduct, DEFAULT_INSTRUMENTS } from './products.ts'

/** Options of {@link simulatedCoinex}. */
export interface SimulatedCoinexOptions extends SimulatorOptions {
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<CoinexLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedCoinex extends SimulatedVenue {
  /** Tells of a maintenance under `maintain/info`. */
  announceMaintenance(maintenance: CoinexMaintenance): void
  /** Ends the trading of contracts as the venue did: they stay listed as `online`, with one flag down. */
  closeFutures(): void
}

const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  spot: { host: 'ws', origin: 'wss://socket.coinex.com', path: '/v2/spot' },
  futures: { host: 'ws', origin: 'wss://socket.coinex.com', path: '/v2/futures' },
}
const REST: Readonly<Record<string, EndpointPlace>> = {
  public: { host: 'rest', origin: 'https://api.coinex.com', path: '' },
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedCoinex(options: SimulatedCoinexOptions): SimulatedCoinex {
  const base = venueBase(options, {
    instruments: options.instruments ?? DEFAULT_INSTRUMENTS,
    products: Object.values(PRODUCTS).flat(),
  })
  const { market } = base.members
  const state = new CoinexState(market, base.ports)
  const limits: CoinexLimits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    venue: 'coinex',
    hosts: {
      ws: gzipHost(base.host('ws', streamHost(state, limits))),
      rest: base.host('rest', restHost(state, limits)),
    },
    streams: STREAMS,
    rest: REST,
    ...base.members,
    truth: (product, symbol, updateId) => market.truth(product, symbol, updateId),
    announceMaintenance: (maintenance) => void state.maintenances.push(maintenance),
    closeFutures() {
      state.isClosing = true
    },
  }
}
