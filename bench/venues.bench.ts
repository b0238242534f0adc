import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { interleave, type Row } from './kit/interleave.ts'
import { report } from './kit/report.ts'
import { ROUNDS, SLICE_MS } from './kit/settings.ts'
import type { VenueWork } from './kit/task.ts'
import { captureRow } from './kit/venue-capture.ts'
import { VENUE_ROWS, type VenueRow } from './kit/venue-rows.ts'

/** Each venue's stream: raw frame to updated book, against `JSON.parse` of the same frame. */

const { child } = await bundle({ child: 'bench/kit/child.ts' })
if (child === undefined) throw new Error('Nothing was bundled')
const wanted = process.env['CROSSBOOK_BENCH_VENUES']?.split(',')
const before = hiccup()
const rows: string[][] = []
for (const row of VENUE_ROWS) {
  if (wanted !== undefined && !wanted.includes(row.venue)) continue
  const { path, source, missing } = await captureRow(row)
  if (missing !== '')
    console.error(
      `NO RECORDING ${row.venue}/${missing}: the frames are those of the simulated venue`,
    )
  const name = `${row.venue} ${row.product}, ${source}`
  const task = (work: VenueWork) => ({ name: `${name}: ${work}`, venue: { path, work } })
  const measured = await interleave(child, worksOf(row).map(task), {
    rounds: ROUNDS,
    sliceMs: SLICE_MS,
  })
  const line = lineOf(name, row, measured)
  console.log(line.join(' | '))
  rows.push(line)
}
report({
  id: 'venues',
  order: 70,
  title: 'Venues: raw frame to updated book',
  text:
    'Decoded, judged, applied, top read; `JSON.parse(frame.toString())` of the same frames in turn. ' +
    'Every frame was compared with a naive reading, and every book with a naive book, before. ' +
    `Times are of the fastest slices; ${hiccupText([before, hiccup()])}.`,
  columns: [
    '',
    'B/frame',
    'levels/frame',
    'ours, ns',
    '`JSON.parse`, ns',
    'ratio',
    'ratio of medians',
    'B allocated/frame',
    'bound',
  ],
  rows,
})

function worksOf({ bound }: VenueRow): readonly VenueWork[] {
  if (bound === 'inflate') return ['book', 'inflateAndParse', 'inflate']
  return bound === 'protobuf' ? ['book'] : ['book', 'parse']
}

function lineOf(
  name: string,
  { bound }: VenueRow,
  [own, parse, inflate]: readonly Row[],
): string[] {
  const fastest = (row: Row | undefined): number => Math.min(...(row?.times ?? [Number.NaN]))
  const text = (value: number, digits: number): string =>
    Number.isFinite(value) ? value.toFixed(digits) : 'none'
  const boundText =
    inflate === undefined
      ? (bound ?? '')
      : `inflate: ${text(fastest(inflate), 0)} ns of both; ${text((fastest(parse) - fastest(inflate)) / (fastest(own) - fastest(inflate)), 1)}× without it`
  return [
    name,
    String(own?.bytesPerFrame),
    text(own?.levelsPerFrame ?? Number.NaN, 1),
    text(fastest(own), 0),
    text(fastest(parse), 0),
    `${text(fastest(parse) / fastest(own), 2)}`,
    `${text((parse?.nsPerFrame ?? Number.NaN) / (own?.nsPerFrame ?? Number.NaN), 2)}`,
    text(own?.garbage.bytesPerFrame ?? Number.NaN, 0),
    boundText,
  ]
}
