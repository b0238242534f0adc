import { expect, test } from 'vitest'
import { drawTradingPlan } from '../../simulation/trading/trading-plan.ts'
import { runTrading } from '../../simulation/trading/trading-run.ts'

test.each([
  ['okx spot', 4],
  ['okx swap', 23],
])('%s: a trader that dies and is lied to has what the venue has (seed %d)', async (kit, seed) => {
  const plan = { ...drawTradingPlan(seed), kit }
  const { problems, counts, digest } = await runTrading(plan)
  expect(problems).toEqual([])
  expect(counts['fills']).toBeGreaterThan(0)
  expect((await runTrading(plan)).digest).toBe(digest)
})
