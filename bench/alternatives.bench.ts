import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { interleave } from './kit/interleave.ts'
import { report } from './kit/report.ts'
import { ROUNDS, SLICE_MS } from './kit/settings.ts'
import { TIMED_COLUMNS, timedRows } from './kit/timed-rows.ts'

/** Structures of a book that were tried and lost, beside the one that is used. */

const { child = '' } = await bundle({ child: 'bench/kit/child.ts' })
for (const [i, depth] of [20, 1_000, 5_000].entries()) {
  const task = (name: string, subject: string) =>
    ({ name, subject, work: 'book', source: { depth, frames: 5_000 } }) as const
  const before = hiccup()
  const rows = await interleave(
    child,
    [
      task('crossbook', 'crossbook'),
      task('ladders of 512 places that never grow', 'narrowLadders'),
      task('all levels sorted, removed ones stay as holes', 'sortedArrays'),
    ],
    { rounds: ROUNDS, sliceMs: SLICE_MS },
  )
  const levels = `${depth.toLocaleString('en')} levels a side`
  report({
    id: `alternatives-${depth}`,
    order: 45 + i,
    title: `Kept alternatives of a book: ${levels}`,
    scope: `${rows[0]?.bytesPerFrame} B, ${levels}`,
    text:
      'Bytes to book by the same decoder and rules. Narrow ladders lost where changes are spread: what is beyond them is looked for. ' +
      `Sorted levels lost to branches that no processor foresees: where a price belongs, and what must move; ${hiccupText([before, hiccup()])}.`,
    columns: TIMED_COLUMNS,
    rows: timedRows(rows),
  })
}
