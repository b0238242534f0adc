import { describe, expect, it } from 'vitest'
import { PaperWorld } from '../paper/support/paper-world.ts'

/** A trader that may lose 1 USDT a day, with dust that no market prices. */
const dusty = (): PaperWorld =>
  new PaperWorld({
    seed: 3,
    paper: { balances: { USDT: '100000', BTC: '2', DOGE: '0.5' } },
    trader: {
      risk: { limits: [{ name: 'maxDailyLoss', scope: { type: 'global' }, value: '1' }] },
    },
  })

describe('a trader that holds what nothing prices', () => {
  it('is stopped by what it loses in the rest', async () => {
    const world = dusty()
    const life = await world.start()
    await world.runtime.run({ forMs: 60_000 })
    const { core } = life.trader
    expect(core.portfolio.equity().missing).toEqual([{ type: 'asset', asset: 'DOGE' }])
    expect(core.risk.tripped()).toMatchObject([{ breaker: 'dailyLoss', limit: '1' }])
    await world.stop(life)
  })

  it('says so once in each life, and of nothing that only waits for its first mark', async () => {
    const world = dusty()
    for (let lives = 1; lives <= 2; lives += 1) {
      const life = await world.start()
      await world.runtime.run({ forMs: 60_000 })
      const told = world.events.filter(({ type }) => type === 'markMissing')
      expect(told).toHaveLength(lives)
      expect(told.at(-1)).toMatchObject({
        missing: { type: 'asset', asset: 'DOGE' },
        detail: expect.stringContaining('DOGE is held'),
      })
      await world.stop(life)
    }
  })
})
