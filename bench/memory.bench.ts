import { bundle } from './kit/bundle.ts'
import { weigh } from './kit/memory.ts'
import { installPeers, peer } from './kit/peers.ts'
import { report } from './kit/report.ts'

/** Resident memory of 500 books of 1,000 levels a side that were changed, as those that are kept are. */

const WEIGHED = { books: 500, levels: 1_000, frames: 300 }

installPeers()
const { memory } = await bundle({ memory: 'bench/kit/memory-child.ts' })
if (memory === undefined) throw new Error('Nothing was bundled')
const subjects = { crossbook: 'crossbook', ccxt: peer('ccxt'), 'tardis-dev': peer('tardis-dev') }
report({
  id: 'memory',
  order: 50,
  scope: `${WEIGHED.books} books of ${WEIGHED.levels.toLocaleString('en')} levels a side, after ${WEIGHED.frames} frames each`,
  title: 'Memory: 500 books of 1,000 levels a side, after 300 frames each',
  text: 'Each book took 300 frames of the stream by which 500 books are kept in turn; ours share the room of ladders that books of one venue share by default, 16 MiB. Resident memory after a full collection: the whole process, and what the books added to it. On Node 24 the collection is the one that it makes when memory is short: else it keeps pages that became empty.',
  columns: ['', 'process, MiB', 'books, MiB', 'B/level'],
  rows: Object.entries(subjects).map(([name, subject]) => {
    const weight = weigh(memory, subject, WEIGHED)
    return [
      name,
      weight.totalMebibytes.toFixed(0),
      weight.grownMebibytes.toFixed(0),
      weight.bytesPerLevel.toFixed(0),
    ]
  }),
})
