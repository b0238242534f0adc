import { describe, expect, test } from 'vitest'
import { Daemon, type DaemonConfigInput, readDaemonConfig } from '../../src/daemon/index.ts'
import { binance } from '../../src/drivers/binance/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { simulatedBinance } from '../../src/sim/binance/index.ts'
import { venueOrigins } from '../../src/sim/index.ts'

function world() {
  const runtime = new VirtualRuntime({ seed: 'daemon' })
  const venue = simulatedBinance({ ports: runtime.spawn('venue').ports, seed: 1 })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const start = (more: Partial<DaemonConfigInput> = {}) =>
    Daemon.start({
      ports: runtime.ports(),
      loadDriver: async () => binance(),
      config: readDaemonConfig({
        venues: [{ venue: 'binance', products: ['spot'] }],
        subscriptions: [{ venue: 'binance', pair: 'BTC/USDT', channels: ['book'] }],
        ...more,
      }),
    })
  return { runtime, start }
}

describe('daemon', () => {
  test('keeps books without a store', async () => {
    const { runtime, start } = world()
    const daemon = await runtime.settle(start())
    await runtime.run({ forMs: 10_000 })
    expect(daemon.status().books.map(({ state }) => state)).toEqual(['live'])
    expect(daemon.books()[0]?.handle.view.state).toBe('live')
    await runtime.settle(daemon.close())
    expect(runtime.network.socketCount()).toBe(0)
  })

  test('keeps the last minutes of what tasks ask for, within one memory', async () => {
    const { runtime, start } = world()
    const pairs = ['BTC/USDT', 'ETH/USDT']
    const channels = ['book', 'bbo', 'trade']
    const history = { megabytes: 0.5 }
    const subscriptions = [{ venue: 'binance', pairs, channels }]
    const daemon = await runtime.settle(start({ subscriptions, history }))
    await runtime.run({ forMs: 10_000 })
    const tenUs = runtime.ports().wallClock.nowUs() - 10_000_000
    for (const pair of pairs) {
      const { books, bbos, trades } = daemon.history('binance', pair)
      expect(books.map((each) => each.bookAt(tenUs + 8_000_000)?.state)).toEqual(['live'])
      expect([...(bbos?.read() ?? [])].length).toBeGreaterThan(0)
      expect([...(trades?.read() ?? [])].length).toBeGreaterThan(0)
    }
    await runtime.run({ forMs: 300_000 })
    const { history: use } = daemon.status()
    expect(use?.evictedSegments).toBeGreaterThan(0)
    expect(use?.usedBytes).toBeLessThanOrEqual(500_000)
    await runtime.settle(daemon.close())
    expect(daemon.status().history).toMatchObject({ usedBytes: 0, segments: 0 })
  })

  test('gives the memory of a task back that is gone, and keeps none of what is not asked for', async () => {
    const { runtime, start } = world()
    const tasks = (pairs: readonly string[]) =>
      runtime.settle(
        runtime
          .ports()
          .files.replace(
            'tasks.json',
            new TextEncoder().encode(
              JSON.stringify({ subscriptions: [{ venue: 'binance', pairs, channels: ['trade'] }] }),
            ),
          ),
      )
    await tasks(['BTC/USDT', 'NO/SUCH'])
    const history = { megabytes: 4 }
    const more = { subscriptions: undefined, taskFile: 'tasks.json', history }
    const daemon = await runtime.settle(start(more))
    await runtime.run({ forMs: 10_000 })
    const kept = daemon.history('binance', 'BTC/USDT')
    expect([kept.books, kept.bbos, kept.trades === undefined]).toEqual([[], undefined, false])
    expect(daemon.history('binance', 'NO/SUCH').trades).toBeUndefined()
    expect(daemon.history('okx', 'BTC/USDT').trades).toBeUndefined()
    await tasks([])
    await runtime.run({ forMs: 10_000 })
    expect(daemon.history('binance', 'BTC/USDT').trades).toBeUndefined()
    expect(daemon.status().history?.usedBytes).toBe(0)
    await runtime.settle(daemon.close())
  })

  test('writes rows at the age asked for', async () => {
    const { runtime, start } = world()
    const storage = { folder: 'h', maxAgeMs: 20_000, compression: 'inline' } as const
    const daemon = await runtime.settle(start({ storage }))
    await runtime.run({ forMs: 10_000 })
    expect(runtime.main.disk.paths()).toEqual([])
    await runtime.run({ forMs: 15_000 })
    expect(runtime.main.disk.paths()).not.toEqual([])
    await runtime.settle(daemon.close())
  })

  test('closes while it waits for a venue that is down, and asks for nothing after that', async () => {
    const { runtime, start } = world()
    runtime.network.refuse('https://api.binance.com')
    const daemon = await runtime.settle(start())
    expect(Object.keys(daemon.status().waiting)).toEqual(['binance'])
    // Once while it waits to try again, once in the middle of trying.
    await runtime.run({ forMs: 5_000 })
    await runtime.settle(daemon.close())
    const dials = runtime.network.dials().length
    await runtime.run({ forMs: 60_000 })
    expect(runtime.network.dials().length).toBe(dials)
  })
})
