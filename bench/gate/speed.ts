/**
 * Floors of speed as ratios to `JSON.parse(frame.toString())` of the same frames in the same run, so that they hold on
 * any machine. The fastest of many short slices is compared: noise only ever adds time. The floors are half of the
 * targets (bench/kit/targets.ts) or more, and half to two thirds of what is measured (bench/BENCHMARKS.md): the gate catches
 * what breaks, not what drifts. What is aimed at against peers is not here: the gate needs none.
 */
import { bundle } from '../kit/bundle.ts'
import { Checks } from '../kit/checks.ts'
import type { Source, Task, VenueTask } from '../kit/task.ts'
import { captureRow } from '../kit/venue-capture.ts'
import type { VenueRow } from '../kit/venue-rows.ts'
import { Worker } from '../kit/worker.ts'

const ROUNDS = 32
const SLICE_MS = 20
const SMALL: Source = { depth: 10, frames: 10_000 }
const DEPTH: Source = { depth: 1_000, frames: 2_000 }
const SHALLOW: Source = { depth: 20, frames: 2_000 }
const DEEP: Source = { depth: 5_000, frames: 2_000 }
/** `JSON.parse` is not as fast on all, and so what is aimed at is not the same. */
const TRADE_FLOOR = process.version.startsWith('v20.') ? 5 : 4
/** Frames of simulated venues read by shape, into the book: levels as arrays, as objects. */
const VENUES: readonly (readonly [row: VenueRow, floor: number])[] = [
  [{ venue: 'okx', market: 'spot', product: 'spot' }, 3.6],
  [{ venue: 'kraken', market: 'spot', product: 'spot' }, 3.1],
]

const { child } = await bundle({ child: 'bench/kit/child.ts' })
const checks = new Checks()
await compare({ decode: 'bbo' }, SMALL, [['BBO frame decoded', { decode: 'bbo' }, 3.5]])
await compare({ decode: 'trade' }, SMALL, [
  ['trade frame decoded', { decode: 'trade' }, TRADE_FLOOR],
])
await compare({ decode: 'depth' }, DEPTH, [
  ['depth frame decoded', { decode: 'depth' }, 4.2],
  ['depth frame to a book of 1,000 levels', 'book', 2.7],
])
const toBook = (source: Source): Task => ({
  name: 'depth frame to a book of 1,000 levels',
  subject: 'crossbook',
  work: 'book',
  source,
})
await ratios(
  { ...toBook(DEPTH), name: 'JSON.parse and sorted arrays', subject: 'jsonParseNumbers' },
  [[toBook(DEPTH), 4.5]],
)
await ratios({ ...toBook(SHALLOW), name: 'the speed at 20 levels' }, [
  [{ ...toBook(DEEP), name: 'depth frame to a book of 5,000 levels' }, 1 / 3],
])
for (const [row, floor] of VENUES) {
  const { path } = await captureRow(row)
  const name = `${row.venue} book frame to book`
  const own: VenueTask = { name, venue: { path, work: 'book' } }
  await ratios({ name: 'JSON.parse', venue: { path, work: 'parse' } }, [[own, floor]])
}
checks.end()

/** Measures `JSON.parse` doing `parsed`, and each row, in turn. */
async function compare(
  parsed: Task['work'],
  source: Source,
  rows: readonly (readonly [name: string, work: Task['work'], floor: number])[],
): Promise<void> {
  await ratios(
    { name: 'JSON.parse', subject: 'jsonParse', work: parsed, source },
    rows.map(([name, work, floor]) => [{ name, subject: 'crossbook', work, source }, floor]),
  )
}

async function ratios(
  parse: Task | VenueTask,
  rows: readonly (readonly [task: Task | VenueTask, floor: number])[],
): Promise<void> {
  const tasks = [parse, ...rows.map(([task]) => task)]
  const workers = tasks.map((task) => new Worker(child ?? '', task))
  const fastest = workers.map(() => Number.POSITIVE_INFINITY)
  try {
    for (const worker of workers) await worker.start()
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [i, worker] of workers.entries()) {
        const { nsPerFrame } = await worker.slice(SLICE_MS)
        fastest[i] = Math.min(fastest[i] ?? Number.NaN, nsPerFrame)
      }
    }
  } finally {
    for (const worker of workers) worker.stop()
  }
  const [parseNs = Number.NaN, ...own] = fastest
  for (const [i, [{ name }, floor]] of rows.entries()) {
    checks.atLeast(name, parseNs / (own[i] ?? Number.NaN), floor, `× ${parse.name}`)
  }
}
