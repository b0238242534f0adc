import { beforeAll, describe, expect, it } from 'vitest'
import { Decimal } from '../../../src/core/index.ts'
import { loadThreaded } from '../../../src/market/load-threaded.ts'
import {
  type Decision,
  defineStrategy,
  type StrategyIntent,
  type StrategyView,
} from '../../../src/trader/index.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, TradingWorld, type WorldOptions } from '../../simulation/trading/trading-world.ts'
import { differences } from '../../simulation/trading/witness.ts'

const CALM_MS = 60_000

beforeAll(async () => {
  await loadThreaded()
})

/** In place of one that looks at its book first: asks for the same order five times a second, whatever its book is. */
const stubborn = defineStrategy({
  kind: 'churn',
  params: { safeParse: (params) => ({ success: true, data: String(params) }) },
  create: (text) => {
    let price: Decimal | undefined
    const next = (view: StrategyView): Decision => [
      ...view.legs.flatMap(({ instrument, account }): readonly StrategyIntent[] => {
        const book = view.book(instrument)
        if (book?.state === 'live') price = book.bids.priceDecimal(book.bids.count - 1)
        const [oldest] = view.orders(instrument)
        if (oldest !== undefined) return [{ type: 'cancel', clientOrderId: oldest.clientOrderId }]
        if (price === undefined) return []
        const terms = {
          account,
          instrument,
          side: 'buy',
          type: 'limit',
          quantity: new Decimal(text),
          price,
          timeInForce: 'gtc',
          postOnly: false,
          reduceOnly: false,
        } as const
        return [{ type: 'place', terms, reason: 'stubborn' }]
      }),
      { type: 'timer', name: 'turn', atUs: view.nowUs + 200_000 },
    ]
    return {
      evaluate: (view) => (view.event.type === 'start' ? next(view) : []),
      onTimer: next,
      snapshot: () => null,
      restore: () => {},
    }
  },
})

function worldWith(options: WorldOptions): TradingWorld {
  return new TradingWorld(tradingKit('bybit spot'), {
    threads: { marketData: 1, hopMs: 1 },
    ...options,
  })
}

/** Stops the strategy, lets everything come to an end, and says what is not as at the venue. */
async function end(world: TradingWorld, life: Awaited<ReturnType<TradingWorld['start']>>) {
  life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
  await world.runtime.run({ forMs: CALM_MS })
  expect(life.trader.status()).toMatchObject({ liveOrders: 0, unknownOrders: 0 })
  await world.stop(life)
  return differences(world, life.trader.core)
}

const placed = ({ events }: TradingWorld): number =>
  new Set(events.flatMap((each) => (each.type === 'publish' ? [each.order.clientOrderId] : [])))
    .size

describe('a trader whose market data are in a thread', () => {
  it('has at the end the orders, fills and position that the venue has', async () => {
    const world = worldWith({})
    const life = await world.start()
    await world.runtime.run({ forMs: 30_000 })
    expect(await end(world, life)).toEqual([])
    expect(placed(world)).toBeGreaterThan(50)
    expect(world.venue.accounts?.find('main')?.fills().length).toBeGreaterThan(10)
  })

  it.each(['exit', 'hang'] as const)(
    'goes on once its books are back where the thread ends by "%s", and is as the venue then',
    async (how) => {
      const world = worldWith({ seed: 2 })
      const life = await world.start()
      await world.runtime.run({ forMs: 15_000 })
      const [thread] = life.threads?.running ?? []
      life.threads?.end(0, how)
      await world.runtime.run({ forMs: 20_000 })
      expect(life.threads?.running).not.toContain(thread)
      const before = placed(world)
      await world.runtime.run({ forMs: 15_000 })
      expect(placed(world)).toBeGreaterThan(before + 20)
      expect(await end(world, life)).toEqual([])
    },
  )

  it('is denied orders on a book that is stale, and none on one that is live again', async () => {
    const world = worldWith({ trader: { definitions: [stubborn] } })
    const life = await world.start()
    await world.runtime.run({ forMs: 10_000 })
    const denials = (): readonly unknown[] =>
      world.events.flatMap((event) => (event.type === 'denied' ? [event] : []))
    expect(denials()).toEqual([])
    life.threads?.end(0, 'exit')
    await world.runtime.run({ forMs: 3_000 })
    const denied = denials()
    expect(denied.length).toBeGreaterThan(0)
    for (const each of denied) expect(JSON.stringify(each)).toContain('STALE_DATA')
    const before = placed(world)
    await world.runtime.run({ forMs: 10_000 })
    expect(denials().length).toBe(denied.length)
    expect(placed(world)).toBeGreaterThan(before + 10)
    expect(await end(world, life)).toEqual([])
  })
})
