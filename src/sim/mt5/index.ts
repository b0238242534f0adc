/**
 * A simulated bridge beside a simulated terminal, in the line-JSON contract v1 over a WebSocket.
 *
 * What its protocol lets a client detect: lost, doubled and reordered messages of ticks, by the numbers of the ticks;
 * damaged structure by its syntax. A digit damaged inside a price is found by nothing. Ticks that fall into the time
 * between two connections are not numbered on either: they are in the history.
 */
import { ConfigError } from '../../core/index.ts'
import { FaultInjector } from '../fault-injector.ts'
import type { SimInstrumentOptions } from '../sim-instrument.ts'
import { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueHost } from '../venue-host.ts'
import { bridgeHost } from './bridge-host.ts'
import type { BridgeSession } from './bridge-session.ts'
import { DEFAULT_LIMITS, type Mt5Limits } from './limits.ts'
import { DEFAULT_INSTRUMENTS, PRODUCTS } from './products.ts'
import { Terminal, type TerminalTick } from './terminal.ts'

export { DEFAULT_LIMITS, type Mt5Limits } from './limits.ts'
export { DEFAULT_INSTRUMENTS, type Mt5Product } from './products.ts'
export type { TerminalTick } from './terminal.ts'

/** Options of {@link simulatedMt5}. */
export interface SimulatedMt5Options extends SimulatorOptions {
  /** Rules to loosen or tighten. @defaultValue those of the contract */
  readonly limits?: Partial<Mt5Limits>
  /** What the bridge shows in its first message. @defaultValue `'secret'` */
  readonly token?: string
  /** Seconds that the broker's clock is ahead of UTC. @defaultValue 10,800 */
  readonly srvOff?: number
}

/** The simulated bridge with what only it can do. */
export interface SimulatedMt5 extends SimulatedVenue {
  /** The ticks of a symbol in a span on the broker's clock (ms), as the terminal has them. */
  ticks(symbol: string, fromTm: number, toTm: number): readonly TerminalTick[]
  /** Moves the broker's clock, as on the days when summer time begins and ends; told with the next heartbeat. */
  setServerOffset(srvOff: number): void
  /** Connects the terminal to its broker, or cuts it off; told at once. */
  setTerminalOnline(isOnline: boolean): void
  /** Says that ticks of a span on the broker's clock (ms) could not be had. */
  announceGap(symbol: string, fromTm: number, toTm: number, why: string): void
}

const ORIGIN = '127.0.0.1:8228'
const HOST = 'bridge'

/**
 * Makes a simulated bridge. Nothing moves before `start()`, `market.start()` or `market.step()`.
 *
 * @throws ConfigError `INVALID_OPTIONS` for an instrument of an unknown product.
 */
export function simulatedMt5(options: SimulatedMt5Options): SimulatedMt5 {
  const seed = options.seed ?? 1
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const market = new SimMarket(ports, {
    seed,
    instruments: (options.instruments ?? DEFAULT_INSTRUMENTS).map(checked),
    stepMs: options.stepMs ?? 10,
    warmUpMs: options.warmUpMs ?? 0,
  })
  const terminal = new Terminal(market, ports, {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    token: options.token ?? 'secret',
    srvOff: options.srvOff ?? 10_800,
  })
  const sessions = new Set<BridgeSession>()
  return {
    venue: 'mt5',
    hosts: { [HOST]: venueHost(HOST, bridgeHost(terminal, sessions), options.ports, faults) },
    streams: { bridge: { host: HOST, origin: `ws://${ORIGIN}`, path: '/v1' } },
    rest: { bridge: { host: HOST, origin: `http://${ORIGIN}`, path: '/v1' } },
    market,
    faults,
    truth: (product, symbol, updateId) => market.truth(product, symbol, updateId),
    start() {
      faults.restart()
      market.start()
    },
    stop: () => market.stop(),
    ticks(symbol, fromTm, toTm) {
      const live = terminal.find(symbol)
      return live === undefined ? [] : terminal.ticks(live, fromTm, toTm)
    },
    setServerOffset(srvOff) {
      terminal.srvOff = srvOff
    },
    setTerminalOnline(isOnline) {
      terminal.isConnected = isOnline
      for (const session of sessions) session.beat()
    },
    announceGap(symbol, from, to, why) {
      for (const session of sessions) session.tell({ t: 'gap', s: symbol, from, to, why })
    },
  }
}

function checked(instrument: SimInstrumentOptions): SimInstrumentOptions {
  if (PRODUCTS.includes(instrument.product)) return instrument
  throw new ConfigError(
    'INVALID_OPTIONS',
    `Listing ${instrument.symbol}: product is one of ${PRODUCTS.join(', ')}, was ${instrument.product}`,
  )
}
