import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { interleave } from './kit/interleave.ts'
import { installPeers, peer } from './kit/peers.ts'
import { hasRecordings } from './kit/recordings.ts'
import { report } from './kit/report.ts'
import { ROUNDS, SLICE_MS } from './kit/settings.ts'
import type { Source, Task } from './kit/task.ts'
import { TIMED_COLUMNS, timedRows } from './kit/timed-rows.ts'

/** Raw bytes to a maintained book whose top is read after every frame. */

installPeers()
const { child } = await bundle({ child: 'bench/kit/child.ts' })
if (child === undefined) throw new Error('Nothing was bundled')

interface Case {
  readonly id: string
  readonly from: string
  readonly levels: string
  readonly source: Source
}

const recorded: readonly Case[] = [
  {
    id: 'book-recorded-spot',
    from: 'recorded BTCUSDT spot',
    levels: '1,000 levels a side and growing',
    source: { recording: 'BTCUSDT spot' },
  },
  {
    id: 'book-recorded-perpetual',
    from: 'recorded BTCUSDT perpetual',
    levels: '1,000 to 5,000 levels a side',
    source: { recording: 'BTCUSDT perpetual' },
  },
]
const generated = [20, 100, 1_000, 5_000].map(
  (depth): Case => ({
    id: `book-${depth}`,
    from: 'generated',
    levels: `${depth.toLocaleString('en')} levels a side`,
    source: { depth, frames: 5_000 },
  }),
)
const many = [50, 500].map(
  (books): Case => ({
    id: `books-${books}`,
    from: 'generated',
    levels: `${books} books of 1,000 levels a side in turn`,
    source: { depth: 1_000, books, frames: 10_000 },
  }),
)

const cases = [...(hasRecordings() ? recorded : []), ...generated, ...many]
for (const [i, { id, from, levels, source }] of cases.entries()) {
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
    id,
    order: 30 + i,
    title: `Bytes to book: ${from}, ${levels}`,
    scope: `${own?.bytesPerFrame} B, ${levels}`,
    text: `${own?.frames} frames, ${own?.bytesPerFrame} B on average; ${hiccupText([before, hiccup()])}.`,
    columns: TIMED_COLUMNS,
    rows: timedRows(rows),
  })
}
