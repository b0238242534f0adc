import { pathToFileURL } from 'node:url'
import { generateBook } from '../../src/sim/binance/generated-streams.ts'
import type { Subject } from './cases.ts'
import { crossbook } from './own.ts'
import { settledBytes } from './settled-bytes.ts'

/** Fills a shelf with books and says what they weigh: `memory-child <subject> <books> <levels>`. */

const MEBIBYTE = 2 ** 20
const [, , name = 'crossbook', books = '500', levels = '1000'] = process.argv

const loaded =
  name === 'crossbook'
    ? crossbook
    : ((await import(pathToFileURL(name).href)) as { subject: Subject }).subject
const shelf = loaded.shelf?.()
if (shelf === undefined) throw new Error(`${name} has no shelf`)
const symbolOf = (i: number): string => `C${i}USDT`
// Everything is compiled and loaded once before the scales are set to zero.
shelf.add(generateBook({ depth: Number(levels), frames: 0, seed: 99_999, symbol: symbolOf(0) }))
const before = await settledBytes()
for (let i = 1; i <= Number(books); i += 1) {
  shelf.add(generateBook({ depth: Number(levels), frames: 0, seed: i, symbol: symbolOf(i) }))
}
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
