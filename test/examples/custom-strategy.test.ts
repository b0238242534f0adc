import { expect, test } from 'vitest'
import { dipBuyer } from '../../examples/custom-strategy.ts'
import type { StrategyDefinition } from '../../src/trader/index.ts'
import { PaperRun } from '../strategies/support/paper-run.ts'

const setup = { params: { period: 10, dipBps: 5 }, signalAmount: '0.5' }

test('the strategy of the example buys dips, closes them, and goes on after a restart', () => {
  const going = new PaperRun(1, dipBuyer as StrategyDefinition, setup)
  const restarted = new PaperRun(1, dipBuyer as StrategyDefinition, setup)
  going.walk(400)
  restarted.walk(150)
  restarted.restart()
  restarted.walk(250)
  expect(restarted.fingerprint()).toBe(going.fingerprint())
  expect(going.alerts).toEqual([])
  const sides = new Set(going.market.fills.map(({ side }) => side))
  expect([...sides].sort()).toEqual(['buy', 'sell'])
})
