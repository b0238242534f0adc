import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { knownVenue, loadDriver } from 'crossbook'
import { Daemon, readDaemonConfig } from 'crossbook/daemon'
import { nodePorts } from 'crossbook/runtime/node'
import { SIMULATED_NAMES } from 'crossbook/sim'
import { pairsAt, readStartOptions, type StartOptions } from './options.ts'
import { createScreen } from './screen.ts'
import { startSimulatedVenues } from './simulated-venues.ts'

const DRAIN_WITHIN_MS = 10_000

/** Runs the daemon until its time is over or Ctrl-C; resolves to the exit code. */
async function run(options: StartOptions, signal: AbortSignal): Promise<number> {
  const ports = nodePorts({ keepAlive: true })
  const names = SIMULATED_NAMES.filter((name) => options.venues.includes(name))
  const simulated = options.isLive
    ? undefined
    : await startSimulatedVenues(names, ports, options.hasFaults)
  const venues = simulated?.venues ?? options.venues.map((venue) => ({ venue }))
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'crossbook-')))
  const config = readDaemonConfig({
    venues,
    subscriptions: await Promise.all(
      venues.map(async ({ venue }) => ({
        venue,
        pairs: pairsAt(venue, options),
        channels: await channelsAt(venue),
      })),
    ),
    storage: { folder },
  })
  const screen = createScreen(options, folder)
  const daemon = await Daemon.start({ config, ports, onEvent: (event) => screen.event(event) })
  await show(daemon, screen, options, signal)
  const status = daemon.status()
  await daemon.close()
  await simulated?.close()
  await ports.close()
  const resyncs = status.books.reduce((sum, book) => sum + book.resyncs, 0)
  return screen.end(status, resyncs)
}

/** Books and trades, and best prices where the venue tells them beside its books. */
async function channelsAt(venue: string): Promise<('book' | 'bbo' | 'trade')[]> {
  const { facts } = await loadDriver(knownVenue(venue))
  const tellsBbo = facts.channels.some(({ channel }) => channel === 'bbo')
  return tellsBbo ? ['book', 'bbo', 'trade'] : ['book', 'trade']
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
