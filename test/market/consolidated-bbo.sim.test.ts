import { describe, expect, it, onTestFinished } from 'vitest'
import type { ExchangeDriver, OrderBook } from '../../src/core/index.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { kraken } from '../../src/drivers/kraken/index.ts'
import { okx } from '../../src/drivers/okx/index.ts'
import { ConsolidatedBbo, MarketData } from '../../src/market/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { simulatedBinance } from '../../src/sim/binance/index.ts'
import { type SimulatedVenue, type Simulator, venueOrigins } from '../../src/sim/index.ts'
import { simulatedKraken } from '../../src/sim/kraken/index.ts'
import { simulatedOkx } from '../../src/sim/okx/index.ts'
import { naiveBest, naiveIsCrossed } from '../reference/naive-consolidated.ts'

const PAIR = 'BTC/USDT'

interface Place {
  readonly name: string
  readonly venue: SimulatedVenue
  readonly market: MarketData
}

async function openPlace(
  runtime: VirtualRuntime,
  driver: ExchangeDriver,
  simulate: Simulator,
): Promise<Place> {
  const name = driver.facts.venue
  const venue = simulate({ ports: runtime.spawn(name).ports, seed: name, warmUpMs: 5_000 })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const ports = runtime.ports()
  const market = await runtime.settle(MarketData.open({ driver, ports, products: ['spot'] }))
  onTestFinished(() => runtime.settle(market.close()))
  return { name, venue, market }
}

/** Three venues, one view, and a witness that asks the naive twin at every event that anybody hears of. */
async function open(seed: number) {
  const runtime = new VirtualRuntime({ seed })
  const places = [
    await openPlace(runtime, binance(), simulatedBinance),
    await openPlace(runtime, okx(), simulatedOkx),
    await openPlace(runtime, kraken(), simulatedKraken),
  ]
  const best = new ConsolidatedBbo({
    sources: places.map(({ market }) => ({ market, pair: PAIR })),
    wallClock: runtime.ports().wallClock,
  })
  const views = best.sources.map(({ book }) => book)
  const problems: string[] = []
  let looks = 0
  const look = (when: string): void => {
    looks += 1
    problems.push(...problemsOf(best, views).map((problem) => `${when}: ${problem}`))
  }
  best.onChange(() => look('change'))
  for (const { market, name } of places) {
    // Told in the middle of frames, before any end of a batch.
    market.subscribe('bookState', {}, ({ state }) => look(`${name} ${state}`))
    market.subscribe('bookDelta', {}, () => look(`${name} delta`))
  }
  const cut = ({ venue }: Place): void => {
    for (const { origin } of Object.values(venue.streams)) runtime.network.cut(origin)
  }
  return { runtime, places, best, views, problems, cut, looks: () => looks }
}

function problemsOf(best: ConsolidatedBbo, views: readonly OrderBook[]): readonly string[] {
  const found: string[] = []
  for (const side of ['bid', 'ask'] as const) {
    const twin = naiveBest(views, side)
    const own = best[side]
    const source = own.source()
    const at = source === undefined ? undefined : best.sources.indexOf(source)
    const [shown, expected] = [
      [own.priceText(), at, own.baseSize()?.toFixed()],
      [twin?.price, twin?.first, twin?.baseSize],
    ]
    if (shown.join() !== expected.join())
      found.push(`${side} ${shown.join()} for ${expected.join()}`)
    if (source?.isCounted === false) found.push(`${side} of a book that is not live`)
  }
  if (best.isCrossed() !== naiveIsCrossed(views)) found.push(`crossed: ${best.isCrossed()}`)
  return found
}

describe('a consolidated view of three venues', () => {
  it('is right at every moment, while connections are cut and come back', async () => {
    const { runtime, places, best, problems, cut, looks } = await open(11)
    const counted = new Set<string>()
    best.onChange(({ sources }) => {
      counted.add(sources.map(({ isCounted }) => (isCounted ? 1 : 0)).join(''))
    })
    await runtime.run({ forMs: 15_000 })
    for (const place of [...places, ...places]) {
      cut(place)
      await runtime.run({ forMs: 7_000 })
    }
    await runtime.run({ forMs: 30_000 })
    expect(problems).toEqual([])
    expect(looks()).toBeGreaterThan(3_000)
    // Each venue was seen missing alone, and all of them counting.
    for (const seen of ['111', '011', '101', '110']) expect(counted).toContain(seen)
    expect(best.sources.map(({ state }) => state)).toEqual(['live', 'live', 'live'])
  })

  it('leaves a venue out in the very call that tells that its book is stale', async () => {
    const { runtime, places, best, cut } = await open(12)
    await runtime.run({ forMs: 15_000 })
    const left: unknown[] = []
    for (const [i, { market }] of places.entries()) {
      market.subscribe('bookState', {}, ({ state }) => {
        if (state !== 'stale') return
        const bidders = best.bid.sources()
        left.push([i, best.sources[i]?.isCounted, bidders.includes(best.sources[i] as never)])
      })
    }
    for (const place of places) {
      cut(place)
      await runtime.run({ forMs: 5 })
    }
    expect(left).toEqual([
      [0, false, false],
      [1, false, false],
      [2, false, false],
    ])
    expect(best.quote()).toMatchObject({
      isCrossed: false,
      venues: [{ state: 'stale' }, { state: 'stale' }, { state: 'stale' }],
    })
    expect(best.quote()).not.toHaveProperty('bid')
  })

  it('at rest shows the best of what the venues have', async () => {
    const { runtime, places, best } = await open(13)
    await runtime.run({ forMs: 20_000 })
    for (const { venue } of places) venue.market.stop()
    await runtime.run({ forMs: 20_000 })
    const truths = places.flatMap(({ venue, market }) => {
      const { product, symbol } = market.instrument(PAIR)
      return venue.truth(product, symbol) ?? venue.truth('spot', PAIR) ?? []
    })
    expect(truths).toHaveLength(3)
    const prices = (side: 'bids' | 'asks') => truths.map((truth) => Number(truth[side][0]?.[0]))
    expect(Number(best.bid.priceText())).toBe(Math.max(...prices('bids')))
    expect(Number(best.ask.priceText())).toBe(Math.min(...prices('asks')))
    for (const source of best.sources) expect(source.ageUs()).toBeGreaterThan(0)
  })

  it('streams to the end: closing the markets closes the books, and the stream with them', async () => {
    const { runtime, places, best } = await open(14)
    const states: string[] = []
    const reading = (async () => {
      for await (const { venues } of best.updates({ slow: { queue: 1_000 } }))
        states.push(venues.map(({ state }) => state).join(' '))
    })()
    await runtime.run({ forMs: 15_000 })
    for (const { market } of places) await runtime.settle(market.close())
    await runtime.settle(reading)
    expect(states[0]).toBe('syncing syncing syncing')
    expect(states).toContain('live live live')
    expect(states.at(-1)).toBe('closed closed closed')
  })
})
