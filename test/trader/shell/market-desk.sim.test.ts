import { expect, it } from 'vitest'
import { type DepthChoice, type Instrument, strategyId } from '../../../src/core/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { MarketData } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { simulatedBybit } from '../../../src/sim/bybit/index.ts'
import { venueOrigins } from '../../../src/sim/index.ts'
import type { MarketInput, StrategySetup } from '../../../src/trader/index.ts'
import { MarketDesk } from '../../../src/trader/shell/market-desk.ts'
import { ACCOUNT } from '../../simulation/trading/trading-kit.ts'

function setup(name: string, instrument: Instrument, depth?: DepthChoice): StrategySetup {
  return {
    strategy: strategyId(name),
    kind: 'any',
    legs: [{ instrument, account: ACCOUNT }],
    events: ['book'],
    ...(depth !== undefined && { depth }),
  }
}

async function world() {
  const runtime = new VirtualRuntime({ seed: 1 })
  const venue = simulatedBybit({ ports: runtime.spawn('venue').ports })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const driver = bybit()
  const market = await runtime.settle(
    MarketData.open({ driver, ports: runtime.ports(), products: ['spot'] }),
  )
  const instrument = market.instrument('BTC/USDT')
  const told: MarketInput[] = []
  const markets = new Map([[driver.facts.venue, market]])
  const desk = new MarketDesk({ markets, tell: (input) => void told.push(input) })
  const close = async (): Promise<void> => {
    await runtime.settle(desk.close())
    await runtime.settle(market.close())
  }
  return { runtime, instrument, desk, told, close }
}

it.each([
  [['bbo', 50, 20], 50],
  [['bbo', 'full', 20], 'full'],
  [[20, undefined], 'full'],
] as const)(
  'the book of strategies that want %o is as deep as the deepest of them wants',
  async (depths, expected) => {
    const { runtime, instrument, desk, told, close } = await world()
    desk.watch(depths.map((depth, i) => setup(`s${i}`, instrument, depth)))
    await runtime.run({ forMs: 5_000 })
    expect(desk.book(instrument)).toMatchObject({ state: 'live', depth: expected })
    expect(told.length).toBeGreaterThan(10)
    // Risk reads a market again where its stamp is another one: without one it would, for each order.
    const stamp = desk.market(instrument)?.revision?.stamp ?? Number.NaN
    await runtime.run({ forMs: 1_000 })
    expect(desk.market(instrument)?.revision?.stamp).toBeGreaterThan(stamp)
    await close()
  },
)

it('a book gets deeper once a strategy wants it deeper, and is told once for each change', async () => {
  const { runtime, instrument, desk, told, close } = await world()
  desk.watch([setup('first', instrument, 'bbo')])
  await runtime.run({ forMs: 1_000 })
  const before = desk.market(instrument)
  desk.watch([{ ...setup('second', instrument, 50), events: ['book', 'trade'] }])
  desk.watch([setup('third', instrument, 20)])
  await runtime.run({ forMs: 1_000 })
  const book = desk.book(instrument)
  expect(book).toMatchObject({ state: 'live', depth: 50 })
  // Whoever looks at the market by what it found before sees the deeper book.
  expect(before?.book).toBe(book)
  told.length = 0
  const { updateCount = 0 } = book ?? {}
  await runtime.run({ forMs: 1_000 })
  const changes = told.filter(({ type }) => type === 'book').length
  expect(changes).toBe((desk.book(instrument)?.updateCount ?? 0) - updateCount)
  expect(told.map(({ type }) => type)).toContain('trade')
  await close()
})
