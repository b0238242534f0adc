import { describe, expect, it } from 'vitest'
import { mid } from '../../../src/book/index.ts'
import { Decimal, type OrderTerms, type Side } from '../../../src/core/index.ts'
import { grid } from '../../../src/strategies/index.ts'
import type {
  Decision,
  OwnFillEvent,
  Strategy,
  StrategyDefinition,
  StrategyIntent,
  StrategyView,
  TimerEvent,
  TraderEvent,
} from '../../../src/trader/index.ts'
import { churn } from '../../simulation/trading/churn.ts'
import { listening, Told, unheard } from '../../simulation/trading/told.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, TradingWorld, type WorldOptions } from '../../simulation/trading/trading-world.ts'
import { PaperWorld, SPOT } from '../paper/support/paper-world.ts'

/** A world whose strategy remembers what it was told; the memory of the newest life. */
class ListeningWorld extends TradingWorld {
  memory = new Told()

  constructor(
    { trader, ...options }: WorldOptions = {},
    definition: StrategyDefinition<string> = churn,
  ) {
    const onMade = (told: Told): void => {
      this.memory = told
    }
    super(tradingKit('bybit spot'), {
      ...options,
      trader: { definitions: [listening(definition, onMade) as StrategyDefinition], ...trader },
    })
  }
}

const isFill = ({ type }: TraderEvent): boolean => type === 'fill'

describe('a strategy of a trader that is killed', () => {
  it.each([50_000, 40])(
    'has heard of all that its orders did, each fill once (a snapshot after %i records)',
    async (snapshotEveryRecords) => {
      const world = new ListeningWorld({ seed: 4, trader: { snapshotEveryRecords } })
      const random = world.runtime.random('kills')
      for (let kills = 0; kills < 6; kills += 1) {
        const { process, trader } = await world.start()
        expect(unheard(world.memory, trader.core, CHURN)).toEqual([])
        await world.runtime.run({ forMs: 500 + Math.floor(random.next() * 4_000) })
        process.kill()
      }
      const life = await world.start()
      await world.runtime.run({ forMs: 5_000 })
      expect(unheard(world.memory, life.trader.core, CHURN)).toEqual([])
      expect(world.memory.fills.length).toBeGreaterThan(10)
      await world.stop(life)
    },
  )

  it('has heard of a fill that waited for its turn when a snapshot was written', async () => {
    const world = new ListeningWorld({
      seed: 4,
      trader: {
        onEvent: (event) => {
          world.events.push(event)
          if (isFill(event)) void life.trader.snapshot()
        },
      },
    })
    let life = await world.start()
    for (let kills = 0; kills < 6; kills += 1) {
      world.events.length = 0
      while (!world.events.some(isFill)) await world.runtime.run({ forMs: 1 })
      // The disk has the snapshot by then.
      await world.runtime.run({ forMs: 20 })
      life.process.kill()
      life = await world.start()
      expect(unheard(world.memory, life.trader.core, CHURN)).toEqual([])
    }
    await world.stop(life)
  })
})

/** Buys now and then; `onFill` is its own. */
function buyer(
  onFill: (view: StrategyView<OwnFillEvent>) => Decision,
  onTimer: (view: StrategyView<TimerEvent>) => void = () => undefined,
): StrategyDefinition<string> {
  const buy = (view: StrategyView): Decision => {
    const next = { type: 'timer', name: 'buy', atUs: view.nowUs + 700_000 } as const
    return [...order(view, 'buy', 'buys', 'ioc'), next]
  }
  return {
    ...churn,
    create: () => ({
      evaluate: buy,
      onTimer: (view) => {
        onTimer(view)
        return view.event.name === 'buy' ? buy(view) : []
      },
      onFill,
    }),
  }
}

/** An order that takes the best price of the other side, or rests far away. */
function order(
  view: StrategyView,
  side: Side,
  reason: string,
  timeInForce: 'ioc' | 'gtc',
): readonly StrategyIntent[] {
  const [{ instrument, account } = raise('it has a leg')] = view.legs
  const book = view.book(instrument)
  if (book?.state !== 'live' || !view.isTradable(instrument)) return []
  const touch = (side === 'buy' ? book.asks : book.bids).priceDecimal(0)
  const price = timeInForce === 'ioc' ? touch : touch.times('0.9').toDecimalPlaces(0)
  const terms: OrderTerms = {
    ...{ account, instrument, side, price, quantity: new Decimal('0.002') },
    ...{ type: 'limit', timeInForce, postOnly: false, reduceOnly: false },
  }
  return [{ type: 'place', terms, reason }]
}

function raise(expected: string): never {
  throw new Error(`expected that ${expected}`)
}

async function untilFills(world: TradingWorld, count: number): Promise<void> {
  while (world.events.filter(isFill).length < count) await world.runtime.run({ forMs: 1 })
}

describe('a strategy that hears of its fills again', () => {
  it('answers each of them with an order once', async () => {
    const seller = buyer((view) =>
      view.event.fill.side === 'buy'
        ? order(view, 'sell', `sells ${view.event.fill.fillId}`, 'ioc')
        : [],
    )
    const world = new ListeningWorld({ seed: 2 }, seller)
    for (let kills = 0; kills < 5; kills += 1) {
      const { process } = await world.start()
      world.events.length = 0
      await untilFills(world, 3)
      process.kill()
    }
    const life = await world.start()
    await world.runtime.run({ forMs: 5_000 })
    const sales = [...life.trader.core.oms.orders.values()].flatMap(({ reason, terms }) =>
      terms.side === 'sell' ? [reason] : [],
    )
    expect(sales.length).toBeGreaterThan(5)
    expect(sales).toEqual([...new Set(sales)])
    await world.stop(life)
  })

  it('has the timers that it set on them', async () => {
    const rung: [name: string, atUs: number][] = []
    const patient = buyer(
      ({ event, nowUs }) => [{ type: 'timer', name: event.fill.fillId, atUs: nowUs + 2_000_000 }],
      ({ event: { name, atUs } }) => {
        if (name !== 'buy') rung.push([name, atUs])
      },
    )
    const histories = []
    for (const isKilled of [false, true]) {
      rung.length = 0
      const world = new ListeningWorld({ seed: 2 }, patient)
      let life = await world.start()
      await untilFills(world, 1)
      const fillUs = world.runtime.trueTimeUs()
      if (isKilled) {
        life.process.kill()
        life = await world.start()
      }
      await world.runtime.run({ forMs: 2_100 })
      const [first] = rung
      histories.push(first)
      expect(first?.[1]).toBeGreaterThan(fillUs + 1_998_000)
      await world.stop(life)
    }
    expect(histories[1]).toEqual(histories[0])
  })

  it('and throws then is stopped alone, and its orders are cancelled', async () => {
    let isBroken = false
    const fragile = buyer((view) => {
      if (isBroken) throw new Error('not again')
      return order(view, 'buy', 'rests', 'gtc')
    })
    const world = new ListeningWorld({ seed: 2 }, fragile)
    const { process } = await world.start()
    await untilFills(world, 1)
    await world.runtime.run({ forMs: 500 })
    process.kill()
    isBroken = true
    world.events.length = 0
    const life = await world.start()
    expect(life.trader.status()).toMatchObject({
      strategies: [{ state: 'faulted', why: 'THREW: not again' }],
      liveOrders: 1,
    })
    expect(world.events.filter(({ type }) => type === 'strategyFaulted')).toHaveLength(1)
    await world.runtime.run({ forMs: 5_000 })
    expect(life.trader.status()).toMatchObject({ liveOrders: 0, unknownOrders: 0 })
    await world.stop(life)
  })
})

/** A grid about the market of a seed, on paper; `made` are the grids of its lives. */
async function gridWorld(seed: number): Promise<{ world: PaperWorld; made: Strategy[] }> {
  const at = (middle: Decimal, factor: string): string =>
    middle.times(new Decimal(factor)).toDecimalPlaces(2, 'down').toFixed()
  const middle = await middleOf(seed)
  const made: Strategy[] = []
  const remembered: StrategyDefinition = {
    ...(grid as StrategyDefinition),
    create: (params) => {
      const strategy = grid.create(params as Parameters<typeof grid.create>[0])
      made.push(strategy as Strategy)
      return strategy as Strategy
    },
  }
  const world = new PaperWorld({
    seed,
    definition: remembered,
    paper: { balances: { USDT: '100000' }, fills: 'cross' },
    setup: {
      params: {
        ...{ lower: at(middle, '0.9995'), upper: at(middle, '1.0005') },
        ...{ levels: 61, amount: '0.01' },
      },
      events: ['book'],
    },
  })
  return { world, made }
}

async function middleOf(seed: number): Promise<Decimal> {
  const world = new PaperWorld({ seed })
  const life = await world.start()
  await world.runtime.run({ forMs: 2_000 })
  const { view } = life.market.book(SPOT, 'bbo')
  await world.runtime.run({ forMs: 2_000 })
  const middle = view.state === 'live' ? mid(view) : undefined
  await world.stop(life)
  if (middle === undefined) throw new Error('the book is not live')
  return middle
}

describe('a grid that is killed after fills', () => {
  it('remembers what one remembers that lived, and keeps the sales that it placed on them', async () => {
    const lived = await gridWorld(3)
    const first = await lived.world.start()
    const fillsOf = (world: PaperWorld): number => world.events.filter(isFill).length
    while (fillsOf(lived.world) < 3) await lived.world.runtime.run({ forMs: 100 })
    const killedUs = lived.world.runtime.elapsedUs()
    const expected = lived.made.at(-1)?.snapshot?.()
    await lived.world.stop(first)

    const { world, made } = await gridWorld(3)
    const { trader } = await world.start()
    while (trader.core.oms.orders.size === 0) await world.runtime.run({ forMs: 100 })
    // Its cells are in a snapshot, its fills come after it.
    await world.runtime.settle(trader.snapshot())
    await world.runtime.run({ forMs: (killedUs - world.runtime.elapsedUs()) / 1000 })
    expect(fillsOf(world)).toBe(3)
    world.kill()
    const life = await world.start()
    expect(made.length).toBe(2)
    expect(made.at(-1)?.snapshot?.()).toEqual(expected)
    const sales = [...life.trader.core.oms.active.values()].filter(
      ({ terms }) => terms.side === 'sell',
    )
    expect(sales.length).toBeGreaterThan(0)
    await world.runtime.run({ forMs: 2_000 })
    const { orders } = life.trader.core.oms
    expect(sales.filter((sale) => orders.get(sale.clientOrderId)?.isCancelWanted)).toEqual([])
    await world.stop(life)
  })
})
