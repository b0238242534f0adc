import { describe, expect, it, onTestFinished } from 'vitest'
import { binance } from '../../src/drivers/binance/index.ts'
import { MarketData, type MarketDataOptions } from '../../src/market/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { DEFAULT_INSTRUMENTS, simulatedBinance } from '../../src/sim/binance/index.ts'
import { venueOrigins } from '../../src/sim/index.ts'

async function open(books: MarketDataOptions['books']) {
  const runtime = new VirtualRuntime({ seed: 7 })
  const instruments = DEFAULT_INSTRUMENTS.filter(({ symbol }) => symbol === 'BTCUSDT')
  const venue = simulatedBinance({ ports: runtime.ports(), seed: 7, instruments })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  const market = await runtime.settle(
    MarketData.open({ driver: binance(), ports: runtime.ports(), ...(books && { books }) }),
  )
  onTestFinished(() => runtime.settle(market.close()))
  const told: string[] = []
  const book = market.book('BTC/USDT')
  const atMs = () => Math.round(runtime.elapsedUs() / 1000)
  market.subscribe('bookState', {}, ({ state }) => told.push(`${state} at ${atMs()}`))
  book.onChange(({ state }) => told.push(`handler: ${state} at ${atMs()}`))
  return { runtime, venue, market, told }
}

/** What was told of a state, with the moments left out where the handler was called at the very moment. */
function withoutMoments(told: readonly string[], state: string): readonly string[] {
  const own = told.filter((line) => line.includes(`${state} at `))
  const moments = new Set(own.map((line) => line.slice(line.indexOf(' at '))))
  return moments.size === 1 ? own.map((line) => line.slice(0, line.indexOf(' at '))) : own
}

describe('what happens to a book between frames reaches onChange at that moment', () => {
  it('when a snapshot by REST makes it live in a market that stands still', async () => {
    const { runtime, told } = await open({})
    await runtime.run({ forMs: 20_000 })
    expect(withoutMoments(told, 'live')).toEqual(['live', 'handler: live'])
  })

  it('when silence makes it stale, and no frame will ever come', async () => {
    const { runtime, venue, told } = await open({ staleAfter: { factor: 3, minMs: 5_000 } })
    venue.start()
    await runtime.run({ forMs: 20_000 })
    venue.market.stop()
    told.length = 0
    await runtime.run({ forMs: 8_000 })
    expect(withoutMoments(told, 'stale')).toEqual(['stale', 'handler: stale'])
  })

  it('once, and no more after it threw', async () => {
    const { runtime, venue, market, told } = await open({})
    const faults: string[] = []
    market.subscribe('fault', {}, ({ code }) => faults.push(code))
    let calls = 0
    const failing = market.book('BTC/USDT').onChange(() => {
      calls += 1
      throw new Error('mine')
    })
    venue.start()
    await runtime.run({ forMs: 20_000 })
    expect([calls, failing.isOpen, faults]).toEqual([1, false, ['HANDLER_FAILED']])
    expect(told.length).toBeGreaterThan(10)
  })

  it('when its market data is closed', async () => {
    const { runtime, market, told } = await open({})
    await runtime.run({ forMs: 20_000 })
    await runtime.settle(market.close())
    expect(withoutMoments(told, 'closed')).toEqual(['closed', 'handler: closed'])
  })
})
