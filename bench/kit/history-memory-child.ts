import type { BookUpdate } from '../../src/core/index.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { FrameReplay } from '../../src/market/frame-replay.ts'
import { BookHistory, HistoryBudget } from '../../src/market/history/index.ts'
import { generateBook } from '../../src/sim/binance/generated-streams.ts'
import type { HistoryWeight } from './history-memory.ts'

/** Fills a budget with histories of books, and says what they hold: `history-memory-child <levels> <histories> <MB>`. */

const FRAMES = 2_000
const LOCAL_US = 1_767_322_800_000_000
const [, , levels = '1000', histories = '20', megabytes = '40'] = process.argv

const symbol = 'BTCUSDT'
const made = generateBook({ depth: Number(levels), frames: FRAMES, seed: 1, symbol })
const updates: BookUpdate[] = []
const replay = new FrameReplay({
  driver: binance(),
  market: 'spot',
  onBook: ({ update }) => updates.push(update.clone()),
})
const url = `https://api.binance.com/api/v3/depth?symbol=${symbol}&limit=1000`
replay.answer(url, Buffer.from(made.snapshot), LOCAL_US)
for (const frame of made.frames) replay.frame(Buffer.from(frame), LOCAL_US)
const [{ slot, feed }] = updates as [BookUpdate]

/** What is held of memory that is collected, and of arrays beside it. */
async function heldBytes(): Promise<number> {
  for (let i = 0; i < 4; i += 1) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

function fill(budget: HistoryBudget, count: number): BookHistory[] {
  const all = Array.from({ length: count }, () => new BookHistory(slot, budget, { feed }))
  // Once more after the first one went: then each has been through all that it ever holds.
  const isFull = (): boolean => budget.use().evictedSegments > 2 * all.length
  for (let round = 0; round < 1_000 && !isFull(); round += 1)
    for (const update of updates) for (const history of all) history.push(update)
  return all
}

// Compiled and loaded before anything is weighed.
for (const history of fill(new HistoryBudget({ megabytes: 1 }), 2)) history.close()
const budget = new HistoryBudget({ megabytes: Number(megabytes) })
const before = await heldBytes()
const held = fill(budget, Number(histories))
const grownBytes = (await heldBytes()) - before
// So that they are held until they were weighed.
if (held.some(({ count }) => count === 0)) throw new Error('A history is empty')
const { usedBytes } = budget.use()
console.log(JSON.stringify({ heldBytes: grownBytes, usedBytes } satisfies HistoryWeight))
