import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { knownVenue, loadDriver, type Ports } from 'crossbook'
import { Daemon, type DaemonConfig, readDaemonConfig } from 'crossbook/daemon'
import { nodePorts } from 'crossbook/runtime/node'
import { SIMULATED_NAMES } from 'crossbook/sim'
import { pairsAt, readStartOptions, type StartOptions, simulated } from './options.ts'
import { createScreen } from './screen.ts'
import { type SimulatedVenues, startSimulatedVenues } from './simulated-venues.ts'
import { simulatedCredentials, tradingConfig, walletAt } from './trading.ts'
import { type Comparison, compare } from './witness.ts'

/** Longer than closing waits for the ends of orders. */
const DRAIN_WITHIN_MS = 25_000

/** Runs the daemon until its time is over or Ctrl-C; resolves to the exit code. */
async function run(options: StartOptions, signal: AbortSignal): Promise<number> {
  const ports = nodePorts({ keepAlive: true, waterfall: true })
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'crossbook-')))
  const venues = await openVenues(options, ports)
  const config = await daemonConfig(options, venues, folder)
  const screen = createScreen(options, folder)
  const starting = Daemon.start({
    config,
    ports,
    credentials: simulatedCredentials,
    // Few orders a second: without it each goes a way that nothing has gone before.
    rehearses: true,
    onEvent: (event) => screen.event(event),
    onTraderEvent: (event) => screen.traderEvent(event),
    signal,
  })
  const daemon = await starting.catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  if (daemon === undefined) {
    // Ctrl-C came before it was there, and what had been opened is closed.
    await venues?.close()
    await ports.close()
    return 0
  }
  await show(daemon, screen, options, signal)
  const { books, latency } = daemon.status()
  await daemon.close()
  const { trading } = daemon.status()
  const comparison = venues && config.role !== 'monitor' ? compareAll(venues, daemon) : undefined
  await venues?.close()
  await ports.close()
  return screen.end({ books, trading, comparison, latency })
}

/** The simulated venues; `undefined` where the real ones are meant. */
async function openVenues(
  { isLive, venues, hasFaults }: StartOptions,
  ports: Ports,
): Promise<SimulatedVenues | undefined> {
  return isLive ? undefined : await startSimulatedVenues(simulated(venues), ports, hasFaults)
}

async function daemonConfig(
  options: StartOptions,
  simulatedVenues: SimulatedVenues | undefined,
  folder: string,
): Promise<DaemonConfig> {
  const { role } = options
  const venues = simulatedVenues?.venues ?? options.venues.map((venue) => ({ venue }))
  const subscriptions = await Promise.all(
    venues.map(async ({ venue }) => ({
      venue,
      pairs: pairsAt(venue, options),
      channels: await channelsAt(venue),
    })),
  )
  return readDaemonConfig({
    role,
    venues,
    subscriptions,
    storage: { folder },
    ...(simulatedVenues !== undefined &&
      role !== 'monitor' && {
        trading: tradingConfig(simulatedVenues.places, join(folder, 'state')),
      }),
  })
}

/** Books and trades, and best prices where the venue tells them beside its books. */
async function channelsAt(venue: string): Promise<('book' | 'bbo' | 'trade')[]> {
  const { facts } = await loadDriver(knownVenue(venue))
  const tellsBbo = facts.channels.some(({ channel }) => channel === 'bbo')
  return tellsBbo ? ['book', 'bbo', 'trade'] : ['book', 'trade']
}

/** What the venues have in their own books beside what the trader believes. */
function compareAll({ places }: SimulatedVenues, { trader }: Daemon): Comparison {
  return compare(
    [...places].flatMap(([name, { venue }]) =>
      (venue.accounts?.all() ?? []).map((theirs) => ({
        name,
        theirs,
        wallet: walletAt(name),
        core: trader?.core,
      })),
    ),
  )
}

async function show(
  daemon: Daemon,
  screen: ReturnType<typeof createScreen>,
  { forMs = Number.POSITIVE_INFINITY }: StartOptions,
  signal: AbortSignal,
): Promise<void> {
  for (let leftMs = forMs; leftMs > 0 && !signal.aborted; leftMs -= 1000) {
    // An abort ends the wait early; that is how Ctrl-C gets through, not an error.
    await sleep(Math.min(1000, leftMs), undefined, { signal }).catch(() => {})
    screen.status(daemon.status())
  }
}

const options = readStartOptions(process.argv.slice(2), SIMULATED_NAMES)
if (typeof options === 'string') {
  const isHelp = process.argv.includes('--help')
  ;(isHelp ? process.stdout : process.stderr).write(`${options}\n`)
  process.exitCode = isHelp ? 0 : 2
} else {
  const controller = new AbortController()
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
    setTimeout(() => process.exit(1), DRAIN_WITHIN_MS).unref()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  process.exitCode = await run(options, controller.signal)
}
