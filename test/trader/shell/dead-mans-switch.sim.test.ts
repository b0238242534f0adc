import { describe, expect, it } from 'vitest'
import { patient } from '../../simulation/trading/patient.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, TradingWorld, type WorldOptions } from '../../simulation/trading/trading-world.ts'

const KIT = tradingKit('okx spot')
/** Beyond the time after which the venue cancels. */
const SILENCE_MS = 70_000

/** Three orders far from the touch. */
const FAR = [2_000, 4_000, 6_000]

function worldOf(ordersOnClose: 'cancel' | 'keep', faults: WorldOptions['faults'] = [], kit = KIT) {
  return new TradingWorld(kit, { faults, trader: { definitions: [patient(FAR)], ordersOnClose } })
}

/** A life whose three orders are open. */
async function begin(world: TradingWorld) {
  const life = await world.start()
  await world.runtime.run({ forMs: 5_000 })
  expect(openAt(world)).toBe(3)
  return life
}

const openAt = ({ venue }: TradingWorld) => venue.accounts?.find('main')?.openOrders().length
const faultsOf = ({ events }: TradingWorld) =>
  events.flatMap((event) =>
    event.type === 'account' && event.state === 'fault' ? [event.detail] : [],
  )

describe("the dead man's switch of a trader", () => {
  it('covers orders that a restart found open: a kill has the venue cancel them', async () => {
    const world = worldOf('keep')
    await world.stop(await begin(world))
    await world.runtime.run({ forMs: SILENCE_MS })
    expect(openAt(world)).toBe(3)
    const second = await world.start()
    await world.runtime.run({ forMs: SILENCE_MS })
    expect(openAt(world)).toBe(3)
    second.process.kill()
    await world.runtime.run({ forMs: SILENCE_MS })
    expect(openAt(world)).toBe(0)
  })

  it('of a dead process does not cancel the orders of the one that lives on', async () => {
    const world = worldOf('keep')
    const life = await begin(world)
    life.process.kill()
    await world.start()
    await world.runtime.run({ forMs: 2 * SILENCE_MS })
    expect(openAt(world)).toBe(3)
  })

  it.each(['cancel', 'keep'] as const)(
    'runs out once the journal takes no record, orders on close: %s',
    async (ordersOnClose) => {
      const world = worldOf(ordersOnClose)
      const life = await begin(world)
      life.process.disk.setFault('full')
      life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
      await world.runtime.run({ forMs: SILENCE_MS })
      expect(openAt(world)).toBe(0)
      expect(faultsOf(world)).toEqual([expect.stringContaining('not armed again')])
    },
  )

  it('stays armed when a trader closes whose journal takes no record', async () => {
    const world = worldOf('cancel')
    const life = await begin(world)
    life.process.disk.setFault('full')
    life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
    await world.runtime.run({ forMs: 2_000 })
    await world.runtime.settle(life.trader.close())
    expect(openAt(world)).toBe(3)
    await world.runtime.run({ forMs: SILENCE_MS })
    expect(openAt(world)).toBe(0)
  })

  it('stays armed, and says so, when a trader closes whose cancels are not carried out', async () => {
    const refused = {
      fault: { kind: 'refuseWithStatus', status: 503 },
      when: { fromMs: 4_000, untilMs: 60_000 },
    } as const
    const world = worldOf('cancel', [
      { ...refused, where: { contains: 'cancel-order' } },
      { ...refused, where: { contains: 'cancel-batch' } },
    ])
    const life = await begin(world)
    await world.runtime.settle(life.trader.close())
    expect(openAt(world)).toBe(3)
    expect(faultsOf(world)).toEqual([expect.stringContaining('stays armed')])
    await world.runtime.run({ forMs: SILENCE_MS })
    expect(openAt(world)).toBe(0)
  })
})

describe("orders at a venue without a dead man's switch", () => {
  const BYBIT = tradingKit('bybit spot')

  it('are named when a trader closes that could not cancel them', async () => {
    const refused = {
      fault: { kind: 'refuseWithStatus', status: 503 },
      when: { fromMs: 4_000, untilMs: 60_000 },
      where: { contains: 'cancel' },
    } as const
    const world = worldOf('cancel', [refused], BYBIT)
    const life = await begin(world)
    await world.runtime.settle(life.trader.close())
    const open = world.venue.accounts?.find('main')?.openOrders() ?? []
    expect(open).toHaveLength(3)
    const [told, ...others] = faultsOf(world)
    expect(others).toEqual([])
    for (const { clientOrderId } of open) expect(told).toContain(`${clientOrderId} of BTCUSDT`)
  })

  it('are named when a trader closes whose journal takes no record, though they were to stay', async () => {
    const world = worldOf('keep', [], BYBIT)
    const life = await begin(world)
    life.process.disk.setFault('full')
    life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
    await world.runtime.run({ forMs: 2_000 })
    await world.runtime.settle(life.trader.close())
    expect(openAt(world)).toBe(3)
    expect(faultsOf(world)).toEqual([expect.stringContaining('they stay open')])
  })

  it('are left without a word where they are to stay', async () => {
    const world = worldOf('keep', [], BYBIT)
    await world.stop(await begin(world))
    expect(openAt(world)).toBe(3)
    expect(faultsOf(world)).toEqual([])
  })
})
