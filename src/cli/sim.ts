import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { nodePorts } from '../runtime/node/index.ts'
import { type FaultScript, SIMULATED_NAMES, SIMULATORS, serveVenue } from '../sim/index.ts'
import type { Terminal } from './terminal.ts'
import {
  type CommandSpec,
  durationOption,
  type Given,
  listOption,
  textOption,
  UsageError,
} from './usage.ts'

/** `crossbook sim`. */
export const spec: CommandSpec = {
  name: 'sim',
  summary:
    'serves simulated venues on loopback ports until Ctrl-C; prints their URLs, one JSON a line',
  options: {
    venues: { type: 'string', value: 'A,B', about: `which (${SIMULATED_NAMES.join(',')})` },
    seed: { type: 'string', value: 'S', about: 'one seed gives one history of the market (1)' },
    faults: {
      type: 'string',
      value: 'FILE',
      about: 'a fault script: a JSON list of {fault, when, where}',
    },
    for: { type: 'string', value: '20s', about: 'stop after this long' },
  },
  examples: [
    'crossbook sim --seed 7 --for 1m',
    'crossbook record --venue V --simulated --pairs BTC/USDT --for 10s --folder history',
  ],
}

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const ports = nodePorts({ keepAlive: true })
  const wanted = listOption(given, 'venues') ?? SIMULATED_NAMES
  const unknown = wanted.filter((name) => !SIMULATED_NAMES.some((known) => known === name))
  if (unknown.length > 0) {
    throw new UsageError([
      `--venues: there is no simulated "${unknown.join('", "')}"; there are ${SIMULATED_NAMES.join(', ')}`,
    ])
  }
  const faults = faultScript(textOption(given, 'faults'))
  // Everything that may be wrong with the options is read before anything is opened.
  const forMs = durationOption(given, 'for')
  const served = []
  for (const name of SIMULATED_NAMES.filter((known) => wanted.includes(known))) {
    const simulate = await SIMULATORS[name]()
    const venue = simulate({
      ports,
      seed: textOption(given, 'seed') ?? '1',
      warmUpMs: 5_000,
      faults,
    })
    const place = await serveVenue(venue)
    served.push(place)
    terminal.out.write(
      `${JSON.stringify({ venue: name, streams: place.streams, rest: place.rest })}\n`,
    )
  }
  await waitFor(forMs, terminal, ports)
  await Promise.all(served.map((place) => place.close()))
  await ports.close()
  return 0
}

/** Resolves when the time is over or the user has had enough. */
export async function waitFor(
  forMs: number | undefined,
  terminal: Terminal,
  ports: ReturnType<typeof nodePorts>,
): Promise<void> {
  const { signal } = terminal
  if (signal.aborted) return
  const stopped = once(signal, 'abort')
  if (forMs === undefined) {
    await stopped
    return
  }
  await Promise.race([
    stopped,
    new Promise<void>((resolve) => void ports.timers.after(forMs, resolve)),
  ])
}

function faultScript(file: string | undefined): FaultScript {
  if (file === undefined) return []
  try {
    const script: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (Array.isArray(script)) return script as FaultScript // the injector checks each rule when it strikes
    throw new Error('expected a list of rules')
  } catch (error) {
    throw new UsageError([`--faults: ${error instanceof Error ? error.message : String(error)}`])
  }
}
