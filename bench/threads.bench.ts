import { report } from './kit/report.ts'
import { median, spread } from './kit/stats.ts'
import { toldBooks } from './kit/told-books.ts'
import { CHANGED_LEVELS } from './kit/told-books-thread.ts'

/** Books told by a thread: from the change there to a subscriber here with the updated book, by each way of waiting. */

const ROUNDS = 5
const CHANGES = 5_000
const FLOOD = 300_000
/** 5,000 changes a second. */
const PACE_NS = 200_000

const cases = (['spin', 'yield', 'wait'] as const).map((waiting) => ({
  waiting,
  perSecond: [] as number[],
  p50Us: [] as number[],
  p99Us: [] as number[],
}))

for (let round = 0; round < ROUNDS; round += 1) {
  for (const { waiting, perSecond, p50Us, p99Us } of cases) {
    perSecond.push((await toldBooks(waiting, FLOOD, 0)).perSecond)
    const { hopsNs } = await toldBooks(waiting, CHANGES, PACE_NS)
    p50Us.push((hopsNs[CHANGES >> 1] ?? Number.NaN) / 1_000)
    p99Us.push((hopsNs[Math.floor(CHANGES * 0.99)] ?? Number.NaN) / 1_000)
  }
}
report({
  id: 'told-books',
  order: 84,
  title: 'Books told by a thread',
  text:
    `Changes of ${CHANGED_LEVELS} levels of a book of 2,000, from a thread that has them to a subscriber on the event loop of another, ` +
    `with the book updated there: as many as go through, and how long one is under way at 5,000 a second. Medians of ${ROUNDS} rounds in turn.`,
  columns: ['the reader waits by', 'changes/s', 'spread', 'hop p50, µs', 'hop p99, µs'],
  rows: cases.map(({ waiting, perSecond, p50Us, p99Us }) => [
    `\`${waiting}\``,
    Math.round(median(perSecond)).toLocaleString('en'),
    `${(100 * spread(perSecond)).toFixed(0)} %`,
    median(p50Us).toFixed(1),
    median(p99Us).toFixed(1),
  ]),
})
