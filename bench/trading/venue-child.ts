import { nodePorts } from '../../src/runtime/node/index.ts'
import { simulatedBybit } from '../../src/sim/bybit/index.ts'
import { type SimInstrumentOptions, serveVenue } from '../../src/sim/index.ts'
import { serveMadeFeed } from './made-feed.ts'
import { pacedHost } from './paced-host.ts'
import { API_KEY, DEPTH, EVENTS_PER_SECOND, INSTRUMENTS, PER_SECOND } from './settings.ts'

/**
 * A simulated venue in a process of its own: contracts, and an account. By its arguments: how many contracts, how often each
 * changes a second, how many frames a second leave at most; `made`: of books that were made before, in place of its own;
 * `silent`: its books are told nothing of, and follow on their own where they are measured.
 */

/** Where a venue process is found. */
export interface VenuePlace {
  readonly streams: Readonly<Record<string, string>>
  readonly accountStreams: Readonly<Record<string, string>>
  readonly rest: Readonly<Record<string, string>>
  readonly accountRest: Readonly<Record<string, string>>
}

const AT_ONCE = 1_000_000

const [contracts = INSTRUMENTS, eventsPerSecond = EVENTS_PER_SECOND, perSecond = PER_SECOND] =
  process.argv.slice(2, 5).map(Number)
const books = process.argv[5]
const isSilent = books === 'silent'
const instruments: readonly SimInstrumentOptions[] = Array.from({ length: contracts }, (_, i) => {
  const base = `${String.fromCharCode(65 + Math.floor(i / 26), 65 + (i % 26))}X`
  return {
    product: 'linear',
    symbol: `${base}USDT`,
    base,
    quote: 'USDT',
    settle: 'USDT',
    kind: 'perpetual',
    tickSize: '0.1',
    lotSize: '0.001',
    startPrice: '64000',
    flow: { hasPhases: false, eventsPerSecond },
  }
})

const ports = nodePorts({ keepAlive: true })
const venue = simulatedBybit({
  ports,
  instruments,
  limits: {
    requestsPerFiveSeconds: AT_ONCE,
    ordersPerSecond: { spot: AT_ONCE, contract: AT_ONCE },
    questionsPerSecond: AT_ONCE,
  },
  warmUpMs: 2_000,
  accounts: [{ name: 'main', keys: [API_KEY], balances: { unified: { USDT: '10000000' } } }],
})
process.on('disconnect', () => process.exit(0))
const { streams, accountStreams, rest, accountRest } = await serveVenue({
  ...venue,
  hosts: isSilent ? venue.hosts : mapped(venue.hosts, (host) => pacedHost(host, perSecond)),
})
const made =
  books === undefined ? {} : { linear: await serveMadeFeed(DEPTH, isSilent ? 0 : perSecond) }
process.send?.({
  streams: { ...streams, ...made },
  accountStreams,
  rest,
  accountRest,
} satisfies VenuePlace)

function mapped<T>(
  record: Readonly<Record<string, T>>,
  change: (value: T) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
