import { barChart, type Panel } from './bar-chart.ts'
import { cell, nodeMajor, type Result } from './results.ts'

/** Which results a picture shows. */
interface ChartSpec {
  readonly name: string
  readonly title: string
  readonly measure: string
  /** Ids of the results, a panel each. */
  readonly sections: readonly string[]
  /** The column that gives a bar its length. */
  readonly column: string
}

const OWN_SCALE = 'Each panel has a scale of its own, from zero.'
const FRAMES = `Thousand frames a second on one core: longer is faster. ${OWN_SCALE}`

const CHARTS: readonly ChartSpec[] = [
  {
    name: 'book',
    title: 'From the bytes of a depth frame to the book, its top read',
    measure: FRAMES,
    sections: ['book-recorded-spot', 'book-20', 'book-1000', 'book-5000', 'books-500'],
    column: 'k frames/s',
  },
  {
    name: 'decode',
    title: 'Frames decoded, nothing kept',
    measure: FRAMES,
    sections: ['depth', 'bbo', 'trade'].flatMap((kind) =>
      ['spot', 'generated'].map((from) => `decode-${kind}-${from}`),
    ),
    column: 'k frames/s',
  },
  {
    name: 'memory',
    title: 'What the books add to a process',
    measure: 'Resident MiB: shorter is less.',
    sections: ['memory'],
    column: 'books, MiB',
  },
  {
    name: 'import',
    title: 'What an import costs a program',
    measure: 'Time of import in ms: shorter is faster.',
    sections: ['load'],
    column: 'import, ms',
  },
  {
    name: 'loopback',
    title: 'From the sender to the subscriber with the updated book',
    measure: 'Half of the frames take no more than so many µs: shorter is faster.',
    sections: ['loopback'],
    column: 'p50 µs',
  },
  {
    name: 'tick-to-trade',
    title: 'From a frame to the signed order',
    measure: 'Half of the orders take no more than so many µs: shorter is faster.',
    sections: ['tick-to-trade'],
    column: 'p50 µs',
  },
  {
    name: 'signing',
    title: 'A limit order written and signed',
    measure: 'Thousand orders a second on one core: longer is faster.',
    sections: ['signing'],
    column: 'k orders/s',
  },
]

/** A picture and where it is kept, under bench/charts. */
export interface Chart {
  readonly path: string
  readonly svg: string
}

/** Pictures of results, for each version of Node its own: ratios are not the same on all. What was not measured is left out. */
export function charts(results: readonly Result[], peers: string): readonly Chart[] {
  const versions = [...new Set(results.map(nodeMajor))].sort((a, b) => a - b)
  return versions.flatMap((major) => {
    const own = results.filter((result) => nodeMajor(result) === major)
    return CHARTS.flatMap((spec) => {
      const shown = spec.sections
        .flatMap((id) => own.filter((result) => result.id === id))
        .map((result) => ({ result, panel: panelOf(result, spec.column) }))
        .filter(({ panel }) => panel.bars.length > 0)
      if (shown.length === 0) return []
      const places = shown.map(({ result }) => placeOf(result))
      const svg = barChart({
        title: spec.title,
        measure: spec.measure,
        panels: shown.map(({ panel }) => panel),
        notes: [...new Set(places), `${peers}.`],
      })
      return [{ path: `node-${major}/${spec.name}.svg`, svg }]
    })
  })
}

function placeOf({ machine, node, date }: Result): string {
  return `${machine}; Node ${node}; ${date}.`
}

function panelOf(result: Result, column: string): Panel {
  const { title, text, rows } = result
  return {
    title: plain(title),
    text: plain(text),
    bars: rows
      .map(([name = '']) => ({
        name: plain(name),
        value: cell(result, name, column),
        isOwn: name.startsWith('crossbook'),
      }))
      .filter(({ value }) => Number.isFinite(value)),
  }
}

/** Without the marks of Markdown. */
function plain(text: string): string {
  return text.replaceAll('`', '')
}
