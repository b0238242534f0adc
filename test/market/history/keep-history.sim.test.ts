import { describe, expect, it, onTestFinished } from 'vitest'
import type { Bbo, ExchangeDriver, OrderBook, Trade } from '../../../src/core/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'
import { kraken } from '../../../src/drivers/kraken/index.ts'
import {
  HistoryBudget,
  keepBbos,
  keepBook,
  keepTrades,
  MarketData,
} from '../../../src/market/index.ts'
import type { Ports } from '../../../src/runtime/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { simulatedBinance } from '../../../src/sim/binance/index.ts'
import { type SimulatedVenue, venueOrigins } from '../../../src/sim/index.ts'
import { simulatedKraken } from '../../../src/sim/kraken/index.ts'

const PAIR = 'BTC/USDT'
/** Every so many times of a run are looked at one by one. */
const LOOKED_AT = 10
const TUNING = { hotRows: 16, hotLevels: 256, segmentBytes: 4_096 }

async function open(
  driver: ExchangeDriver,
  simulate: (ports: Ports) => SimulatedVenue,
): Promise<{ runtime: VirtualRuntime; market: MarketData }> {
  const runtime = new VirtualRuntime({ seed: 3 })
  const ports = runtime.ports()
  const venue = simulate(ports)
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver, ports, products: ['spot'] }))
  onTestFinished(() => runtime.settle(market.close()))
  return { runtime, market }
}

const VENUES = [
  {
    name: 'whose book grows without end',
    driver: () => binance(),
    simulate: (ports: Ports) => simulatedBinance({ ports, seed: 3 }),
  },
  {
    name: 'whose book its keeper cuts',
    driver: () => kraken(),
    simulate: (ports: Ports) => simulatedKraken({ ports, seed: 3 }),
  },
]

function textOf(book: OrderBook): string {
  if (book.state !== 'live') return 'not live'
  const side = (levels: typeof book.bids) =>
    Array.from({ length: levels.count }, (_, i) => `${levels.priceText(i)}x${levels.sizeText(i)}`)
  return `${book.localTimeUs} ${side(book.bids).join(' ')} | ${side(book.asks).join(' ')}`
}

describe.each(VENUES)('histories of a venue $name', ({ driver, simulate }) => {
  it('have the book as it was live after each update, and at any time', async () => {
    const { runtime, market } = await open(driver(), simulate)
    const kept = keepBook(market, PAIR, 'full', new HistoryBudget({ megabytes: 50, ...TUNING }))
    const book = market.book(PAIR)
    const seen: string[] = []
    const last = new Map<number, string>()
    book.onChange((view) => {
      const text = textOf(view)
      seen.push(text)
      if (view.state === 'live') last.set(view.localTimeUs, text)
    })
    await runtime.run({ forMs: 30_000 })
    expect(seen.length).toBeGreaterThan(100)
    expect(Array.from(kept.history.replay(), textOf)).toEqual(seen)
    for (const [i, [timeUs, text]] of [...last].entries()) {
      if (i % LOOKED_AT > 0) continue
      const then = kept.history.bookAt(timeUs)
      expect(then && textOf(then)).toBe(text)
    }
    await runtime.settle(kept.close())
    expect(kept.history.count).toBe(0)
  })

  it('have the trades and best prices that subscribers were told', async () => {
    const { runtime, market } = await open(driver(), simulate)
    const budget = new HistoryBudget({ megabytes: 50, ...TUNING })
    const trades = keepTrades(market, PAIR, budget)
    const bbos = keepBbos(market, PAIR, budget)
    const told: string[][] = [[], []]
    market.subscribe('trade', { pair: PAIR }, (trade) => told[0]?.push(JSON.stringify(trade)))
    market.subscribe('bbo', { pair: PAIR }, (bbo) => told[1]?.push(JSON.stringify(bbo)))
    await runtime.run({ forMs: 30_000 })
    const texts = (events: Iterable<Trade | Bbo>) => Array.from(events, (e) => JSON.stringify(e))
    expect(told.every(({ length }) => length > 20)).toBe(true)
    expect([texts(trades.history.read()), texts(bbos.history.read())]).toEqual(told)
    expect(texts(trades.history.read({ newestFirst: true }))).toEqual(told[0]?.toReversed())
  })
})
