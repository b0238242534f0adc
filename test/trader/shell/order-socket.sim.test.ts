import { expect, test } from 'vitest'
import type { Fault } from '../../../src/sim/index.ts'
import { TRADING_KITS } from '../../simulation/trading/trading-kit.ts'
import { runTrading } from '../../simulation/trading/trading-run.ts'

const KITS = TRADING_KITS.filter(({ protocol, product }) =>
  protocol.facts.trading.some((each) => each.product === product && each.orderSocket !== false),
)
const FAULTS: readonly (readonly [Fault, number])[] = [
  [{ kind: 'acceptThenCut' }, 0.2],
  [{ kind: 'acceptThenSilence' }, 0.2],
  [{ kind: 'lateAck' }, 0.05],
  [{ kind: 'acceptThenStatus' }, 0.05],
]

test.each(KITS.map(({ name }) => name))(
  '%s: a trader whose socket for orders is cut and silent has at the end what the venue has',
  async (kit) => {
    const { problems, counts, faults } = await runTrading({
      seed: 11,
      kit,
      orders: 'socket',
      strategy: 'churn',
      faults: FAULTS.map(([fault, probability]) => ({
        fault,
        when: { fromMs: 1_500, untilMs: 15_000, probability },
      })),
      incidents: [{ atMs: 9_000, what: 'kill' }],
      durability: 'process',
      takesAtOnce: true,
      chaosMs: 15_000,
    })
    expect(problems).toEqual([])
    expect(faults['acceptThenCut']).toBeGreaterThan(0)
    expect(counts['unknowns']).toBeGreaterThan(0)
    expect(counts['fills']).toBeGreaterThan(0)
  },
)
