import type { Environment } from '../core/index.ts'
import { Daemon, type DaemonConfig, readDaemonConfig } from '../daemon/index.ts'
import { RawRecorder } from '../monitor/index.ts'
import { type NodePorts, nodePorts } from '../runtime/node/index.ts'
import { type ServedVenue, SIMULATED_NAMES, SIMULATORS, serveVenue } from '../sim/index.ts'
import { FileSink } from '../storage/file/index.ts'
import type { FrameTap } from '../transport/index.ts'
import { environmentOption } from './environment.ts'
import { waitFor } from './sim.ts'
import type { Terminal } from './terminal.ts'
import {
  type CommandSpec,
  durationOption,
  type Given,
  listOption,
  requiredText,
  UsageError,
} from './usage.ts'
import { driverNamed } from './venue-options.ts'

/** `crossbook record`. */
export const spec: CommandSpec = {
  name: 'record',
  summary: 'records market data of a venue into segment files until Ctrl-C',
  options: {
    venue: { type: 'string', value: 'V', about: 'the venue', isRequired: true },
    pairs: {
      type: 'string',
      value: 'A,B',
      about: 'unified pairs, such as BTC/USDT,BTC/USDT:USDT',
      isRequired: true,
    },
    folder: {
      type: 'string',
      value: 'DIR',
      about: 'where to; made where missing',
      isRequired: true,
    },
    channels: {
      type: 'string',
      value: 'A,B',
      about: 'book, bbo, trade, ticker, funding, … (book,bbo,trade)',
    },
    environment: { type: 'string', value: 'E', about: 'production, testnet or demo (production)' },
    simulated: {
      type: 'boolean',
      about: 'the simulated venue, in this process, in place of the real one',
    },
    raw: {
      type: 'boolean',
      about: 'also every frame as it went over the wire, for crossbook decode',
    },
    for: { type: 'string', value: '20s', about: 'stop after this long' },
  },
  examples: [
    'crossbook record --venue V --pairs BTC/USDT --folder history --for 1m',
    'crossbook record --venue V --pairs BTC/USDT:USDT --channels book,trade,funding --folder history --raw',
  ],
}

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const driver = await driverNamed(requiredText(given, 'venue'))
  const options: RecordOptions = {
    venue: driver.facts.venue,
    environment: environmentOption(given),
    folder: requiredText(given, 'folder'),
    pairs: listOption(given, 'pairs') ?? [],
    channels: listOption(given, 'channels') ?? ['book', 'bbo', 'trade'],
    forMs: durationOption(given, 'for'),
  }
  // Everything that may be wrong with the options is read before anything is opened.
  daemonConfig(options)
  const ports = nodePorts({ keepAlive: true, log: { level: 'warn' } })
  const simulated =
    given.values['simulated'] === true ? await serveSimulated(options.venue, ports) : undefined
  const raw =
    given.values['raw'] === true ? rawTap(options.venue, options.folder, ports) : undefined
  try {
    const config = daemonConfig(options, simulated)
    return await record(
      options,
      await Daemon.start({ config, ports, ...(raw && { tap: () => raw.tap }) }),
      terminal,
      ports,
    )
  } finally {
    await raw?.recorder.close()
    await simulated?.close()
    await ports.close()
  }
}

interface RecordOptions {
  readonly venue: RecordedVenue
  readonly environment: Environment
  readonly folder: string
  readonly pairs: readonly string[]
  readonly channels: readonly string[]
  readonly forMs: number | undefined
}

function daemonConfig(
  { venue, environment, folder, pairs, channels }: RecordOptions,
  simulated?: ServedVenue,
): DaemonConfig {
  const urls = simulated && { urls: { streams: simulated.streams, rest: simulated.rest } }
  return readDaemonConfig({
    venues: [{ venue, environment, ...urls }],
    subscriptions: [{ venue, pairs, channels }],
    storage: { folder },
  })
}

async function record(
  { forMs }: RecordOptions,
  daemon: Daemon,
  terminal: Terminal,
  ports: NodePorts,
): Promise<number> {
  const refused = Object.entries(daemon.status().refused)
  for (const [task, reason] of refused) terminal.err.write(`refused: ${task}: ${reason}\n`)
  if (refused.length === 0) await waitFor(forMs, terminal, ports)
  const { books, waiting } = daemon.status()
  await daemon.close()
  const unreached = Object.entries(waiting)
  for (const [name, reason] of unreached)
    terminal.err.write(`${name} could not be reached: ${reason}\n`)
  for (const { pair, rows, resyncs } of books)
    terminal.err.write(`${pair}: ${rows} rows, ${resyncs} resyncs\n`)
  return refused.length + unreached.length > 0 ? 1 : 0
}

async function serveSimulated(venue: string, ports: NodePorts): Promise<ServedVenue> {
  const name = SIMULATED_NAMES.find((known) => known === venue)
  if (name === undefined)
    throw new UsageError([
      `--simulated: there is no simulated ${venue}; there are ${SIMULATED_NAMES.join(', ')}`,
    ])
  const simulate = await SIMULATORS[name]()
  return serveVenue(simulate({ ports, warmUpMs: 5_000 }))
}

type RecordedVenue = Parameters<RawRecorder['frame']>[0]['venue']

function rawTap(
  venue: RecordedVenue,
  folder: string,
  ports: NodePorts,
): { recorder: RawRecorder; tap: FrameTap } {
  const recorder = new RawRecorder([new FileSink(ports.files, { folder, name: 'raw' })], ports)
  const encoder = new TextEncoder()
  const tap: FrameTap = {
    incoming: (data, isBinary, localTimeUs, { url }) =>
      recorder.frame({ venue, url, dir: 'in', data, isBinary, localTimeUs }),
    outgoing: (frame, localTimeUs, { url }) => {
      const isBinary = typeof frame !== 'string'
      recorder.frame({
        venue,
        url,
        dir: 'out',
        data: isBinary ? frame : encoder.encode(frame),
        isBinary,
        localTimeUs,
      })
    },
  }
  return { recorder, tap }
}
