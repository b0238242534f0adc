import { describe, expect, it } from 'vitest'
import { readPast } from '../../../src/trader/shell/trader-state.ts'
import { coreOf, replayedCore } from '../../simulation/trading/replayed-core.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, type Life, TradingWorld } from '../../simulation/trading/trading-world.ts'
import { differences } from '../../simulation/trading/witness.ts'

const CALM_MS = 60_000
/** A few seconds of trading: it is written down whole many times while it lives. */
const SNAPSHOT_EVERY_RECORDS = 60

/** What is on the disk of a dead trader: the newest snapshot, and the state that it and what follows it make. */
async function recovered(world: TradingWorld, life: Life) {
  const { ports } = world.runtime.spawn('bot')
  const { snapshot, records } = await world.runtime.settle(readPast(ports.files, 'journal'))
  const core = coreOf(life, snapshot?.core)
  for (const record of records)
    if (record.kind !== 'feedback' && record.kind !== 'host') core.apply(record)
  const whole = await world.runtime.settle(replayedCore(life, ports.files))
  return { hasSnapshot: snapshot !== undefined, after: records.length, core, whole }
}

describe('a trader that is killed behind a snapshot', () => {
  it.each([
    ['bybit spot', 1],
    ['bybit linear', 2],
    ['okx swap', 3],
    ['binance usdm', 4],
  ])(
    'goes on from it and what follows, as if it had read everything (%s)',
    async (kit, seed) => {
      const world = new TradingWorld(tradingKit(kit), {
        seed,
        takesAtOnce: seed % 2 === 0,
        trader: { snapshotEveryRecords: SNAPSHOT_EVERY_RECORDS },
      })
      const random = world.runtime.random('kills')
      const behind: number[] = []
      for (let kills = 0; kills < 6; kills += 1) {
        const life = await world.start()
        await world.runtime.run({ forMs: 3_000 + Math.floor(random.next() * 5_000) })
        life.process.kill()
        const { hasSnapshot, after, core, whole } = await recovered(world, life)
        expect(hasSnapshot).toBe(true)
        expect(JSON.stringify(core.snapshot())).toBe(JSON.stringify(whole.snapshot()))
        behind.push(after)
      }
      // Kills in the midst of it, not only right after a snapshot.
      expect(Math.max(...behind)).toBeGreaterThan(SNAPSHOT_EVERY_RECORDS / 2)
      const last = await world.start()
      await world.runtime.run({ forMs: 5_000 })
      last.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
      await world.runtime.run({ forMs: CALM_MS })
      expect(last.trader.status()).toMatchObject({ liveOrders: 0, unknownOrders: 0 })
      await world.stop(last)
      const replayed = await world.runtime.settle(replayedCore(last))
      expect(JSON.stringify(replayed.snapshot())).toBe(JSON.stringify(last.trader.core.snapshot()))
      expect(differences(world, last.trader.core)).toEqual([])
      expect(last.trader.core.oms.counts.impossible).toBe(0)
    },
    60_000,
  )
})
