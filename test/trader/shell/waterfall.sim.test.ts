import { expect, test } from 'vitest'
import { createWaterfall } from '../../../src/runtime/index.ts'
import type { VirtualProcess } from '../../../src/runtime/virtual/index.ts'
import { tradingKit } from '../../simulation/trading/trading-kit.ts'
import { TradingWorld } from '../../simulation/trading/trading-world.ts'

test.each([
  ['bybit spot', 'rest'],
  ['bybit linear', 'socket'],
  ['kraken spot', 'rest'],
] as const)('at %s, by %s, every step from a frame to its order is timed', async (kit, orders) => {
  const world = new TradingWorld(tradingKit(kit), { seed: 3, takesAtOnce: true, orders })
  const wrap = ({ ports }: VirtualProcess) => ({
    ...ports,
    waterfall: createWaterfall({ ...ports, everyFrames: 1 }),
  })
  const waterfalls: ReturnType<typeof createWaterfall>[] = []
  const life = await world.runtime.settle(
    world.open((process) => {
      const wrapped = wrap(process)
      waterfalls.push(wrapped.waterfall)
      return wrapped
    }),
  )
  await world.runtime.run({ forMs: 5_000 })
  const counts = Object.fromEntries(
    waterfalls.flatMap((each) => each.steps()).map(({ step, count }) => [step, count]),
  )
  // It decides by the clock, not on what arrived: nothing is `turned`.
  expect(Object.keys(counts)).toEqual([
    ...['decoded', 'booked', 'routed', 'evaluated', 'checked', 'journaled', 'signed', 'written'],
  ])
  const decided = counts['evaluated'] ?? 0
  expect(decided).toBeGreaterThan(10)
  expect([counts['checked'], counts['journaled']]).toEqual([decided, decided])
  expect(counts['written']).toBe(counts['signed'])
  expect(counts['signed']).toBeGreaterThan(10)
  await world.stop(life)
})
