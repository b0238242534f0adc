import { spawnSync } from 'node:child_process'
import { bundle } from './kit/bundle.ts'
import { report } from './kit/report.ts'

/** A million depth frames to a book: how often the collector runs in between. */

const LEVELS = 1_000
const FRAMES = 1_000_000
const SEMI_SPACE_MIB = 16

const { collections: program = '' } = await bundle({
  collections: 'bench/kit/collections-child.ts',
})
const { NODE_OPTIONS: _, ...env } = process.env
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  [
    '--expose-gc',
    `--min-semi-space-size=${SEMI_SPACE_MIB}`,
    `--max-semi-space-size=${SEMI_SPACE_MIB}`,
    program,
    String(LEVELS),
    String(FRAMES),
  ],
  { encoding: 'utf8', env },
)
if (status !== 0) throw new Error(`Counting collections failed: ${stderr}`)
const found = JSON.parse(stdout) as {
  bytesPerFrame: number
  collections: number
  grownBytesPerFrame: number
}
const levels = LEVELS.toLocaleString('en')
report({
  id: 'collections',
  order: 38,
  title: `Collections in a million depth frames: generated, ${levels} levels a side`,
  scope: `${found.bytesPerFrame} B, ${levels} levels a side`,
  text: `Decoded, judged, applied, both bests read as integers; the book goes back to its snapshot every 5,000 frames. A young generation of ${SEMI_SPACE_MIB} MiB, a process of its own.`,
  columns: ['', 'frames', 'collections', 'heap grown, B/frame'],
  rows: [
    [
      'crossbook',
      FRAMES.toLocaleString('en'),
      String(found.collections),
      found.grownBytesPerFrame.toFixed(2),
    ],
  ],
})
