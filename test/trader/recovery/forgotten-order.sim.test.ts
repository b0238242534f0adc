import { describe, expect, it } from 'vitest'
import type { DifferencePolicy } from '../../../src/trader/index.ts'
import { patient } from '../../simulation/trading/patient.ts'
import { ACCOUNT, tradingKit } from '../../simulation/trading/trading-kit.ts'
import { type Life, TradingWorld } from '../../simulation/trading/trading-world.ts'

/** Longer than an order's deadline and the margin behind it. */
const SETTLED_MS = 30_000
/** Beyond many comparisons and many rounds of questions. */
const LONG_MS = 600_000

/** A trader whose only order ends unheard, and is then forgotten by the venue. */
async function forgotten(policy: DifferencePolicy) {
  const world = new TradingWorld(tradingKit('bybit spot'), {
    faults: [
      {
        fault: { kind: 'drop' },
        when: { fromMs: SETTLED_MS },
        where: { contains: 'private' },
      },
    ],
    trader: { definitions: [patient([4_000])], differences: policy },
  })
  const life = await world.start()
  await world.runtime.run({ forMs: SETTLED_MS + 1_000 })
  const account = world.venue.accounts?.find('main')
  const [order] = account?.openOrders() ?? []
  if (account === undefined || order === undefined) throw new Error('the order is not open')
  account.cancel(order)
  expect(account.forget(order.orderId)).toBe(true)
  return { world, life }
}

const statuses = ({ trader }: Life) =>
  [...trader.core.oms.orders.values()].map(({ status, filledQuantity }) => [
    status,
    filledQuantity.toFixed(),
  ])

/** How often somebody was asked to look, by what it was for. */
const told = ({ events }: TradingWorld) => ({
  missed: events.filter(({ type }) => type === 'orderVanished').length,
  vanished: events.filter((event) => event.type === 'alarm' && event.code === 'VANISHED').length,
  others: events.flatMap((event) =>
    event.type === 'alarm' && event.code !== 'VANISHED' ? [event.code] : [],
  ),
})

describe('an order that the venue had, and of which it has no trace any more,', () => {
  it.each([
    ['adopt', { order: ['cancelled', '0'], vanished: 0, isHalted: false }],
    ['flag', { order: ['unknown', '0'], vanished: 1, isHalted: false }],
    ['halt', { order: ['unknown', '0'], vanished: 1, isHalted: true }],
  ] as const)('ends by the policy, and is told once (%s)', async (policy, expected) => {
    const { order, vanished, isHalted } = expected
    const { world, life } = await forgotten(policy)
    await world.runtime.run({ forMs: LONG_MS })
    expect(statuses(life)).toEqual([order])
    expect(told(world)).toEqual({ missed: 1, vanished, others: [] })
    expect(life.trader.core.risk.tradingState({ account: ACCOUNT }) === 'halted').toBe(isHalted)
  })

  it('is told once over restarts too', async () => {
    const { world, life } = await forgotten('flag')
    await world.runtime.run({ forMs: LONG_MS / 10 })
    life.process.kill()
    const next = await world.start()
    await world.runtime.run({ forMs: LONG_MS / 10 })
    expect(statuses(next)).toEqual([['unknown', '0']])
    expect(told(world)).toEqual({ missed: 1, vanished: 1, others: [] })
  })
})
