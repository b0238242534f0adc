import { describe, expect, it } from 'vitest'
import { isEnded, type StatementWish, type TradingCore } from '../../../src/trader/index.ts'
import { LINEAR, PaperWorld, SPOT } from './support/paper-world.ts'
import { patient } from './support/patient.ts'
import { differences } from './support/witness.ts'

/** Orders that were on their way at a kill are proven absent soon. */
const FAST_PROOF = { unknown: { marginMs: 1_000 } }
const NOTHING_ELSE: StatementWish = { fills: [], missing: () => [] }

describe('a trader on paper', () => {
  it.each([
    ['spot', [SPOT], 'queue'],
    ['linear futures', [LINEAR], 'queue'],
    ['both', [SPOT, LINEAR], 'cross'],
  ] as const)('has what the paper venue has: %s', async (_, pairs, fills) => {
    const world = new PaperWorld({ seed: 3, pairs, paper: { fills } })
    const life = await world.start()
    await world.runtime.run({ forMs: 30_000 })
    await world.calm(life)
    expect(await differences(world, life)).toEqual([])
    const { oms } = life.trader.core
    const filled = [...oms.orders.values()].flatMap((order) => order.fills)
    expect(filled.length).toBeGreaterThan(10)
    expect(new Set(filled.map(({ isMaker }) => isMaker))).toEqual(new Set([true, false]))
    expect(oms.counts.impossible).toBe(0)
    await world.stop(life)
  })

  it.each([1, 2, 3])(
    'that is killed has at the end what the paper venue has (seed %i)',
    async (seed) => {
      const world = new PaperWorld({ seed, pairs: [SPOT, LINEAR], trader: FAST_PROOF })
      const random = world.runtime.random('kills')
      for (let kills = 0; kills < 3; kills += 1) {
        await world.start()
        await world.runtime.run({ forMs: 1_500 + Math.floor(random.next() * 4_000) })
        world.kill()
        await world.runtime.run({ forMs: Math.floor(random.next() * 2_000) })
      }
      const life = await world.start()
      await world.runtime.run({ forMs: 3_000 })
      await world.calm(life, 30_000)
      expect(await differences(world, life)).toEqual([])
      expect(life.trader.status()).toMatchObject({ unknownOrders: 0 })
      const fills = [...life.trader.core.oms.orders.values()].flatMap((order) => order.fills)
      expect(fills.length).toBeGreaterThan(10)
      await world.stop(life)
    },
  )

  it.each(['killed', 'closed'] as const)(
    'that was %s finds its working orders working',
    async (how) => {
      const trader = { ordersOnClose: 'keep' } as const
      const world = new PaperWorld({ seed: 5, definition: patient, trader })
      const first = await world.start()
      await world.runtime.run({ forMs: 2_000 })
      const working = workingOrders(first.trader.core)
      expect(working).toHaveLength(3)
      if (how === 'killed') world.kill()
      else await world.stop(first)

      const second = await world.start()
      await world.runtime.settle(second.trader.ready())
      const { openOrders } = await world.runtime.settle(second.gateway.statement(NOTHING_ELSE))
      expect(openOrders.map(({ clientOrderId }) => clientOrderId)).toEqual(working)
      expect(workingOrders(second.trader.core)).toEqual(working)
      expect(await differences(world, second)).toEqual([])
      // They are there to be traded: nobody places them again.
      await world.runtime.run({ forMs: 2_000 })
      expect(second.trader.core.oms.orders.size).toBe(3)
      await world.stop(second)
    },
  )

  it('has none of its orders filled while the market is away, and goes on once it is back', async () => {
    const world = new PaperWorld({ seed: 5 })
    const life = await world.start()
    await world.runtime.run({ forMs: 5_000 })
    const fills = (): number =>
      [...life.trader.core.oms.orders.values()].flatMap((order) => order.fills).length
    for (const { origin } of Object.values(world.venue.streams)) {
      world.runtime.network.refuse(origin)
      world.runtime.network.cut(origin)
    }
    const before = fills()
    await world.runtime.run({ forMs: 10_000 })
    expect(fills()).toBe(before)
    for (const { origin } of Object.values(world.venue.streams))
      world.runtime.network.accept(origin)
    await world.runtime.run({ forMs: 60_000 })
    expect(fills()).toBeGreaterThan(before)
    await world.calm(life)
    expect(await differences(world, life)).toEqual([])
    await world.stop(life)
  })

  it('has one history by one seed', async () => {
    const history = async (seed: number): Promise<readonly [string, string]> => {
      const world = new PaperWorld({ seed, pairs: [SPOT, LINEAR] })
      const life = await world.start()
      await world.runtime.run({ forMs: 8_000 })
      await world.calm(life)
      const statement = await world.runtime.settle(life.gateway.statement(NOTHING_ELSE))
      await world.stop(life)
      return [world.runtime.digest(), JSON.stringify(statement)]
    }
    const [one, again, other] = [await history(1), await history(1), await history(2)]
    expect(again).toEqual(one)
    expect(other).not.toEqual(one)
  })
})

function workingOrders({ oms }: TradingCore): readonly string[] {
  return [...oms.orders.values()]
    .filter(({ status }) => !isEnded(status))
    .map(({ clientOrderId }) => clientOrderId)
}
