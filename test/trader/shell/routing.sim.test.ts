import { describe, expect, it } from 'vitest'
import type { FaultRule } from '../../../src/sim/index.ts'
import { isRouteEnded, type Route, type TradingCore } from '../../../src/trader/index.ts'
import { differences } from '../../simulation/trading/witness.ts'
import { type RoutedLife, RoutedWorld, SHOPPER } from './support/routed-world.ts'

const CALM_MS = 40_000

/** Lets routes and questions come to their ends, and says what is not as at the venues. */
async function calm(world: RoutedWorld, life: RoutedLife): Promise<readonly string[]> {
  const { trader } = life
  trader.command({ type: 'pauseStrategy', strategy: SHOPPER, by: 'test', orders: 'keep' })
  await world.runtime.run({ forMs: CALM_MS })
  expect(trader.status()).toMatchObject({ liveOrders: 0, unknownOrders: 0 })
  await world.stop(life)
  const replayed = await world.runtime.settle(world.replayed(life))
  expect(JSON.stringify(replayed.snapshot())).toBe(JSON.stringify(trader.core.snapshot()))
  return [
    ...world.venues.flatMap((each) => differences(each, trader.core, each.account)),
    ...routesOf(trader.core).flatMap((route) => routeProblems(route, trader.core)),
  ]
}

const routesOf = ({ routes }: TradingCore): readonly Route[] => [...routes.routes.values()]

function routeProblems(route: Route, { oms }: TradingCore): readonly string[] {
  const { id, quantity, filledQuantity } = route
  const orders = [...oms.orders.values()].filter((order) => order.route === id)
  const filled = orders.reduce(
    (sum, order) => sum.plus(order.filledQuantity),
    quantity.minus(quantity),
  )
  return [
    ...(isRouteEnded(route) ? [] : [`route ${id} is ${route.status}`]),
    ...(filled.eq(filledQuantity) ? [] : [`route ${id} says ${filledQuantity.toFixed()}`]),
    ...(filled.lte(quantity) ? [] : [`route ${id} was filled ${filled.toFixed()}`]),
    ...(orders.length === route.orders.length ? [] : [`route ${id} misses orders`]),
  ]
}

/** The accounts that filled orders of routes made from one time to another. */
function accountsOf({ oms }: TradingCore, fromUs = 0, toUs = Number.POSITIVE_INFINITY) {
  const orders = [...oms.orders.values()].filter(
    ({ filledQuantity, placedTimeUs }) =>
      filledQuantity.gt(0) && placedTimeUs > fromUs && placedTimeUs < toUs,
  )
  return [...new Set(orders.map(({ terms }) => terms.account))].toSorted()
}

/** The accounts that orders of routes were sent to. */
function askedAccounts({ oms }: TradingCore) {
  const orders = [...oms.orders.values()].filter(({ status }) => status !== 'denied')
  return [...new Set(orders.map(({ terms }) => terms.account))].toSorted()
}

const when = { fromMs: 1_000, untilMs: 15_000, probability: 0.3 }
const FAULTS: readonly (readonly [string, readonly FaultRule[]])[] = [
  ['nothing', []],
  ['answers that are lost after the venue acted', [{ fault: { kind: 'acceptThenSilence' }, when }]],
  ['connections cut after the venue acted', [{ fault: { kind: 'acceptThenCut' }, when }]],
  ['fills before answers', [{ fault: { kind: 'fillBeforeAck' }, when }]],
  [
    'cancels that race partial fills',
    [{ fault: { kind: 'cancelRacesFill', isPartial: true }, when: { ...when, probability: 1 } }],
  ],
  ['maintenance', [{ fault: { kind: 'maintenance' }, when }]],
  [
    'private frames that are lost',
    [{ fault: { kind: 'drop' }, when, where: { contains: 'private' } }],
  ],
]

describe('routes over two simulated venues', () => {
  it.each(FAULTS)('have at the end what the venues have, through %s', async (what, faults) => {
    const world = new RoutedWorld({ seed: 3, faults: { bybit: faults, okx: faults } })
    const life = await world.start()
    await world.runtime.run({ forMs: 24_000 })
    expect(await calm(world, life)).toEqual([])
    const strikes = world.venues.flatMap(({ venue }) => venue.faults.log)
    expect(strikes.length > 0).toBe(faults.length > 0)
    const routes = routesOf(life.trader.core)
    expect(routes.filter(({ status }) => status === 'filled').length).toBeGreaterThan(1)
    expect(askedAccounts(life.trader.core)).toEqual(['bybit', 'okx'])
    // A venue that refuses three times in a minute is passed over for the rest of it, and the run ends before that.
    if (what !== 'maintenance') expect(accountsOf(life.trader.core)).toEqual(['bybit', 'okx'])
  })

  it('go to the other venue while one is down, and come back', async () => {
    const world = new RoutedWorld({ seed: 5 })
    const life = await world.start()
    await world.runtime.run({ forMs: 10_000 })
    world.down('bybit')
    const downUs = world.runtime.trueTimeUs()
    await world.runtime.run({ forMs: 12_000 })
    const upUs = world.runtime.trueTimeUs()
    world.up('bybit')
    await world.runtime.run({ forMs: 45_000 })
    const { core } = life.trader
    expect(await calm(world, life)).toEqual([])
    // Its connections are gone at once; a second for what was decided before.
    expect(accountsOf(core, downUs + 1_000_000, upUs)).toEqual(['okx'])
    expect(accountsOf(core, upUs)).toContain('bybit')
  })

  it.each([1, 2])('are gone on with by a trader that was killed (seed %i)', async (seed) => {
    const world = new RoutedWorld({ seed })
    const random = world.runtime.random('kills')
    const cutShort = new Set<string>()
    for (let kills = 0; kills < 3; kills += 1) {
      const { process, trader } = await world.start()
      await world.runtime.run({ forMs: 2_000 + Math.floor(random.next() * 4_000) })
      for (const { id } of trader.core.routes.working()) cutShort.add(id)
      process.kill()
      await world.runtime.run({ forMs: Math.floor(random.next() * 2_000) })
    }
    const life = await world.start()
    await world.runtime.run({ forMs: 5_000 })
    expect(await calm(world, life)).toEqual([])
    const routes = routesOf(life.trader.core)
    expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length)
    expect(routes.length).toBeGreaterThan(4)
    const goneOn = routes.filter(({ id }) => cutShort.has(id))
    expect(goneOn.length).toBeGreaterThan(0)
  })

  it('have one history by one seed', async () => {
    const history = async (): Promise<string> => {
      const world = new RoutedWorld({ seed: 7 })
      const life = await world.start()
      await world.runtime.run({ forMs: 6_000 })
      await calm(world, life)
      return world.runtime.digest()
    }
    expect(await history()).toBe(await history())
  })
})
