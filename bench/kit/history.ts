import { type BookUpdate, TradeUpdate } from '../../src/core/index.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { FrameReplay } from '../../src/market/frame-replay.ts'
import { BookHistory, HistoryBudget, TradeHistory } from '../../src/market/history/index.ts'
import { generateBook } from '../../src/sim/binance/generated-streams.ts'
import type { Prepared } from './prepared.ts'

const UPDATES = 20_000
const MEGABYTES = 1
const LOCAL_US = 1_767_322_800_000_000
const URL = 'https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000'

/** A generated stream, appended again and again to histories whose budget is full; a "frame" is an update and a trade. */
export function prepareHistory(): Prepared {
  const { snapshot, frames } = generateBook({
    depth: 1_000,
    frames: UPDATES,
    seed: 1,
    symbol: 'BTCUSDT',
  })
  const updates: BookUpdate[] = []
  const replay = new FrameReplay({
    driver: binance(),
    market: 'spot',
    onBook: ({ update }) => updates.push(update.clone()),
  })
  replay.answer(URL, Buffer.from(snapshot), LOCAL_US)
  for (const frame of frames) replay.frame(Buffer.from(frame), LOCAL_US)
  const { slot, feed } = updates[0] as BookUpdate
  const budget = new HistoryBudget({ megabytes: MEGABYTES })
  const book = new BookHistory(slot, budget, { feed })
  const trades = new TradeHistory(slot, budget)
  const trade = new TradeUpdate(slot)
  return {
    ready: { frames: updates.length, bytesPerFrame: 0 },
    reset: () => {
      if (budget.use().usedBytes > MEGABYTES * 1e6) throw new Error('The budget was exceeded')
    },
    pass: () => {
      for (let i = 0; i < updates.length; i += 1) {
        const update = updates[i] as BookUpdate
        book.push(update)
        trade.begin(slot, update.localTimeUs)
        trade.venueUs = update.venueUs
        trade.level.prices[0] = 6_000_000 + (i % 50)
        trade.level.sizes[0] = 1 + ((i * 7_919) % 90_000)
        trades.push(trade)
      }
    },
  }
}
