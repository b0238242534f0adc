import { countCollections, SEMI_SPACE_MIB } from './kit/collections.ts'
import { report } from './kit/report.ts'

/** A million depth frames to a book: how often the collector runs in between. */

const LEVELS = 1_000
const FRAMES = 1_000_000

const { bytesPerFrame, collections, grownBytesPerFrame } = await countCollections(LEVELS, FRAMES)
const levels = LEVELS.toLocaleString('en')
report({
  id: 'collections',
  order: 38,
  title: `Collections in a million depth frames: generated, ${levels} levels a side`,
  scope: `${bytesPerFrame} B, ${levels} levels a side`,
  text: `Decoded, judged, applied, both bests read as integers; the book goes back to its snapshot every 5,000 frames. A young generation of ${SEMI_SPACE_MIB} MiB, a process of its own.`,
  columns: ['', 'frames', 'collections', 'heap grown, B/frame'],
  rows: [
    ['crossbook', FRAMES.toLocaleString('en'), String(collections), grownBytesPerFrame.toFixed(2)],
  ],
})
