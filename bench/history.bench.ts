import type { BookUpdate, TradeUpdate } from '../src/core/index.ts'
import { binance } from '../src/drivers/binance/index.ts'
import { shapesReady } from '../src/drivers/kit/shape-loader.ts'
import { FrameReplay } from '../src/market/frame-replay.ts'
import { BookHistory, HistoryBudget, TradeHistory } from '../src/market/index.ts'
import { generateBook, generateSmall } from '../src/sim/binance/generated-streams.ts'
import { hasRecordings, readRecording } from './kit/recordings.ts'
import { report } from './kit/report.ts'
import { median } from './kit/stats.ts'

/** Compressed histories: bytes per update, what an append and reading back cost, the longest append. */

const ROUNDS = 5
const LOCAL_US = 1_767_322_800_000_000

interface Updates {
  readonly book: readonly BookUpdate[]
  readonly trades: readonly TradeUpdate[]
}

/** What subscribers of a stream see, copied. Arrivals are 1 ms after the venue's time, and up to 2 ms more. */
function updatesOf(
  market: 'spot' | 'futures',
  snapshot: string,
  url: string,
  frames: readonly Uint8Array[],
): Updates {
  const book: BookUpdate[] = []
  const trades: TradeUpdate[] = []
  const replay = new FrameReplay({
    driver: binance(),
    market,
    sink: {
      book: () => {},
      bbo: () => {},
      event: () => {},
      trade: (trade) => trades.push(trade.copy()),
    },
    onBook: ({ verdict, update }) => {
      if (verdict === 'apply' || verdict === 'replace') book.push(update.clone())
    },
  })
  replay.answer(url, Buffer.from(snapshot), LOCAL_US)
  for (const frame of frames) replay.frame(frame, LOCAL_US)
  for (const [i, update] of [...book, ...trades].entries()) {
    const jitterUs = (i * 7_919) % 2_000
    update.localTimeUs = Number.isNaN(update.venueUs) ? LOCAL_US : update.venueUs + 1_000 + jitterUs
  }
  return { book, trades }
}

interface Figures {
  readonly rows: number
  readonly bytes: number
  readonly appendNs: number
  readonly longestUs: number
  readonly oldestNs: number
  readonly newestNs: number
}

interface Measured {
  push(i: number): void
  read(newestFirst: boolean): number
  close(): void
}

/** Processor time: what others do meanwhile does not count. */
function cpuNs(work: () => void): number {
  const from = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(from)
  return 1_000 * (user + system)
}

/** Fills and reads a history several times; medians. */
function measure(rows: number, open: (budget: HistoryBudget) => Measured): Figures {
  const rounds = Array.from({ length: ROUNDS }, () => {
    const budget = new HistoryBudget({ megabytes: 1_000, hotRows: 1 })
    const history = open(budget)
    const fill = () => {
      for (let i = 0; i < rows; i += 1) history.push(i)
    }
    const appendNs = cpuNs(fill) / rows
    const { usedBytes, hotBytes } = budget.use()
    let read = 0
    const oldestNs = cpuNs(() => {
      read = history.read(false)
    })
    const newestNs = cpuNs(() => history.read(true))
    history.close()
    const bytes = (usedBytes - hotBytes) / read
    return { rows: read, bytes, appendNs, oldestNs: oldestNs / read, newestNs: newestNs / read }
  })
  const of = (name: keyof (typeof rounds)[0]) => median(rounds.map((round) => round[name]))
  return {
    rows: of('rows'),
    bytes: of('bytes'),
    appendNs: of('appendNs'),
    longestUs: longestUs(rows, open),
    oldestNs: of('oldestNs'),
    newestNs: of('newestNs'),
  }
}

/** The longest append. Each does the same work in every round: of each the shortest time, and of those the longest. */
function longestUs(rows: number, open: (budget: HistoryBudget) => Measured): number {
  const least = new Float64Array(rows).fill(Number.POSITIVE_INFINITY)
  for (let round = 0; round < ROUNDS; round += 1) {
    // So that the collections of what the benchmark itself holds come at another append in each round.
    const ballast = Array.from({ length: 50_000 * round }, () => ({ round }))
    const history = open(new HistoryBudget({ megabytes: 1_000 }))
    for (let i = 0; i < rows; i += 1) {
      const at = performance.now()
      history.push(i)
      least[i] = Math.min(least[i] as number, 1_000 * (performance.now() - at))
    }
    history.close()
    ballast.length = 0
  }
  // The first is the snapshot that the stream begins with.
  return least.subarray(1).reduce((most, us) => Math.max(most, us), 0)
}

function bookFigures(book: readonly BookUpdate[]): Figures {
  const [{ slot, feed }] = book as [BookUpdate]
  return measure(book.length, (budget) => {
    const history = new BookHistory(slot, budget, { feed })
    return {
      push: (i) => history.push(book[i] as BookUpdate),
      read: (newestFirst) => count(history.read({ newestFirst })),
      close: () => history.close(),
    }
  })
}

function tradeFigures(trades: readonly TradeUpdate[]): Figures {
  const [{ slot }] = trades as [TradeUpdate]
  return measure(trades.length, (budget) => {
    const history = new TradeHistory(slot, budget)
    return {
      push: (i) => history.push(trades[i] as TradeUpdate),
      read: (newestFirst) => count(history.read({ newestFirst })),
      close: () => history.close(),
    }
  })
}

function count(cursor: { next(): boolean }): number {
  let n = 0
  while (cursor.next()) n += 1
  return n
}

const SPOT_URL = 'https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000'
const FUTURES_URL = 'https://fapi.binance.com/fapi/v1/depth?symbol=BTCUSDT&limit=1000'

await shapesReady()
const streams: [string, Updates][] = [100, 1_000, 5_000].map((depth) => {
  const { snapshot, frames } = generateBook({ depth, frames: 20_000, seed: 1, symbol: 'BTCUSDT' })
  const small = generateSmall('trade', { frames: 50_000, seed: 1, symbol: 'BTCUSDT' })
  const all = [...frames, ...small].map((text) => Buffer.from(text))
  return [
    `generated, ${depth.toLocaleString('en')} levels a side`,
    updatesOf('spot', snapshot, SPOT_URL, all),
  ]
})
if (hasRecordings()) {
  for (const [name, market, url] of [
    ['BTCUSDT spot', 'spot', SPOT_URL],
    ['BTCUSDT perpetual', 'futures', FUTURES_URL],
  ] as const) {
    const { snapshot, frames } = readRecording(name)
    const all = [...frames.depth, ...frames.trade]
    streams.push([`recorded ${name}`, updatesOf(market, snapshot, url, all)])
  }
}

const cells = (name: string, levels: number, raw: number, figures: Figures): string[] => [
  name,
  figures.rows.toLocaleString('en'),
  levels.toFixed(1),
  figures.bytes.toFixed(1),
  (figures.bytes / levels).toFixed(2),
  `${(raw / figures.bytes).toFixed(1)}×`,
  figures.appendNs.toFixed(0),
  figures.longestUs.toFixed(0),
  figures.oldestNs.toFixed(0),
  figures.newestNs.toFixed(0),
]
/** Times, id, counts and scales of a row in typed arrays; 16 bytes a level beside them. */
const RAW_ROW_BYTES = 40
const rows = streams.flatMap(([name, { book, trades }]) => {
  const levels =
    book.reduce((sum, { bids, asks }) => sum + bids.count + asks.count, 0) / book.length
  const rows = [cells(`book, ${name}`, levels, RAW_ROW_BYTES + 16 * levels, bookFigures(book))]
  if (trades.length > 0) {
    rows.push(cells(`trades, ${name}`, 1, RAW_ROW_BYTES + 16, tradeFigures(trades)))
  }
  return rows
})
report({
  id: 'history',
  order: 60,
  title: 'Compressed history',
  text:
    'Bytes of the cold segments by update, the book that each begins with among them; against typed arrays of doubles. ' +
    'Appending encodes as much as it adds; reading is of everything, from either end. Times are of the processor, medians of five rounds.',
  columns: [
    '',
    'updates',
    'levels an update',
    'B/update',
    'B/level',
    'raw is larger',
    'ns/append',
    'longest append, µs',
    'ns/update read, oldest first',
    'newest first',
  ],
  rows,
})
