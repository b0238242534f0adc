import { describe, expect, it } from 'vitest'
import type { DiskFault } from '../../../src/runtime/virtual/index.ts'
import { replayedCore } from '../../simulation/trading/replayed-core.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, type Life, TradingWorld } from '../../simulation/trading/trading-world.ts'
import { differences } from '../../simulation/trading/witness.ts'

const BUSY_MS = 5_000
const KIT = tradingKit('bybit spot')

const atVenue = (world: TradingWorld) => world.venue.accounts?.find('main')?.orders() ?? []
const eventsOf = (world: TradingWorld, type: string) =>
  world.events.filter((event) => event.type === type)

/** Orders at the venue that the journal, read from the disk, does not have. */
async function unrecorded(world: TradingWorld, life: Life): Promise<readonly string[]> {
  const replayed = await world.runtime.settle(replayedCore(life))
  const known = new Set<string>(replayed.oms.orders.keys())
  return atVenue(world).flatMap(({ clientOrderId = '' }) =>
    known.has(clientOrderId) ? [] : [clientOrderId],
  )
}

describe('a trader whose journal disk fails', () => {
  it.each<[DiskFault, 'process' | 'power']>([
    ['full', 'process'],
    ['full', 'power'],
    ['readOnly', 'process'],
    ['readOnly', 'power'],
    ['broken', 'process'],
    ['unsyncable', 'power'],
  ])(
    '(%s, mode %s) halts with an alert, and sent nothing that is not recorded',
    async (fault, durability) => {
      const world = new TradingWorld(KIT, { durability })
      const life = await world.start()
      await world.runtime.run({ forMs: BUSY_MS })
      expect(atVenue(world).length).toBeGreaterThan(5)
      life.process.disk.setFault(fault)
      await world.runtime.run({ forMs: 1_000 })
      expect(eventsOf(world, 'journalFailed')).toHaveLength(1)
      expect(life.process.log.entries().some(({ level }) => level === 'error')).toBe(true)
      const before = atVenue(world).length
      await world.runtime.run({ forMs: BUSY_MS })
      expect(atVenue(world).length).toBe(before)
      expect(life.trader.status().journal.state).toBe('failed')
      life.process.kill()
      life.process.disk.setFault('none')
      // What it left is read by the next life, which mends what is open.
      const next = await world.start()
      expect(await unrecorded(world, next)).toEqual([])
      next.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
      await world.runtime.run({ forMs: 60_000 })
      expect(differences(world, next.trader.core)).toEqual([])
      await world.stop(next)
    },
  )
})

describe('a trader whose journal disk is slow', () => {
  it('makes no orders beyond the time it may take, says so, and goes on when it has caught up', async () => {
    const world = new TradingWorld(KIT)
    const life = await world.start()
    await world.runtime.run({ forMs: BUSY_MS })
    expect(life.trader.status().journal).toMatchObject({ waitingMs: 0 })
    const usualUs = life.trader.status().journal.commitUs.p99 ?? Number.NaN
    expect(usualUs).toBeLessThan(10_000)

    life.process.disk.setSlowMs(3_000)
    await world.runtime.run({ forMs: 2_000 })
    expect(eventsOf(world, 'journalSlow')).toHaveLength(1)
    expect(life.trader.status().journal.waitingMs).toBeGreaterThan(900)
    const before = atVenue(world).length
    await world.runtime.run({ forMs: 500 })
    expect(atVenue(world).length).toBe(before)

    life.process.disk.setSlowMs(0)
    await world.runtime.run({ forMs: 10_000 })
    expect(eventsOf(world, 'journalCaughtUp')).toHaveLength(1)
    expect(eventsOf(world, 'journalFailed')).toEqual([])
    expect(atVenue(world).length).toBeGreaterThan(before + 5)
    const { commitUs } = life.trader.status().journal
    expect(commitUs.p50).toBeLessThan(10_000)
    life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
    await world.runtime.run({ forMs: 60_000 })
    expect(await unrecorded(world, life)).toEqual([])
    await world.stop(life)
    expect(differences(world, life.trader.core)).toEqual([])
  })

  it('halts for good with an alert when more waits than its buffer holds', async () => {
    const world = new TradingWorld(KIT, {
      trader: { journal: { folder: 'journal', maxBufferBytes: 16_384, maxRecordBytes: 8_192 } },
    })
    const life = await world.start()
    await world.runtime.run({ forMs: BUSY_MS })
    life.process.disk.setSlowMs(600_000)
    await world.runtime.run({ forMs: 60_000 })
    expect(eventsOf(world, 'journalSlow')).toHaveLength(1)
    const before = atVenue(world).length
    await world.runtime.run({ forMs: 60_000 })
    expect(atVenue(world).length).toBe(before)
    life.process.kill()
  })
})
