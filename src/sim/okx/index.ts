/**
 * A simulated venue that speaks this venue's protocol: spot, swaps, dated futures and X-Perps, and accounts in net mode that
 * trade them.
 *
 * What its protocol lets a client detect: lost and reordered messages of `books` by the chain of `prevSeqId` and `seqId`;
 * doubled ones too; damaged structure by its syntax. It has no checksum any more: a digit damaged inside a price or a
 * size (`corrupt` with `how: 'digit'`) is found by comparing with `bbo-tbt`, a snapshot or the simulator's `truth`, and
 * by nothing else. Lost `bbo-tbt`, `books5` and `tickers` messages cannot be detected; each later message repairs them.
 * A lost trade shows as a hole in the ids of `trades-all`, or on `trades` in ids less `count`.
 */
import type { SimMarket } from '../sim-market.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueBase } from '../venue-base.ts'
import { PrivateFeeds } from './account/private-feeds.ts'
import { spending } from './account/private-parts.ts'
import { RULES } from './account/rules.ts'
import { DEFAULT_LIMITS, type OkxLimits } from './limits.ts'
import { type OkxMaintenance, OkxState } from './okx-state.ts'
import { DEFAULT_INSTRUMENTS, INST_TYPES, type OkxInstrumentOptions } from './products.ts'
import { restHost } from './rest-host.ts'
import { streamHost } from './stream-host.ts'

export { DEFAULT_LIMITS, type OkxLimits } from './limits.ts'
export type { OkxMaintenance } from './okx-state.ts'
export { DEFAULT_INSTRUMENTS, type OkxInstrumentOptions, type OkxProduct } from './products.ts'

/** Options of {@link simulatedOkx}. */
export interface SimulatedOkxOptions extends SimulatorOptions {
  /** What is listed. @defaultValue `DEFAULT_INSTRUMENTS` */
  readonly instruments?: readonly OkxInstrumentOptions[]
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<OkxLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedOkx extends SimulatedVenue {
  /** Lists an instrument while running; clients hear it on `instruments`. */
  list(instrument: OkxInstrumentOptions): void
  /** Says on `instruments` that an instrument's state changed; trading itself goes on. */
  announceState(instId: string, state: string): void
  /** Tells of a maintenance on `status`. */
  announceMaintenance(maintenance: OkxMaintenance): void
  /** Sends notice 64008 to every connection, and closes them after the notice's time. */
  announceUpgrade(): void
  /** Lets the ids of all books start again at a low number, as in a maintenance. */
  restartIds(): void
}

const STREAMS: Readonly<Record<string, EndpointPlace>> = {
  public: { host: 'ws', origin: 'wss://ws.okx.com:8443', path: '/ws/v5/public' },
  business: { host: 'ws', origin: 'wss://ws.okx.com:8443', path: '/ws/v5/business' },
}
const ACCOUNT_STREAMS: Readonly<Record<string, EndpointPlace>> = {
  private: { host: 'ws', origin: 'wss://ws.okx.com:8443', path: '/ws/v5/private' },
  business: { host: 'ws', origin: 'wss://ws.okx.com:8443', path: '/ws/v5/business' },
  orders: { host: 'ws', origin: 'wss://ws.okx.com:8443', path: '/ws/v5/private' },
}
const REST_HOST: EndpointPlace = { host: 'rest', origin: 'https://openapi.okx.com', path: '' }
const REST: Readonly<Record<string, EndpointPlace>> = { public: REST_HOST }
/** The same host, under the names that accounts give to what is counted apart. */
const ACCOUNT_REST: Readonly<Record<string, EndpointPlace>> = {
  public: REST_HOST,
  private: REST_HOST,
  place: REST_HOST,
  amend: REST_HOST,
  cancel: REST_HOST,
  deadMansSwitch: REST_HOST,
}

/**
 * Makes a simulated venue. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedOkx(options: SimulatedOkxOptions): SimulatedOkx {
  const base = venueBase(options, {
    instruments: options.instruments ?? DEFAULT_INSTRUMENTS,
    products: Object.keys(INST_TYPES),
  })
  const { market } = base.members
  const { accounts, desk } = base.openAccounts(RULES)
  const state = new OkxState(market, base.ports)
  const limits: OkxLimits = { ...DEFAULT_LIMITS, ...options.limits }
  const feeds = new PrivateFeeds(base.ports.timers)
  const spend = spending(state.clock)
  const trading = { state, limits, accounts, desk, feeds, spend }
  return {
    venue: 'okx',
    hosts: {
      ws: base.host('ws', streamHost(state, limits, trading)),
      rest: base.host('rest', restHost(state, limits, trading)),
    },
    streams: STREAMS,
    accountStreams: ACCOUNT_STREAMS,
    rest: REST,
    accountRest: ACCOUNT_REST,
    accounts,
    ...base.members,
    truth: (product, symbol, updateId) => truthOf(state, product, symbol, updateId),
    list(instrument) {
      state.announceListing(base.list(instrument), 'live')
    },
    announceState(instId, word) {
      const live = state.find(instId)
      if (live !== undefined) state.announceListing(live, word)
    },
    announceMaintenance: (maintenance) => state.announceMaintenance(maintenance),
    announceUpgrade: () => state.announceUpgrade(),
    restartIds: () => state.restartIds(),
  }
}

/** The wire's ids may have started again: those before are of no use then. */
function truthOf(
  state: OkxState,
  product: string,
  symbol: string,
  wireId: number | undefined,
): ReturnType<SimMarket['truth']> {
  const live = state.market.find(product, symbol)
  if (live === undefined) return undefined
  const updateId = wireId === undefined ? live.updateId : state.updateId(live, wireId)
  const truth = state.market.truth(product, symbol, updateId)
  return truth === undefined ? undefined : { ...truth, updateId: state.wireId(live, updateId) }
}
