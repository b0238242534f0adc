import { describe, expect, it } from 'vitest'
import type { ChannelRequest } from '../../../src/core/index.ts'
import { loadDriver } from '../../../src/drivers/registry.ts'
import { MarketData } from '../../../src/market/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import {
  type FaultRule,
  SIMULATED_NAMES,
  SIMULATORS,
  type SimulatedName,
  venueOrigins,
} from '../../../src/sim/index.ts'
import { bookText, MirrorStage, record } from './mirror-stage.ts'

const hurt = (fault: FaultRule['fault'], probability: number): FaultRule => ({
  fault,
  when: { probability },
})
const FAULTS = [
  hurt({ kind: 'drop' }, 0.01),
  hurt({ kind: 'double' }, 0.01),
  hurt({ kind: 'reorder', behind: 2 }, 0.01),
  hurt({ kind: 'corrupt', how: 'syntax' }, 0.003),
  hurt({ kind: 'cutMidFrame' }, 0.002),
]
const REQUESTS: readonly ChannelRequest[] = [
  { channel: 'book', depth: 'full' },
  { channel: 'book', depth: 20 },
  { channel: 'bbo' },
  { channel: 'trade' },
  { channel: 'ticker' },
  { channel: 'candle', interval: '1m' },
  { channel: 'funding' },
  { channel: 'markPrice' },
]

async function mirror(venue: SimulatedName, seed: number, mostNumbers?: number) {
  const runtime = new VirtualRuntime({ seed })
  const ports = runtime.ports()
  const simulated = (await SIMULATORS[venue]())({ ports, seed, warmUpMs: 5_000, faults: FAULTS })
  for (const [origin, host] of venueOrigins(simulated)) runtime.network.listen(origin, host)
  simulated.start()
  const driver = await loadDriver(venue)
  const market = await runtime.settle(MarketData.open({ driver, ports }))
  const stage = new MirrorStage({ market, driver, ports }, mostNumbers)
  // The keeper's own books, beside those of the mirror.
  const handles = new Map<string, ReturnType<typeof market.book>>()
  const { mirrored } = stage
  const [one, other] = [
    record(
      (kind, hear) => market.subscribe(kind, {}, hear),
      (index, feed) => handles.get(`${index} ${feed}`)?.view,
    ),
    record(
      (kind, hear) => mirrored.router.subscribe(kind, {}, hear),
      (index, feed) => mirrored.books.view(index, feed),
    ),
  ]
  const products = new Map(
    market.instruments({ isTrading: true }).map((each) => [each.product, each]),
  )
  for (const { pair } of products.values()) {
    for (const request of REQUESTS) {
      try {
        stage.hold(pair, request)
        if (request.channel !== 'book') continue
        const handle = market.book(pair, request.depth)
        handles.set(`${market.slot(pair).index} ${handle.feed}`, handle)
      } catch {
        // Not every venue has every channel; the driver says so on both sides.
      }
    }
  }
  await runtime.run({ forMs: 20_000 })
  stage.read()
  simulated.stop()
  const books = [...handles].map(([key, handle]) => {
    const [index = '', feed = ''] = key.split(' ')
    return [bookText(handle.view), bookText(mirrored.books.view(Number(index), feed))] as const
  })
  await runtime.settle(market.close())
  stage.read()
  return { one, other, books, mirrored }
}

describe.for([...SIMULATED_NAMES])('%s', (venue) => {
  it.each([
    [1, undefined],
    [2, 60],
  ])(
    'is told in another thread event for event, with the same books, whatever the network does (seed %i, records of %s)',
    async (seed, mostNumbers) => {
      const { one, other, books } = await mirror(venue, seed, mostNumbers)
      expect(one.length).toBeGreaterThan(100)
      const at = one.findIndex((told, i) => told !== other[i])
      expect(at < 0 ? undefined : [one[at], other[at]]).toBeUndefined()
      expect(other.length).toBe(one.length)
      expect(books.length).toBeGreaterThan(0)
      for (const [own, told] of books) expect(told).toBe(own)
    },
  )
})
