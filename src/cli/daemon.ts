import { readFileSync } from 'node:fs'
import { Daemon, environmentCredentials, readDaemonConfig, statusTable } from '../daemon/index.ts'
import { nodePorts, nodeThreads, nodeWatchdog } from '../runtime/node/index.ts'
import { waitFor } from './sim.ts'
import type { Terminal } from './terminal.ts'
import { type CommandSpec, durationOption, type Given, requiredText, UsageError } from './usage.ts'

/** Time between two status lines. */
const STATUS_EVERY_MS = 1_000
/** A loop that hung for so long trades on a market that is gone: nothing but cancels leaves then, until the next start. */
const HANGS_AFTER_MS = 5_000
/** Memory for objects of a thread that keeps market data, in MB: the books of hundreds of instruments. */
const THREAD_HEAP_MB = 2_048

/** `crossbook daemon`. */
export const spec: CommandSpec = {
  name: 'daemon',
  summary:
    'runs the reference daemon from a configuration file until Ctrl-C; one status a second as JSON',
  options: {
    config: {
      type: 'string',
      value: 'FILE',
      about: 'JSON: {role, venues, subscriptions | taskFile, storage, trading, threads}',
      isRequired: true,
    },
    'busy-poll': {
      type: 'boolean',
      about: 'never sleep: a whole core for orders that leave sooner',
    },
    rehearse: {
      type: 'boolean',
      about: 'make orders that are not sent, so that rare ones leave sooner: a tenth of a core',
    },
    table: { type: 'boolean', about: 'a table in place of JSON' },
    for: { type: 'string', value: '20s', about: 'stop after this long' },
  },
  examples: [
    'crossbook daemon --config monitor.json --table',
    'MAIN_KEY=… MAIN_SECRET=… crossbook daemon --config trader.json',
  ],
}

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const config = readDaemonConfig(readJson(requiredText(given, 'config')))
  const forMs = durationOption(given, 'for')
  const isTable = given.values['table'] === true
  const busyPoll = given.values['busy-poll'] === true
  const ports = nodePorts({ keepAlive: true, log: { level: 'warn' }, waterfall: true, busyPoll })
  const watchdog = config.role === 'monitor' ? undefined : nodeWatchdog({ limitMs: HANGS_AFTER_MS })
  const credentials = environmentCredentials(terminal.environment)
  try {
    const daemon = await Daemon.start({
      config,
      ports,
      credentials,
      ...(config.threads !== 'single' && {
        threadPort: nodeThreads({ keepAlive: true, maxHeapMb: THREAD_HEAP_MB }),
      }),
      ...(watchdog !== undefined && { watchdog }),
      rehearses: given.values['rehearse'] === true,
      signal: terminal.signal,
    })
    await show(daemon, { forMs, isTable }, terminal, ports)
    await daemon.close()
  } catch (error) {
    // A start that was interrupted has closed what it had opened.
    if (error !== terminal.signal.reason) throw error
  } finally {
    await watchdog?.close()
    await ports.close()
  }
  return 0
}

/** Shows how it is doing until its time is over. */
async function show(
  daemon: Daemon,
  { forMs, isTable }: { readonly forMs: number | undefined; readonly isTable: boolean },
  terminal: Terminal,
  ports: ReturnType<typeof nodePorts>,
): Promise<void> {
  const line = (): string => {
    const status = daemon.status()
    if (!isTable) return JSON.stringify(status)
    return `${statusTable(status, terminal.err.isTTY === true)}\n`
  }
  const repeat = (): void => {
    terminal.out.write(`${line()}\n`)
    timer = ports.timers.after(STATUS_EVERY_MS, repeat)
  }
  let timer = ports.timers.after(STATUS_EVERY_MS, repeat)
  await waitFor(forMs, terminal, ports)
  timer.cancel()
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError([`--config: ${error instanceof Error ? error.message : String(error)}`])
  }
}
