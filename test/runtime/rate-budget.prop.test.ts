import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import type { RateLimit } from '../../src/core/index.ts'
import { type BudgetLane, RateBudget } from '../../src/runtime/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'

interface Ask {
  readonly atMs: number
  readonly weight: number
  readonly lane: BudgetLane
}

interface Grant extends Ask {
  readonly grantedUs: number
  readonly number: number
}

const asks: fc.Arbitrary<Ask[]> = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 4_000 }),
    weight: fc.integer({ min: 1, max: 6 }),
    lane: fc.constantFrom<BudgetLane>('urgent', 'normal', 'background'),
  }),
  { minLength: 1, maxLength: 60 },
)

async function grants(
  limits: readonly RateLimit[],
  asked: readonly Ask[],
  options: { marginMs?: number; urgentShare?: number } = {},
): Promise<Grant[]> {
  const runtime = new VirtualRuntime({ seed: 1, startTimeUs: 1_700_000_000_123_000 })
  const budget = new RateBudget({ ports: runtime.ports(), limits, ...options })
  const granted: Grant[] = []
  for (const [number, ask] of asked.toSorted((a, b) => a.atMs - b.atMs).entries()) {
    runtime.after(ask.atMs, () => {
      void budget.take(ask.weight, { lane: ask.lane }).then(() => {
        granted.push({ ...ask, number, grantedUs: runtime.trueTimeUs() })
      })
    })
  }
  await runtime.run({ forMs: 600_000 })
  return granted
}

describe('RateBudget', () => {
  test.prop([asks, fc.integer({ min: 6, max: 20 }), fc.integer({ min: 0, max: 100 })], {
    numRuns: 40,
  })(
    'never exceeds a sliding limit, however late or early by the margin',
    async (asked, count, marginMs) => {
      const granted = await grants([{ count, perMs: 1_000 }], asked, { marginMs })
      expect(granted).toHaveLength(asked.length)
      for (const first of granted) {
        // The first is delayed on its way by the margin; those after it are not.
        const endUs = first.grantedUs + 1_000_000 + marginMs * 1_000
        const inWindow = granted.filter(
          (g) => g.grantedUs >= first.grantedUs && g.grantedUs < endUs,
        )
        expect(inWindow.reduce((sum, g) => sum + g.weight, 0)).toBeLessThanOrEqual(count)
      }
    },
  )

  test.prop([asks, fc.integer({ min: 6, max: 20 }), fc.integer({ min: 0, max: 100 })], {
    numRuns: 40,
  })(
    'never exceeds a clock-aligned limit, whichever side of a boundary the venue counts on',
    async (asked, count, marginMs) => {
      const limit = { count, perMs: 1_000, isClockAligned: true }
      const granted = await grants([limit], asked, { marginMs })
      expect(granted).toHaveLength(asked.length)
      const windows = new Set(granted.map((g) => Math.floor(g.grantedUs / 1e6)))
      for (const window of windows) {
        // Everything that may be counted in this window, by clocks as far apart as the margin.
        const from = window * 1e6 - marginMs * 1_000
        const to = (window + 1) * 1e6 + marginMs * 1_000
        const counted = granted.filter((g) => g.grantedUs > from && g.grantedUs < to)
        expect(counted.reduce((sum, g) => sum + g.weight, 0)).toBeLessThanOrEqual(count)
      }
    },
  )

  test.prop(
    [
      asks,
      fc.integer({ min: 6, max: 20 }),
      fc.integer({ min: 0, max: 100 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
    ],
    { numRuns: 60 },
  )(
    'never raises a counter that falls above its limit, however late each spend is counted within the margin',
    async (asked, count, marginMs, delays) => {
      const granted = await grants([{ count, perMs: 1_000, isDecaying: true }], asked, { marginMs })
      expect(granted).toHaveLength(asked.length)
      const arrivals = granted
        .map(({ weight, grantedUs, number }) => ({
          weight,
          atUs: grantedUs + (delays[number] ?? 0) * marginMs * 1_000,
        }))
        .toSorted((a, b) => a.atUs - b.atUs)
      let value = 0
      let lastUs = 0
      for (const { weight, atUs } of arrivals) {
        value = Math.max(0, value - ((atUs - lastUs) / 1e6) * count) + weight
        lastUs = atUs
        expect(value).toBeLessThanOrEqual(count + 1e-6)
      }
    },
  )

  test.prop([asks], { numRuns: 40 })('keeps several limits at once', async (asked) => {
    const limits = [
      { count: 6, perMs: 500 },
      { count: 20, perMs: 5_000 },
    ]
    const granted = await grants(limits, asked, { marginMs: 0 })
    expect(granted).toHaveLength(asked.length)
    for (const { count, perMs } of limits) {
      for (const { grantedUs } of granted) {
        const inWindow = granted.filter(
          (g) => g.grantedUs >= grantedUs && g.grantedUs < grantedUs + perMs * 1_000,
        )
        expect(inWindow.reduce((sum, g) => sum + g.weight, 0)).toBeLessThanOrEqual(count)
      }
    }
  })

  test.prop([asks], { numRuns: 40 })(
    'serves a lane in order, and no lane while one before it waits',
    async (asked) => {
      const granted = await grants([{ count: 7, perMs: 1_000 }], asked)
      const rank = { urgent: 0, normal: 1, background: 2 }
      for (const [i, later] of granted.entries()) {
        for (const earlier of granted.slice(0, i)) {
          // `later` was granted after `earlier` although it waited already when `earlier` was granted.
          if (later.atMs * 1_000 >= earlier.grantedUs - 1_700_000_000_123_000) continue
          expect(rank[earlier.lane]).toBeLessThanOrEqual(rank[later.lane])
          if (earlier.lane === later.lane) expect(earlier.number).toBeLessThan(later.number)
        }
      }
    },
  )
})
