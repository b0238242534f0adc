import { describe, expect, it } from 'vitest'
import { replayedCore } from '../../simulation/trading/replayed-core.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, TradingWorld } from '../../simulation/trading/trading-world.ts'
import { differences } from '../../simulation/trading/witness.ts'

const CALM_MS = 60_000

describe('a trader that is killed', () => {
  it.each([1, 2, 3])('has at the end what the venue has (seed %i)', async (seed) => {
    const world = new TradingWorld(tradingKit('bybit spot'), { seed })
    const random = world.runtime.random('kills')
    for (let kills = 0; kills < 4; kills += 1) {
      const { process } = await world.start()
      await world.runtime.run({ forMs: 500 + Math.floor(random.next() * 4_000) })
      process.kill()
      // The venue goes on meanwhile.
      await world.runtime.run({ forMs: Math.floor(random.next() * 2_000) })
    }
    const life = await world.start()
    await world.runtime.run({ forMs: 5_000 })
    life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
    await world.runtime.run({ forMs: CALM_MS })
    expect(life.trader.status()).toMatchObject({ liveOrders: 0, unknownOrders: 0 })
    await world.stop(life)
    const { core } = life.trader
    const replayed = await world.runtime.settle(replayedCore(life))
    expect(JSON.stringify(replayed.snapshot())).toBe(JSON.stringify(core.snapshot()))
    expect(differences(world, core)).toEqual([])
    expect(world.venue.accounts?.find('main')?.fills().length).toBeGreaterThan(10)
  })
})
