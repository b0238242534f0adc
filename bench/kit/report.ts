import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { CACHE } from './bundle.ts'
import type { Row } from './interleave.ts'
import { peerVersions } from './peers.ts'
import { median } from './stats.ts'

/** One table of the report. */
export interface Section {
  /** Places the section in the report. */
  readonly order: number
  readonly title: string
  /** What was done, in a sentence or two. */
  readonly text: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const RESULTS = `${CACHE}/results`

/** Keeps a section and writes bench/BENCHMARKS.md anew from all that were measured on this machine. */
export function report(section: Section): void {
  mkdirSync(RESULTS, { recursive: true })
  const kept = { ...section, date: today(), node: process.version }
  writeFileSync(`${RESULTS}/${section.order}.json`, JSON.stringify(kept))
  const all = readdirSync(RESULTS)
    .sort()
    .map((name) => JSON.parse(readFileSync(`${RESULTS}/${name}`, 'utf8')) as typeof kept)
  writeFileSync('bench/BENCHMARKS.md', `${[head(), ...all.map(table)].join('\n\n')}\n`)
  console.log(`\n${table(kept)}`)
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}

function head(): string {
  const cpu = os.cpus()[0]?.model ?? 'unknown processor'
  const memory = Math.round(os.totalmem() / 2 ** 30)
  return `# Benchmarks

Written by \`npm run bench\` on ${today()}; not by hand.

- Machine: ${os.cpus().length} cores, ${cpu}, ${memory} GiB, ${os.platform()} ${os.arch()}; Node ${process.version}.
- Peers: ${peerVersions()}.
- Every case runs in a process of its own; short slices run in turn and in alternating order. Times are medians of the
  rounds, spread is the middle half of the rounds ÷ their median. A ratio is the median of the ratios of each round; that
  of the fastest slices stands beside it, because noise only ever adds time. Compare rows of one table only.
- Before it is timed, every row's values are compared with \`JSON.parse\`, and every row's books with a naive book, level
  by level.
- Bytes and collections are counted in processes of their own with the young generation pinned to 16 MiB.`
}

function table({
  title,
  text,
  columns,
  rows,
  date,
  node,
}: Section & { date: string; node: string }): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const rule = columns.map((_, i) => (i === 0 ? '---' : '---:'))
  return [
    `## ${title}`,
    `${text} (${date}, Node ${node})`,
    [columns, rule, ...rows].map(line).join('\n'),
  ].join('\n\n')
}

/** Columns of {@link timedRows}. */
export const TIMED_COLUMNS: readonly string[] = [
  '',
  'k frames/s',
  'ns/frame',
  'crossbook is faster by',
  'by fastest slices',
  'spread',
  'B/frame',
  'collections per million',
]

/** Rows with the ratio to the first one, which is crossbook. */
export function timedRows(rows: readonly Row[]): string[][] {
  const [own] = rows
  if (own === undefined) return []
  return rows.map(({ name, nsPerFrame, times, spread, garbage }) => {
    // Round by round: both slices saw the same machine, more or less.
    const ratios = times.map((ns, round) => ns / (own.times[round] ?? Number.NaN))
    const fastest = Math.min(...times) / Math.min(...own.times)
    return [
      name,
      (1e6 / nsPerFrame).toFixed(nsPerFrame > 10_000 ? 1 : 0),
      nsPerFrame.toFixed(0),
      times === own.times ? '1' : `${median(ratios).toFixed(1)}×`,
      times === own.times ? '1' : `${fastest.toFixed(1)}×`,
      `${(100 * spread).toFixed(0)} %`,
      garbage.bytesPerFrame.toFixed(0),
      garbage.collectionsPerMillion.toFixed(0),
    ]
  })
}
