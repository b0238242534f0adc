import {
  type ExchangeDriver,
  type Instrument,
  InstrumentSlot,
  instrumentIndex,
} from '../../src/core/index.ts'
import { shapesReady } from '../../src/drivers/kit/shape-loader.ts'
import { loadDriver } from '../../src/drivers/registry.ts'
import { loadThreaded } from '../../src/market/load-threaded.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import {
  SIMULATED_NAMES,
  SIMULATORS,
  type SimInstrumentOptions,
  type SimulatedName,
  type SimulatedVenue,
  type Simulator,
} from '../../src/sim/index.ts'
import { httpUrl } from '../../src/transport/http-url.ts'

/** One instrument, as the simulated venue lists it and as the driver reads the listing. */
export interface Listed {
  readonly spec: SimInstrumentOptions
  readonly instrument: Instrument
  /** The host that its books come from. */
  readonly bookHost: string
  /** Whether its full book is joined to a snapshot by REST; a venue may do so for some of its products only. */
  readonly isJoined: boolean
}

/** Everything that a whole-system run needs to know of one venue, found out once before the runs. */
export interface VenueKit {
  readonly name: SimulatedName
  readonly simulate: Simulator
  readonly driver: ExchangeDriver
  /** What the simulated venue lists where nothing else is asked for. */
  readonly listed: readonly Listed[]
  /** Path of book snapshots by REST; absent where the venue sends them on the stream. */
  readonly snapshotPath?: string
  /** Hosts whose books all come with a checksum: only there a changed digit can be found out. */
  readonly checksumHosts: readonly string[]
  /** Origins of all its hosts. */
  readonly origins: readonly string[]
}

/** A simulator that could not be loaded. */
export interface MissingVenue {
  readonly name: SimulatedName
  readonly reason: string
}

/** Loads simulators, drivers, and all that either loads on use. Before any run: a first `import()` waits on the real world. */
export async function loadKits(
  names: readonly SimulatedName[] = SIMULATED_NAMES,
): Promise<{ readonly kits: readonly VenueKit[]; readonly missing: readonly MissingVenue[] }> {
  await Promise.all([shapesReady(), loadThreaded()])
  const kits: VenueKit[] = []
  const missing: MissingVenue[] = []
  for (const name of names) {
    let simulate: Simulator
    try {
      simulate = await SIMULATORS[name]()
    } catch (error) {
      missing.push({ name, reason: error instanceof Error ? error.message : String(error) })
      continue
    }
    const driver = await loadDriver(name)
    // A module that is loaded during a run takes as many real turns as the machine is slow: two runs would differ.
    await driver.knownMessages?.()
    kits.push(kitOf(name, simulate, driver))
  }
  return { kits, missing }
}

function kitOf(name: SimulatedName, simulate: Simulator, driver: ExchangeDriver): VenueKit {
  const probe = simulate({ ports: new VirtualRuntime({ seed: 'probe' }).spawn('venue').ports })
  const instruments = listing(probe, driver)
  const listed = probe.market.instruments().flatMap(({ spec }) => {
    const found = instruments.filter(({ symbol }) => symbol === spec.symbol)
    const instrument = found.find(({ product }) => product === spec.product) ?? found[0]
    if (instrument === undefined) return []
    const [topic] = driver.topics(instrument, { channel: 'book', depth: 'full' })
    const { snapshot } = driver.continuity(instrument.market, topic?.feed ?? '')
    const bookHost = probe.streams[topic?.endpoint ?? '']?.host ?? ''
    return [{ spec, instrument, bookHost, isJoined: snapshot === 'rest' }]
  })
  const books = listed.map(({ instrument, bookHost: host }) => {
    const feed = driver.topics(instrument, { channel: 'book', depth: 'full' })[0]?.feed ?? ''
    return { instrument, feed, host, rule: driver.continuity(instrument.market, feed) }
  })
  const rest = books.find(({ rule }) => rule.snapshot === 'rest')
  const slot = rest && new InstrumentSlot(instrumentIndex(0), rest.instrument)
  const call = rest && slot && driver.rest.bookSnapshot?.(slot, rest.feed)
  const hosts = [...new Set(books.map(({ host }) => host))]
  const places = [...Object.values(probe.streams), ...Object.values(probe.rest)]
  return {
    name,
    simulate,
    driver,
    listed,
    ...(call && { snapshotPath: call.request.path.slice(call.request.path.lastIndexOf('/')) }),
    checksumHosts: hosts.filter((host) =>
      books.every((book) => book.host !== host || book.rule.checksum !== undefined),
    ),
    origins: [...new Set(places.map(({ origin }) => origin))],
  }
}

/** The venue's own answer to the calls that list its instruments, read by the driver. */
function listing(venue: SimulatedVenue, driver: ExchangeDriver): readonly Instrument[] {
  const products = driver.facts.products.map(({ id }) => id)
  return driver.rest.instruments(products).flatMap(({ request, parse }) => {
    const place = venue.rest[request.service]
    const host = venue.hosts[place?.host ?? '']
    if (place === undefined || host === undefined) return []
    const url = new URL(httpUrl(place.origin + place.path, request))
    const answer = host.request({
      method: request.method,
      target: url.pathname + url.search,
      headers: {},
      body: request.body ?? '',
    })
    return answer.kind === 'response' ? parse(answer.response, 0) : []
  })
}
