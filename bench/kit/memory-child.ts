import { pathToFileURL } from 'node:url'
import { generateBook } from '../../src/sim/binance/generated-streams.ts'
import type { Shelf, Subject } from './cases.ts'
import { crossbook } from './own.ts'
import { settledBytes } from './settled-bytes.ts'

/** Fills a shelf with books and says what they weigh: `memory-child <subject> <books> <levels> <frames>`. */

const MEBIBYTE = 2 ** 20
const WARM_UP_BOOKS = 10
const [, , name = 'crossbook', books = '500', levels = '1000', frames = '300'] = process.argv

const loaded =
  name === 'crossbook'
    ? crossbook
    : ((await import(pathToFileURL(name).href)) as { subject: Subject }).subject
const [warmUp, shelf] = [loaded.shelf?.(), loaded.shelf?.()]
if (warmUp === undefined || shelf === undefined) throw new Error(`${name} has no shelf`)
const made = { depth: Number(levels), frames: Number(frames) }

function add(to: Shelf, book: number): void {
  const { frames, ...start } = generateBook({ ...made, seed: book, symbol: `C${book}USDT` })
  to.add(
    start,
    frames.map((frame) => Buffer.from(frame)),
  )
}

// Everything is compiled and loaded, and the young generation grown, before the scales are set to zero.
for (let i = 1; i <= WARM_UP_BOOKS; i += 1) add(warmUp, i)
add(shelf, 0)
const before = await settledBytes()
for (let i = 1; i <= Number(books); i += 1) add(shelf, i)
const after = await settledBytes()
const levelCount = shelf.levelCount()
console.log(
  JSON.stringify({
    totalMebibytes: after / MEBIBYTE,
    grownMebibytes: (after - before) / MEBIBYTE,
    bytesPerLevel: (after - before) / levelCount,
    levelCount,
  }),
)
