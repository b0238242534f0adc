/**
 * Budgets of garbage per frame, one case per process. The young generation is pinned, so the counts repeat; the frames
 * are generated, so the gate needs no recordings. What is left of a budget of 0 is the benchmark's own.
 */
import { bundle } from '../kit/bundle.ts'
import { Checks } from '../kit/checks.ts'
import { countCollections } from '../kit/collections.ts'
import { garbageOf } from '../kit/interleave.ts'
import type { Source, Task } from '../kit/task.ts'
import { captureRow } from '../kit/venue-capture.ts'
import type { VenueRow } from '../kit/venue-rows.ts'

const SMALL: Source = { depth: 10, frames: 20_000 }
const DEPTH: Source = { depth: 1_000, frames: 5_000 }
const BUDGETS: readonly (Omit<Task, 'subject'> & { bytes: number; subject?: string })[] = [
  { name: 'BBO frame decoded', work: { decode: 'bbo' }, source: SMALL, bytes: 4 },
  { name: 'trade frame decoded', work: { decode: 'trade' }, source: SMALL, bytes: 4 },
  { name: 'depth frame decoded', work: { decode: 'depth' }, source: DEPTH, bytes: 4 },
  { name: 'depth frame to book', work: 'book', source: DEPTH, bytes: 64 },
  {
    name: 'depth frame to book, told over a ring, to its mirror and a subscriber',
    subject: 'threadedCrossbook',
    work: 'book',
    source: DEPTH,
    bytes: 64,
  },
]

/** Frames of the simulated venues, read by shape: arrays, objects, a name behind the levels. */
const VENUES: readonly VenueRow[] = [
  { venue: 'okx', market: 'spot', product: 'spot' },
  { venue: 'kraken', market: 'spot', product: 'spot' },
  { venue: 'kucoin', market: 'spot', product: 'spot' },
]

const { child } = await bundle({ child: 'bench/kit/child.ts' })
const checks = new Checks()
for (const { bytes, subject = 'crossbook', ...task } of BUDGETS) {
  const garbage = await garbageOf(child ?? '', { ...task, subject }, 40_000)
  checks.atMost(task.name, garbage.bytesPerFrame, bytes, 'B')
}
for (const row of VENUES) {
  const { path } = await captureRow(row)
  const name = `${row.venue} book frame decoded`
  const garbage = await garbageOf(child ?? '', { name, venue: { path, work: 'decode' } }, 40_000)
  checks.atMost(name, garbage.bytesPerFrame, 4, 'B')
}
const indicators = { name: 'indicators updated, each once', work: 'indicators' } as const
const { bytesPerFrame } = await garbageOf(child ?? '', indicators, 40_000)
checks.atMost(indicators.name, bytesPerFrame, 4, 'B')
// Sealed segments and the objects around their bytes: no update leaves anything on the heap by itself.
const history = { name: 'book update and trade appended to histories', work: 'history' } as const
const appended = await garbageOf(child ?? '', history, 40_000)
checks.atMost(history.name, appended.bytesPerFrame, 64, 'B')
const { collections } = await countCollections(1_000, 1_000_000)
checks.atMost('a million depth frames to book', collections, 0, 'collections')
checks.end()
