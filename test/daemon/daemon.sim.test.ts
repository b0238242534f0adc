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
