import { onTestFinished } from 'vitest'
import { loadDriver } from '../../../../src/drivers/registry.ts'
import { type MarketDataOptions, Markets } from '../../../../src/market/index.ts'
import { loadThreaded } from '../../../../src/market/load-threaded.ts'
import { marketThread } from '../../../../src/market/thread/index.ts'
import { VirtualRuntime, VirtualThreads } from '../../../../src/runtime/virtual/index.ts'
import { SIMULATORS, type SimulatedName, venueOrigins } from '../../../../src/sim/index.ts'

/** A simulated venue in virtual time, and its market data in a thread there. */
export async function openVirtualStage(
  name: SimulatedName,
  over: Partial<MarketDataOptions> = {},
  marketData = 1,
) {
  await loadThreaded()
  const runtime = new VirtualRuntime({ seed: 7 })
  const simulate = await SIMULATORS[name]()
  const { ports: own } = runtime.spawn('venue')
  const venue = simulate({ ports: own, seed: 7, warmUpMs: 5_000 })
  for (const [origin, host] of venueOrigins(venue)) runtime.network.listen(origin, host)
  venue.start()
  const ports = runtime.ports()
  const driver = await loadDriver(name)
  const threads = new VirtualThreads({
    ports,
    load: (_, inThread) => marketThread({ loadDriver: async () => driver, ports: () => inThread }),
  })
  const markets = new Markets({
    ports,
    threadPort: threads,
    threads: { marketData, module: 'virtual:market', waiting: 'spin' },
  })
  const market = await runtime.settle(markets.open({ driver, ...over }))
  onTestFinished(async () => {
    venue.stop()
    await runtime.settle(markets.close())
  })
  return { runtime, venue, threads, markets, market, driver }
}
