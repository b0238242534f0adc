import { describe, expect, it } from 'vitest'
import { binance } from '../../src/drivers/binance/index.ts'
import { MarketData, type MarketDataOptions } from '../../src/market/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { type SimulatedBinanceOptions, simulatedBinance } from '../../src/sim/binance/index.ts'
import { venueOrigins } from '../../src/sim/index.ts'

interface World {
  runtime: VirtualRuntime
  venue: ReturnType<typeof simulatedBinance>
  market: MarketData
  truthOf(pair: string, updateId: number | undefined): { bids: string[][]; asks: string[][] }
}

async function open(
  over: Partial<MarketDataOptions> = {},
  sim: Partial<SimulatedBinanceOptions> = {},
  seed = 1,
): Promise<World> {
  const runtime = new VirtualRuntime({ seed })
  const ports = runtime.ports()
  const venue = simulatedBinance({ ports, seed, ...sim })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const market = await runtime.settle(MarketData.open({ driver: binance(), ports, ...over }))
  const truthOf: World['truthOf'] = (pair, updateId) => {
    const { product, symbol } = market.instrument(pair)
    const truth = venue.truth(product, symbol, updateId)
    if (truth === undefined) throw new Error(`no truth of ${pair} at ${updateId}`)
    return JSON.parse(JSON.stringify(truth))
  }
  return { runtime, venue, market, truthOf }
}

describe('MarketData', () => {
  it('brings the books of several products live and equal to the venue at their update id', async () => {
    const { runtime, market, truthOf } = await open()
    console.log(market.instruments().map((i) => i.pair))
    const books = ['BTC/USDT', 'BTC/USDT:USDT'].map((pair) => market.book(pair))
    await runtime.run({ forMs: 20_000 })
    for (const book of books) {
      expect(book.view.state).toBe('live')
      console.log(
        market.bookCounters,
        JSON.stringify(truthOf(book.view.instrument.pair, book.view.lastId)).slice(0, 300),
      )
    }
    await runtime.settle(market.close())
    expect(books.map((book) => book.view.state)).toEqual(['closed', 'closed'])
  })
})
