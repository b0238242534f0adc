import { describe, expect, it } from 'vitest'
import { asset } from '../../../src/core/index.ts'
import type { ThreadPort } from '../../../src/runtime/ports.ts'
import { VirtualRuntime, VirtualThreads } from '../../../src/runtime/virtual/index.ts'
import { inThread, strategyThread, Trader } from '../../../src/trader/index.ts'
import { churn } from '../../simulation/trading/churn.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, TradingWorld } from '../../simulation/trading/trading-world.ts'
import { differences } from '../../simulation/trading/witness.ts'

const kind = inThread(churn, { module: 'file:///churn.js' })

/** A world whose trader runs its strategy in a thread. */
function threadedWorld(): TradingWorld {
  const open: ThreadPort['open'] = (request, handlers) => threads.open(request, handlers)
  const afterTurn: ThreadPort['afterTurn'] = (callback) => threads.afterTurn(callback)
  const trader = { definitions: [kind], threads: { open, afterTurn } }
  const world = new TradingWorld(tradingKit('bybit spot'), { trader })
  const { ports } = world.runtime.spawn('threads')
  const threads = new VirtualThreads({ ports, load: () => strategyThread([churn]) })
  return world
}

function ordersMade({ events }: TradingWorld): number {
  const orders = events.flatMap((event) =>
    event.type === 'publish' ? [event.order.clientOrderId] : [],
  )
  return new Set(orders).size
}

describe('a trader whose strategy runs in a thread', () => {
  it('has at the end what the venue has, and goes on in another life', async () => {
    const world = threadedWorld()
    let life = await world.start()
    await world.runtime.run({ forMs: 20_000 })
    await world.stop(life)
    expect(differences(world, life.trader.core)).toEqual([])
    const before = ordersMade(world)
    life = await world.start()
    await world.runtime.run({ forMs: 20_000 })
    life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
    await world.runtime.run({ forMs: 60_000 })
    expect(life.trader.status()).toMatchObject({ liveOrders: 0, unknownOrders: 0 })
    await world.stop(life)
    expect(differences(world, life.trader.core)).toEqual([])
    expect(before).toBeGreaterThan(30)
    expect(ordersMade(world) - before).toBeGreaterThan(30)
    expect(world.venue.accounts?.find('main')?.fills().length).toBeGreaterThan(10)
    expect(world.events.filter(({ type }) => type === 'strategyFaulted')).toEqual([])
  })
})

describe('a trader', () => {
  it('is not opened with a kind that needs threads where there are none', async () => {
    const { ports } = new VirtualRuntime({ seed: 1 }).spawn('bot')
    const opening = Trader.open({
      ports,
      journal: { folder: 'journal' },
      markets: new Map(),
      gateways: [],
      definitions: [kind],
      strategies: [],
      portfolio: { reportingAsset: asset('USDT') },
    })
    await expect(opening).rejects.toThrow(/threads: expected a port that opens them, for churn/)
  })
})
