import { describe, expect, it } from 'vitest'
import { asset } from '../../../src/core/index.ts'
import type { ThreadPort } from '../../../src/runtime/ports.ts'
import { VirtualRuntime, VirtualThreads } from '../../../src/runtime/virtual/index.ts'
import {
  inThread,
  type StrategyDefinition,
  strategyThread,
  Trader,
} from '../../../src/trader/index.ts'
import { churn } from '../../simulation/trading/churn.ts'
import { listening, Told, unheard } from '../../simulation/trading/told.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, type Life, TradingWorld } from '../../simulation/trading/trading-world.ts'
import { differences } from '../../simulation/trading/witness.ts'

const kind = inThread(churn, { module: 'file:///churn.js' })

/** A world whose trader runs its strategy in a thread; a kill of its process ends that, too. */
function threadedWorld(
  options: {
    readonly definition?: StrategyDefinition
    readonly snapshotEveryRecords?: number
    readonly hopMs?: number
  } = {},
) {
  const { definition = churn as StrategyDefinition, hopMs = 1, ...rest } = options
  const open: ThreadPort['open'] = (request, handlers) => threads.open(request, handlers)
  const afterTurn: ThreadPort['afterTurn'] = (callback) => threads.afterTurn(callback)
  const trader = { definitions: [kind], threads: { open, afterTurn }, ...rest }
  const world = new TradingWorld(tradingKit('bybit spot'), { seed: 4, trader })
  const { ports } = world.runtime.spawn('threads')
  const threads = new VirtualThreads({
    ports,
    hopMs,
    load: () => strategyThread([definition]),
  })
  const kill = ({ process }: Life): void => {
    process.kill()
    for (const thread of threads.running) void thread.terminate()
  }
  return { world, kill }
}

function ordersMade({ events }: TradingWorld): number {
  const orders = events.flatMap((event) =>
    event.type === 'publish' ? [event.order.clientOrderId] : [],
  )
  return new Set(orders).size
}

describe('a trader whose strategy runs in a thread', () => {
  it('has at the end what the venue has, and goes on in another life', async () => {
    const { world } = threadedWorld()
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

describe('a strategy in a thread of a trader that is killed', () => {
  it.each([50_000, 40, 7])(
    'has heard of all that its orders did, each fill once (a snapshot after %i records)',
    async (snapshotEveryRecords) => {
      let memory = new Told()
      const definition = listening(churn, (told) => {
        memory = told
      }) as StrategyDefinition
      const { world, kill } = threadedWorld({ definition, snapshotEveryRecords })
      const random = world.runtime.random('kills')
      for (let kills = 0; kills < 8; kills += 1) {
        const life = await world.start()
        await world.runtime.run({ forMs: 500 + Math.floor(random.next() * 4_000) })
        kill(life)
      }
      const life = await world.start()
      life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
      await world.runtime.run({ forMs: 30_000 })
      expect(unheard(memory, life.trader.core, CHURN)).toEqual([])
      expect(memory.fills.length).toBeGreaterThan(10)
      expect(world.events.filter(({ type }) => type === 'strategyFaulted')).toEqual([])
      await world.stop(life)
      expect(differences(world, life.trader.core)).toEqual([])
    },
  )

  it('has heard of them wherever the kill came while a snapshot was written', async () => {
    let memory = new Told()
    const definition = listening(churn, (told) => {
      memory = told
    }) as StrategyDefinition
    const { world, kill } = threadedWorld({ definition })
    for (let waitMs = 0.5; waitMs < 12; waitMs += 0.5) {
      const life = await world.start()
      await world.runtime.run({ forMs: 700 })
      void life.trader.snapshot()
      await world.runtime.run({ forMs: waitMs })
      kill(life)
    }
    const life = await world.start()
    life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
    await world.runtime.run({ forMs: 30_000 })
    expect(unheard(memory, life.trader.core, CHURN)).toEqual([])
    expect(memory.fills.length).toBeGreaterThan(10)
    await world.stop(life)
  })

  it('has the timers that it set on fills of which it had not answered', async () => {
    const rung: string[] = []
    const definition: StrategyDefinition = {
      ...(churn as StrategyDefinition),
      create: (params) => ({
        ...churn.create(params as string),
        onFill: ({ event, nowUs }) => [
          { type: 'timer', name: `after ${event.fill.fillId}`, atUs: nowUs + 1_000_000 },
        ],
        onTimer: (view) => {
          if (view.event.name !== 'turn') rung.push(view.event.name)
          return view.event.name === 'turn'
            ? (churn.create(params as string).onTimer?.(view) ?? [])
            : []
        },
      }),
    }
    const { world, kill } = threadedWorld({ definition, hopMs: 30 })
    const first = await world.start()
    const fills = () =>
      world.events.flatMap((event) => (event.type === 'fill' ? [event.fill.fillId] : []))
    while (fills().length === 0) await world.runtime.run({ forMs: 1 })
    // The disk has it by then; the thread would answer after two hops.
    await world.runtime.run({ forMs: 25 })
    kill(first)
    const life = await world.start()
    await world.runtime.run({ forMs: 3_000 })
    expect(rung).toContain(`after ${fills()[0]}`)
    await world.stop(life)
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
