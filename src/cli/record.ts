import { Daemon, readDaemonConfig } from '../daemon/index.ts'
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
  const ports = nodePorts({ keepAlive: true, log: { level: 'warn' } })
  const driver = await driverNamed(requiredText(given, 'venue'))
  const folder = requiredText(given, 'folder')
  const simulated =
    given.values['simulated'] === true ? await serveSimulated(driver.facts.venue, ports) : undefined
  const config = readDaemonConfig({
    venues: [
      {
        venue: driver.facts.venue,
        environment: environmentOption(given),
        ...(simulated && { urls: { streams: simulated.streams, rest: simulated.rest } }),
      },
    ],
    subscriptions: [
      {
        venue: driver.facts.venue,
        pairs: listOption(given, 'pairs') ?? [],
        channels: listOption(given, 'channels') ?? ['book', 'bbo', 'trade'],
      },
    ],
    storage: { folder },
  })
  const raw = given.values['raw'] === true ? rawTap(driver.facts.venue, folder, ports) : undefined
  const daemon = await Daemon.start({ config, ports, ...(raw && { tap: () => raw.tap }) })
  for (const [task, reason] of Object.entries(daemon.status().refused))
    terminal.err.write(`refused: ${task}: ${reason}\n`)
  const isRefused = Object.keys(daemon.status().refused).length > 0
  if (!isRefused) await waitFor(durationOption(given, 'for'), terminal, ports)
  const { books } = daemon.status()
  await daemon.close()
  await raw?.recorder.close()
  await simulated?.close()
  await ports.close()
  for (const { pair, rows, resyncs } of books)
    terminal.err.write(`${pair}: ${rows} rows, ${resyncs} resyncs\n`)
  return isRefused ? 1 : 0
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
