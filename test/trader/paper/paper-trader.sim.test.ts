import { describe, expect, it } from 'vitest'
import { LINEAR, PaperWorld, SPOT } from './support/paper-world.ts'
import { differences } from './support/witness.ts'

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
    expect(new Set(filled.map(({ isMaker }) => isMaker))).toEqual(
      fills === 'queue' ? new Set([true, false]) : new Set([false, true]),
    )
    expect(oms.counts.impossible).toBe(0)
    await world.stop(life)
  })

  it('goes on after a kill in the middle of open orders: they still work, and money is the same', async () => {
    const world = new PaperWorld({ seed: 5, pairs: [SPOT, LINEAR] })
    const first = await world.start()
    for (let lives = 0; lives < 3; lives += 1) {
      if (lives > 0) await world.start()
      await world.runtime.run({ forMs: 7_013 })
    }
    void first
    const life = await world.start()
    await world.runtime.run({ forMs: 3_000 })
    await world.calm(life)
    expect(await differences(world, life)).toEqual([])
    expect(life.trader.status()).toMatchObject({ unknownOrders: 0 })
    await world.stop(life)
  })
})
