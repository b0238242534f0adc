/**
 * A simulated venue that answers as this one does: a JSON service and a host of packed files over one archive of ticks.
 *
 * What lets a client detect damage: cut files do not unpack, and the numbers of rows in the columns of an answer are
 * equal. Neither has a checksum or ids: a digit damaged inside is found by comparing both services, and by nothing else.
 */
import { FaultInjector } from '../fault-injector.ts'
import { SimMarket } from '../sim-market.ts'
import type { SimPorts } from '../sim-ports.ts'
import type { EndpointPlace, SimulatedVenue, SimulatorOptions } from '../simulated-venue.ts'
import { venueHost } from '../venue-host.ts'
import { Archive, type ArchivedTick } from './archive.ts'
import { DukascopyState } from './dukascopy-state.ts'
import { fileHost } from './file-host.ts'
import { jsonHost } from './json-host.ts'
import { DEFAULT_LIMITS, type DukascopyLimits } from './limits.ts'
import { DEFAULT_INSTRUMENTS, type DukascopyInstrumentOptions } from './products.ts'

export type { ArchivedTick } from './archive.ts'
export { DEFAULT_LIMITS, type DukascopyLimits } from './limits.ts'
export { packLiterals } from './lzma-literals.ts'
export { DEFAULT_INSTRUMENTS, type DukascopyInstrumentOptions } from './products.ts'

/** Options of {@link simulatedDukascopy}. */
export interface SimulatedDukascopyOptions extends SimulatorOptions {
  /** What is listed. @defaultValue `DEFAULT_INSTRUMENTS` */
  readonly instruments?: readonly DukascopyInstrumentOptions[]
  /** Rules to loosen or tighten. @defaultValue the venue's own */
  readonly limits?: Partial<DukascopyLimits>
}

/** The simulated venue with what only it can do. */
export interface SimulatedDukascopy extends SimulatedVenue {
  /** The ticks of the hour that starts at a moment, epoch ms, as the venue has them. */
  archived(symbol: string, hourMs: number): readonly ArchivedTick[]
}

const REST: Readonly<Record<string, EndpointPlace>> = {
  json: { host: 'json', origin: 'https://jetta.dukascopy.com', path: '/v1' },
  bi5: { host: 'files', origin: 'https://datafeed.dukascopy.com', path: '/datafeed' },
}

/** Makes a simulated venue. It lives in its past: nothing moves, and `truth` knows no book. */
export function simulatedDukascopy(options: SimulatedDukascopyOptions): SimulatedDukascopy {
  const seed = options.seed ?? 1
  const faults = new FaultInjector(options.ports.wallClock, `${seed}/faults`, options.faults)
  const ports: SimPorts = { timers: options.ports.timers, wallClock: faults.skewedClock() }
  const market = new SimMarket(ports, {
    seed,
    instruments: options.instruments ?? DEFAULT_INSTRUMENTS,
  })
  const archive = new Archive(seed)
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const state = new DukascopyState(market, archive, ports.wallClock, limits)
  return {
    venue: 'dukascopy',
    hosts: {
      json: venueHost('json', jsonHost(state), options.ports, faults),
      files: venueHost('files', fileHost(state), options.ports, faults),
    },
    streams: {},
    rest: REST,
    market,
    faults,
    truth: () => undefined,
    start: () => faults.restart(),
    stop: () => {},
    archived(symbol, hourMs) {
      const spec = state.find(symbol)
      return spec === undefined ? [] : archive.hour(spec, hourMs)
    },
  }
}
