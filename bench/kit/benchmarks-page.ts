import { absentBenches } from './benches.ts'
import type { Result } from './results.ts'
import { targetTables } from './target-table.ts'
import { TARGET_VERSIONS } from './targets.ts'

/** The text of bench/BENCHMARKS.md. */
export function benchmarksPage(results: readonly Result[], peers: string): string {
  const tables = results.map((result) => table(result))
  return `${[head(results, peers), targetTables(results), METHOD, ...tables].join('\n\n')}\n`
}

function head(results: readonly Result[], peers: string): string {
  const all = (of: (result: Result) => string): string[] => [...new Set(results.map(of))].sort()
  const dates = all(({ date }) => date)
  return `# Benchmarks

Written by \`npm run bench\` from what was measured ${dates.length > 1 ? 'from' : 'on'} ${span(dates)}; not by hand.

- Machines: ${all(({ machine }) => machine).join('; ')}; Node ${all(({ node }) => node).join(', ')}. Each table says which.
- Peers: ${peers}.
${TARGET_VERSIONS.map((major) => absence(results, major)).join('')}`.trimEnd()
}

/** Which benches have no table here. */
function absence(results: readonly Result[], major: number): string {
  const benches = absentBenches(results, major).map((bench) => `\`bench/${bench}.bench.ts\``)
  return benches.length === 0 ? '' : `- Not kept yet of Node ${major}: ${benches.join(', ')}.\n`
}

const METHOD = `## How it was measured

- Every case runs in a process of its own; short slices run in turn and in alternating order. Times are medians of the
  rounds, spread is the middle half of the rounds ÷ their median. A ratio is the median of the ratios of each round; that
  of the fastest slices stands beside it, because noise only ever adds time. Compare rows of one table only.
- Before it is timed, every row's values are compared with \`JSON.parse\`, and every row's books with a naive book, level
  by level.
- Bytes and collections are counted in processes of their own with the young generation pinned to 16 MiB.`

function span(dates: readonly string[]): string {
  const [first, last] = [dates[0], dates.at(-1)]
  return first === last ? (first ?? 'no day') : `${first} to ${last}`
}

/** A result as a table under its title. */
export function table({ title, text, columns, rows, date, node, machine }: Result): string {
  const rule = columns.map((_, i) => (i === 0 ? '---' : '---:'))
  const lines = [columns, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  return [
    `## ${title}`,
    `${text} (${date}, Node ${node}, ${processor(machine)})`,
    lines.join('\n'),
  ].join('\n\n')
}

/** The part of a machine's name that says whose processor it is. */
function processor(machine: string): string {
  return machine.split(', ')[1] ?? machine
}
