import { barChart, type Panel } from './bar-chart.ts'
import { cell, nodeMajor, type Result } from './results.ts'
import { soakPanels } from './soak-panels.ts'

/** Which results a picture shows. */
interface ChartSpec {
  readonly name: string
  readonly title: string
  readonly measure: string
  /** Ids of the results, a panel each. */
  readonly sections: readonly string[]
  /** The column that gives a bar its length, or what panels a result makes. */
  readonly bars: string | ((result: Result) => readonly Panel[])
  /** What the rows of crossbook begin with. @defaultValue `crossbook` */
  readonly own?: string
}

const OWN_SCALE = 'Each panel has a scale of its own, from zero.'
const FRAMES = `Thousand frames a second on one core: longer is faster. ${OWN_SCALE}`

const CHARTS: readonly ChartSpec[] = [
  {
    name: 'book',
    title: 'From the bytes of a depth frame to the book, its top read',
    measure: FRAMES,
    sections: ['book-recorded-spot', 'book-20', 'book-1000', 'book-5000', 'books-500'],
    bars: 'k frames/s',
  },
  {
    name: 'decode',
    title: 'Frames decoded, nothing kept',
    measure: FRAMES,
    sections: ['depth', 'bbo', 'trade'].flatMap((kind) =>
      ['spot', 'generated'].map((from) => `decode-${kind}-${from}`),
    ),
    bars: 'k frames/s',
  },
  {
    name: 'memory',
    title: 'What the books add to a process',
    measure: 'Resident MiB: shorter is less.',
    sections: ['memory'],
    bars: 'books, MiB',
  },
  {
    name: 'import',
    title: 'What an import costs a program',
    measure: 'Time of import in ms: shorter is faster.',
    sections: ['load'],
    bars: 'import, ms',
  },
  {
    name: 'loopback',
    title: 'From the sender to the subscriber with the updated book',
    measure: 'Half of the frames take no more than so many µs: shorter is faster.',
    sections: ['loopback'],
    bars: 'p50 µs',
  },
  {
    name: 'tick-to-trade',
    title: 'From a frame to the signed order',
    measure: 'Half of the orders take no more than so many µs: shorter is faster.',
    sections: ['tick-to-trade'],
    bars: 'p50 µs',
  },
  {
    name: 'signing',
    title: 'A limit order written and signed',
    measure: 'Thousand orders a second on one core: longer is faster.',
    sections: ['signing'],
    bars: 'k orders/s',
  },
  {
    name: 'ring',
    title: 'Records from one thread to another',
    measure: 'Million records a second: longer is faster.',
    sections: ['threads'],
    bars: 'M records/s',
    own: 'ring',
  },
  {
    name: 'soak',
    title: 'A whole monitor for ten minutes',
    measure: 'Shorter is better. Each panel has a scale of its own, from zero.',
    sections: ['soak'],
    bars: soakPanels,
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
        .map((result) => ({ result, panels: panelsOf(result, spec) }))
        .filter(({ panels }) => panels.length > 0)
      if (shown.length === 0) return []
      const places = shown.map(({ result }) => placeOf(result))
      const svg = barChart({
        title: spec.title,
        measure: spec.measure,
        panels: shown.flatMap(({ panels }) => panels),
        notes: [...new Set(places), `${peers}.`],
      })
      return [{ path: `node-${major}/${spec.name}.svg`, svg }]
    })
  })
}

function placeOf({ machine, node, date }: Result): string {
  return `${machine}; Node ${node}; ${date}.`
}

/** Without bars that have no length, and without panels that have no bars. */
function panelsOf(result: Result, { bars, own = 'crossbook' }: ChartSpec): readonly Panel[] {
  const panels = typeof bars === 'string' ? [tablePanel(result, bars, own)] : bars(result)
  return panels
    .map((panel) => ({ ...panel, bars: panel.bars.filter(({ value }) => Number.isFinite(value)) }))
    .filter((panel) => panel.bars.length > 0)
}

function tablePanel(result: Result, column: string, own: string): Panel {
  const { title, text, rows } = result
  return {
    title: plain(title),
    text: plain(text),
    bars: rows.map(([name = '']) => ({
      name: plain(name),
      value: cell(result, name, column),
      isOwn: name.startsWith(own),
    })),
  }
}

/** Without the marks of Markdown. */
function plain(text: string): string {
  return text.replaceAll('`', '')
}
