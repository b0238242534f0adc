import { describe, expect, it } from 'vitest'
import type { FaultRule } from '../../../src/sim/index.ts'
import { hasHole } from '../../../src/trader/oms/order.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { CHURN, TradingWorld, type WorldOptions } from '../../simulation/trading/trading-world.ts'
import { differences } from '../../simulation/trading/witness.ts'

const CALM_MS = 60_000

/** Lets a trader live through its faults, then through a calm, and says what is not as at the venue. */
async function live(options: WorldOptions, forMs = 30_000) {
  const world = new TradingWorld(tradingKit('bybit spot'), options)
  const life = await world.start()
  await world.runtime.run({ forMs })
  life.trader.command({ type: 'pauseStrategy', strategy: CHURN, by: 'test' })
  // Longer than any request is of force, and a margin: what can be known is known then.
  await world.runtime.run({ forMs: CALM_MS })
  expect(life.trader.status()).toMatchObject({ liveOrders: 0, unknownOrders: 0 })
  await world.stop(life)
  return { world, problems: differences(world, life.trader.core), core: life.trader.core }
}

const when = { fromMs: 1_000, untilMs: 25_000, probability: 0.2 }
const orders = { contains: 'order' }

const FAULTS: readonly (readonly [string, readonly FaultRule[]])[] = [
  ['nothing', []],
  ['answers that are lost after the venue acted', [{ fault: { kind: 'acceptThenSilence' }, when }]],
  ['connections that are cut after the venue acted', [{ fault: { kind: 'acceptThenCut' }, when }]],
  ['502 after the venue acted', [{ fault: { kind: 'acceptThenStatus' }, when }]],
  ['answers that come 30 s late', [{ fault: { kind: 'lateAck' }, when }]],
  ['fills before answers', [{ fault: { kind: 'fillBeforeAck' }, when }]],
  ['cancels that race fills', [{ fault: { kind: 'cancelRacesFill' }, when }]],
  [
    'cancels that race partial fills',
    [{ fault: { kind: 'cancelRacesFill', isPartial: true }, when }],
  ],
  [
    'duplicates that are refused, though taken',
    [{ fault: { kind: 'duplicateIdRefused', accepts: true }, when }],
  ],
  ['503 before the venue acts', [{ fault: { kind: 'refuseWithStatus', status: 503 }, when }]],
  [
    'too many requests',
    [{ fault: { kind: 'refuseWithStatus', status: 429, retryAfterSeconds: 1 }, when }],
  ],
  ['maintenance', [{ fault: { kind: 'maintenance' }, when }]],
  [
    'private frames that are lost',
    [{ fault: { kind: 'drop' }, when, where: { contains: 'private' } }],
  ],
  [
    'private frames that come twice',
    [{ fault: { kind: 'double' }, when, where: { contains: 'private' } }],
  ],
  [
    'private frames in another order',
    [{ fault: { kind: 'reorder' }, when, where: { contains: 'private' } }],
  ],
  [
    'private sockets that die',
    [
      {
        fault: { kind: 'cutMidFrame' },
        when: { ...when, probability: 0.02 },
        where: { contains: 'private' },
      },
    ],
  ],
  [
    'private sockets that fall silent',
    [
      {
        fault: { kind: 'stall', forMs: 5_000 },
        when: { ...when, probability: 0.02 },
        where: { contains: 'private' },
      },
    ],
  ],
  [
    'REST that is silent',
    [{ fault: { kind: 'silence' }, when: { ...when, probability: 0.1 }, where: orders }],
  ],
]

describe('a trader on a simulated venue has at the end what the venue has, through', () => {
  it.each(FAULTS)('%s', async (_, faults) => {
    const { problems, core, world } = await live({ seed: 3, faults })
    expect(problems).toEqual([])
    expect(world.venue.faults.log.length > 0).toBe(faults.length > 0)
    expect(core.oms.counts.impossible).toBe(0)
    expect(world.venue.accounts?.find('main')?.fills().length).toBeGreaterThan(10)
  })
})

describe('a trader that is closed while private frames are lost', () => {
  it('waits for the fills that it knows to miss', async () => {
    for (let seed = 1; seed <= 24; seed += 1) {
      const drops = { fault: { kind: 'drop' }, when: { fromMs: 1_000, probability: 0.5 } } as const
      const world = new TradingWorld(tradingKit('bybit spot'), {
        seed,
        faults: [{ ...drops, where: { contains: 'private' } }],
      })
      const life = await world.start()
      await world.runtime.run({ forMs: 10_000 })
      await world.stop(life)
      const missing = [...life.trader.core.oms.orders.values()].filter(hasHole)
      expect({ seed, missing }).toEqual({ seed, missing: [] })
    }
  })
})
