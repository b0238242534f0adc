import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { interleave } from './kit/interleave.ts'
import { installPeers, peer } from './kit/peers.ts'
import { hasRecordings } from './kit/recordings.ts'
import { report, TIMED_COLUMNS, timedRows } from './kit/report.ts'
import { ROUNDS, SLICE_MS } from './kit/settings.ts'
import type { Source, Task } from './kit/task.ts'

/** Raw bytes to a maintained book whose top is read after every frame. */

installPeers()
const { child } = await bundle({ child: 'bench/kit/child.ts' })
if (child === undefined) throw new Error('Nothing was bundled')

const recorded: [string, Source][] = hasRecordings()
  ? [
      ['recorded BTCUSDT spot, 1,000 levels a side and growing', { recording: 'BTCUSDT spot' }],
      [
        'recorded BTCUSDT perpetual, 1,000 to 5,000 levels a side',
        { recording: 'BTCUSDT perpetual' },
      ],
    ]
  : []
const generated = [20, 100, 1_000, 5_000].map((depth): [string, Source] => [
  `generated, ${depth.toLocaleString('en')} levels a side`,
  { depth, frames: 5_000 },
])
const many = [50, 500].map((books): [string, Source] => [
  `generated, ${books} books of 1,000 levels a side in turn`,
  { depth: 1_000, books, frames: 10_000 },
])

for (const [i, [title, source]] of [...recorded, ...generated, ...many].entries()) {
  const task = (name: string, subject: string): Task => ({ name, subject, work: 'book', source })
  const before = hiccup()
  const rows = await interleave(
    child,
    [
      task('crossbook', 'crossbook'),
      task('`JSON.parse` and sorted arrays', 'jsonParseNumbers'),
      task('ccxt', peer('ccxt')),
      task('tardis-dev', peer('tardis-dev')),
    ],
    { rounds: ROUNDS, sliceMs: SLICE_MS },
  )
  const [own] = rows
  report({
    order: 30 + i,
    title: `Bytes to book: ${title}`,
    text: `${own?.frames} frames, ${own?.bytesPerFrame} B on average; ${hiccupText([before, hiccup()])}.`,
    columns: TIMED_COLUMNS,
    rows: timedRows(rows),
  })
}
