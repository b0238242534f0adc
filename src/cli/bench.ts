import { nodePorts } from '../runtime/node/index.ts'
import {
  benchTable,
  type Measured,
  measuredLine,
  type Place,
  placeLine,
} from './bench/bench-report.ts'
import { measure } from './bench/measure.ts'
import { ProgressBar } from './bench/progress-bar.ts'
import { stalls } from './bench/stalls.ts'
import { benchWorks } from './bench/works.ts'
import { LineWriter, type Terminal } from './terminal.ts'
import { type CommandSpec, durationOption, type Given } from './usage.ts'

const FOR_MS = 20_000
/** Of the whole time, for the noise of the machine. */
const STALLS_PART = 0.05
const LONGEST_STALLS_MS = 500

/** `crossbook bench`. */
export const spec: CommandSpec = {
  name: 'bench',
  summary:
    'measures this machine: frames decoded, frames to books of 20, 1,000 and 5,000 levels, orders signed; beside JSON.parse',
  options: {
    for: { type: 'string', value: '20s', about: 'how long to measure, all together (20s)' },
    json: { type: 'boolean', about: 'one JSON a line in place of the table' },
  },
  examples: ['crossbook bench', 'crossbook bench --for 1m --json > bench.ndjson'],
}

/** Runs the command; resolves to the exit code: 1 where Ctrl-C came before the last work. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const forMs = durationOption(given, 'for') ?? FOR_MS
  const isJson = given.values['json'] === true
  const { monotonicClock: clock, timers } = nodePorts({ keepAlive: true })
  const breathe = (): Promise<void> => new Promise((resolve) => void timers.after(0, resolve))
  const writer = new LineWriter(terminal.out)
  const bar = new ProgressBar(terminal)
  const { form, works } = await benchWorks()
  const stallsMs = Math.min(LONGEST_STALLS_MS, forMs * STALLS_PART)
  const place: Place = { form, stalls: stalls(clock, stallsMs) }
  if (isJson) await writer.json(placeLine(place))
  const all: Measured[] = []
  for (const work of works) {
    bar.show(all.length, works.length, work.title)
    await breathe()
    if (terminal.signal.aborted) break
    const prepared = work.prepare()
    const figures = await measure(prepared, {
      forMs: (forMs - stallsMs) / works.length,
      clock,
      breathe,
      signal: terminal.signal,
    })
    if (figures === undefined) break
    const measured = { work, sizes: prepared, figures }
    all.push(measured)
    if (isJson) await writer.json(measuredLine(measured))
    await writer.flush()
  }
  bar.clear()
  if (!isJson && all.length > 0) terminal.out.write(`${benchTable(place, all).join('\n')}\n`)
  await writer.flush()
  if (all.length === works.length) return 0
  terminal.err.write(`Stopped: ${all.length} of ${works.length} were measured.\n`)
  return 1
}
